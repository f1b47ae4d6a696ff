"""Equal addresses are equal texts, whichever of the two ways reads them."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from domain.email import ascii_domain, normalise_email
from domain.errors import EmailInvalid


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  Ada.Lovelace@Example.COM ", "ada.lovelace@example.com"),
        ("o'brien+news@example.ie", "o'brien+news@example.ie"),
        ("Jörg@Müller.de", "jörg@müller.de"),
        ("a@xn--mller-kva.de", "a@müller.de"),
    ],
)
def test_an_address_is_kept_in_lower_case(text: str, normal: str) -> None:
    assert normalise_email(text) == normal
    assert normalise_email(normal) == normal


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@localhost",
        "ada@example.test",
        "ada@example..com",
        ".ada@example.com",
        "ada@-example.com",
        "ada@ab--c.com",
        "ada@1.2.3.4",
        "ada@[1.2.3.4]",
        "a b@example.com",
        '"a b"@example.com',
        "Ada <ada@example.com>",
        "ada@example.com, bob@example.com",
        "a" * 65 + "@example.com",
        "a@" + ".".join(["b" * 60] * 5) + ".com",
        "ada\x00@example.com",
        "\ud800@example.com",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(EmailInvalid) as refused:
        normalise_email(text)

    assert refused.value == EmailInvalid(value=text)


PARTS = st.text(st.sampled_from("abzAZ09.-_+'~@ üß\x00"), max_size=12)


@given(st.tuples(PARTS, st.sampled_from(["", ".de", ".test", "-.com", "example.com"]), PARTS))
@example(("a", "example.com", ""))
@example(("a", ".de", "xn--a"))
def test_the_short_way_says_what_the_library_says(parts: tuple[str, str, str]) -> None:
    local, ending, middle = parts
    text = f"{local}@{middle}{ending}"

    try:
        expected = validate_email(text.strip(), check_deliverability=False, strict=True).normalized.lower()
    except EmailNotValidError:
        with pytest.raises(EmailInvalid):
            normalise_email(text)
    else:
        assert normalise_email(text) == expected


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("ada@example.com", "ada@example.com"),
        ("ada@müller.de", "ada@xn--mller-kva.de"),
        ("ada@straße.de", "ada@xn--strae-oqa.de"),
        ("jörg@müller.de", "jörg@xn--mller-kva.de"),
    ],
)
def test_a_domain_is_looked_up_by_its_own_name(address: str, written: str) -> None:
    """ß is a letter of its own there: strasse.de is somebody else's."""
    assert ascii_domain(address) == written
