"""Filters mean what their descriptions say, also for texts and numbers that are easily taken for others."""

from typing import Any

import pytest

from domain.custom_field import CustomFieldType
from domain.customer import FieldDraft
from domain.payment import PaymentStatus
from tests.client import Client
from tests.factories import Shop


async def found(client: Client, where: str, **variables: Any) -> list[str]:
    """Return the names of the customers that a filter leaves."""
    declared = "($value: JSON)" if variables else ""
    query = f"query {declared} {{ customers(where: {{{where}}}) {{ nodes {{ displayName }} }} }}"
    data = await client.data(query, variables)
    return [node["displayName"] for node in data["customers"]["nodes"]]


async def test_a_part_of_a_text_is_found_without_regard_to_case_and_accents(
    client: Client, shop: Shop
) -> None:
    await shop.customer("ÉMILE", external_reference="Ä-7")
    await shop.customer("Emil", external_reference="a-8")

    assert await found(client, 'name: {contains: "mile"}') == ["ÉMILE"]
    assert await found(client, 'name: {startsWith: "émil"}') == ["Emil", "ÉMILE"]
    assert await found(client, 'externalReference: {startsWith: "A-"}') == ["Emil", "ÉMILE"]


async def test_a_whole_text_is_compared_exactly(client: Client, shop: Shop) -> None:
    """But for e-mail addresses, which are one in any case, and numbers, in any notation."""
    await shop.customer("Ada", email="Ada@Example.org", phone="0151 23456789")
    await shop.customer("ada")

    assert await found(client, 'name: {eq: "ada"}') == ["ada"]
    assert await found(client, 'name: {in: ["Ada", "ADA"]}') == ["Ada"]
    assert await found(client, 'email: {eq: "ada@EXAMPLE.org"}') == ["Ada"]
    assert await found(client, 'phone: {eq: "+49 (0)151 23456789"}') == ["Ada"]


async def test_what_a_pattern_would_mean_stands_for_itself(client: Client, shop: Shop) -> None:
    await shop.customer("100 %_\\'")
    await shop.customer("1000")

    for part in ("%", "_", "\\\\", "'"):
        assert await found(client, f'name: {{contains: "{part}"}}') == ["100 %_\\'"]


async def test_who_is_in_no_group_is_in_none_of_these(client: Client, shop: Shop) -> None:
    """Nor is what can't be told an answer: whoever does not fulfil a condition fulfils its NOT."""
    regulars = await shop.group("Stammkunden", [await shop.customer("Ada")])
    guests = await shop.group("Gäste", [await shop.customer("Bob")])
    await shop.customer("Eve")

    assert await found(client, f'groupIds: {{none: ["grp_{regulars}"]}}') == ["Bob", "Eve"]
    assert await found(client, f'NOT: {{groupIds: {{any: ["grp_{regulars}"]}}}}') == ["Bob", "Eve"]
    assert await found(client, f'NOT: {{groupIds: {{none: ["grp_{guests}"]}}}}') == ["Bob"]
    assert await found(client, 'NOT: {email: {contains: "@"}}') == ["Ada", "Bob", "Eve"]


async def test_two_letters_are_looked_for_where_words_begin(client: Client, shop: Shop) -> None:
    """Three are found anywhere, the beginning of a name before the beginning of a word before the rest."""
    for name in ("Ida Adam", "Nadal", "Adalbert"):
        await shop.customer(name)
    search = "query ($query: String) { customers(query: $query) { nodes { displayName } } }"

    async def names(query: str) -> list[str]:
        data = await client.data(search, {"query": query})
        return [node["displayName"] for node in data["customers"]["nodes"]]

    assert await names("ad") == ["Adalbert", "Ida Adam"]
    assert await names("ada") == ["Adalbert", "Ida Adam", "Nadal"]


@pytest.fixture
async def visits(shop: Shop) -> Shop:
    """A shop with customers who have been there 1 and 2 times, and one of whom nothing is known."""
    await shop.custom_field("visits", CustomFieldType.INTEGER)
    for name, times in (("Ada", 1), ("Bob", 2)):
        await shop.customer(name, custom_fields=(FieldDraft("visits", times),))
    await shop.customer("Eve")
    return shop


@pytest.mark.usefixtures("visits")
async def test_numbers_in_custom_fields_are_compared_by_value(client: Client) -> None:
    """1, 1.0 and 1e0 are one number, on its own and in a list."""
    for one in ("1", "1.0", "1e0"):
        assert await found(client, f'customField: [{{key: "visits", eq: {one}}}]') == ["Ada"]
        assert await found(client, f'customField: [{{key: "visits", in: [{one}, 7]}}]') == ["Ada"]
    assert await found(client, 'customField: [{key: "visits", isNull: true}]') == ["Eve"]


@pytest.mark.usefixtures("visits")
async def test_a_number_of_any_size_can_be_asked_for(client: Client) -> None:
    """Also one that no column and no JSON library holds."""
    assert await found(client, f'customField: [{{key: "visits", eq: {10**30}}}]') == []
    assert await found(client, 'customField: [{key: "visits", eq: $value}]', value=1e300) == []


@pytest.mark.usefixtures("visits")
@pytest.mark.parametrize("value", ['"\\u0000"', '{a: ["\\u0000"]}'])
async def test_a_text_that_can_not_be_stored_is_refused_wherever_it_stands(
    client: Client, value: str
) -> None:
    body = await client.ask(
        f'{{ customers(where: {{customField: [{{key: "visits", eq: {value}}}]}}) {{ totalCount }} }}'
    )

    assert [error["extensions"]["reason"] for error in body["errors"]] == ["nul_character"]


async def test_who_never_paid_comes_last_in_either_direction(client: Client, shop: Shop) -> None:
    early, late = await shop.customer("Ada"), await shop.customer("Bob")
    await shop.customer("Eve")
    await shop.payment(customer_id=early)
    await shop.payment(customer_id=late)

    for direction, names in (("ASC", ["Ada", "Bob", "Eve"]), ("DESC", ["Bob", "Ada", "Eve"])):
        data = await client.data(
            f"{{ customers(sortBy: {{field: LAST_PAYMENT_AT, direction: {direction}}})"
            " { nodes { displayName } } }"
        )
        assert [node["displayName"] for node in data["customers"]["nodes"]] == names


async def test_payments_are_sorted_by_currency_before_amount(client: Client, shop: Shop) -> None:
    """1,250 yen are not more than 13 euros."""
    for amount, currency in (("13.00", "EUR"), ("1250", "JPY"), ("2.00", "EUR")):
        await shop.payment(amount, currency)

    data = await client.data(
        "{ payments(sortBy: {field: AMOUNT, direction: ASC}) { nodes { amount { amount currency } } } }"
    )

    assert [tuple(node["amount"].values()) for node in data["payments"]["nodes"]] == [
        ("2.00", "EUR"),
        ("13.00", "EUR"),
        ("1250", "JPY"),
    ]


async def test_payments_are_sorted_by_their_course_and_not_by_the_alphabet(
    client: Client, shop: Shop
) -> None:
    for status in (PaymentStatus.SUCCEEDED, PaymentStatus.CANCELED, PaymentStatus.PENDING):
        await shop.payment(status=status)

    data = await client.data("{ payments(sortBy: {field: STATUS, direction: ASC}) { nodes { status } } }")

    assert [node["status"] for node in data["payments"]["nodes"]] == ["PENDING", "SUCCEEDED", "CANCELED"]


@pytest.mark.parametrize(
    "text", ["ab x\u0903y", "ab []", "ab \\d", "ab (?=a)", "ab 🦊🦊🦊", "ab ٣٤٥", "ab a|b"]
)
async def test_a_search_for_any_sign_is_a_search_for_that_sign(client: Client, shop: Shop, text: str) -> None:
    """Nothing in a search is taken for a pattern, in its first word or in a further one."""
    await shop.customer(f"ab {text}")
    await shop.customer("ab d a b")

    data = await client.data(
        "query ($query: String) { customers(query: $query) { nodes { displayName } } }", {"query": text}
    )

    assert {"displayName": f"ab {text}"} in data["customers"]["nodes"]
    assert len(data["customers"]["nodes"]) == 1


async def test_the_root_says_which_root_it_is(client: Client) -> None:
    assert await client.data("{ __typename }") == {"__typename": "Query"}
    assert await client.data("query { a: __typename viewer { role } }") == {
        "a": "Query",
        "viewer": {"role": "OWNER"},
    }
