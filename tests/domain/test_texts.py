"""Everything can be said in German, French and English alike."""

import re
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.custom_field import CustomFieldType
from domain.customer import Channel, IdentityKind
from domain.errors import (
    AmountTooPrecise,
    EncodingNotSupported,
    Failure,
    FieldTypeMismatch,
    FileTooLarge,
    IdentityTaken,
    OptionUnknown,
    PhoneInvalid,
    RefundExceedsPayment,
    RowsRejected,
    TransitionNotAllowed,
)
from domain.issues import NEEDS, CellType, ImportIssueCode, Issue, IssueSeverity
from domain.jobs import ImportPhase, JobStatus
from domain.locale import Locale
from domain.money import Money
from domain.payment import PaymentStatus
from domain.payment_request import PaymentRequestStatus
from domain.texts import say, say_failure, say_issue
from tests.domain.texts import TABLES, flat, names, placeholders


def every_failure(root: type[Failure] = Failure) -> list[type[Failure]]:
    return [found for kind in root.__subclasses__() for found in (kind, *every_failure(kind))]


@pytest.mark.parametrize("locale", [Locale.FR, Locale.EN])
def test_each_language_says_the_same_with_the_same_facts(locale: Locale) -> None:
    german, other = flat(TABLES[Locale.DE]), flat(TABLES[locale])

    assert list(other) == list(german)
    assert {key: placeholders(text) for key, text in other.items()} == {
        key: placeholders(text) for key, text in german.items()
    }


@pytest.mark.parametrize("locale", Locale)
def test_each_failure_has_its_sentence_and_each_sentence_its_failure(locale: Locale) -> None:
    sentences: dict[str, str] = TABLES[locale]["errors"]
    needs = {kind.code: set(kind.needs) for kind in every_failure()}

    assert set(sentences) == set(needs)
    assert {
        code: names(text) - needs[code] for code, text in sentences.items() if names(text) - needs[code]
    } == {}


@pytest.mark.parametrize("locale", Locale)
def test_each_issue_has_its_sentence_made_of_its_facts(locale: Locale) -> None:
    sentences: dict[str, str] = TABLES[locale]["import_issues"]

    assert set(sentences) == set(ImportIssueCode)
    assert [
        code for code in ImportIssueCode if names(sentences[code]) - {"value"} != set(NEEDS.get(code, ()))
    ] == []


@pytest.mark.parametrize("locale", Locale)
def test_each_code_among_the_facts_has_its_word(locale: Locale) -> None:
    words = TABLES[locale]["words"]

    assert set(words["contact"]) == set(Channel)
    assert set(words["identity"]) == set(IdentityKind)
    assert set(words["type"]) == {*CustomFieldType, *CellType}
    assert set(words["state"]) == {*PaymentStatus, *JobStatus, *ImportPhase, *PaymentRequestStatus}


def test_french_signs_stand_behind_a_space_that_does_not_break() -> None:
    text = "\n".join(flat(TABLES[Locale.FR]).values())

    assert re.findall(r"[^\N{NO-BREAK SPACE}:][;?!»]|« | [:»]", text) == []


@pytest.mark.parametrize(
    ("failure", "sentences"),
    [
        (
            FileTooLarge(limit=512 * 2**20),
            (
                "Die Datei ist zu groß, möglich sind höchstens 512 MiB. Bitte teilen Sie sie auf.",
                "Le fichier est trop grand, 512 Mio au maximum sont possibles. Veuillez le diviser.",
                "The file is too large; at most 512 MiB are possible. Please split it up.",
            ),
        ),
        (
            EncodingNotSupported(encoding="utf-99", encodings=("utf-8", "cp1252")),
            (
                "„utf-99“ ist keine Zeichenkodierung, die gelesen werden kann."
                " Möglich sind: „utf-8“, „cp1252“.",
                "« utf-99 » n’est pas un encodage lisible. Encodages possibles : « utf-8 », « cp1252 ».",
                "“utf-99” is not an encoding that can be read. Possible are: “utf-8”, “cp1252”.",
            ),
        ),
        (
            RowsRejected(rejected=1, rows=2),
            (
                "Fehlerhafte Zeilen: 1 von 2. Deshalb wurde, wie gewünscht, nichts gespeichert."
                " Bitte berichtigen Sie die gemeldeten Zeilen und laden Sie die Datei noch einmal hoch.",
                "Lignes erronées : 1 sur 2. Comme demandé, rien n’a donc été enregistré."
                " Veuillez corriger les lignes signalées et envoyer le fichier de nouveau.",
                "Rows that can’t be taken: 1 of 2. As you asked, nothing was saved."
                " Please correct the rows that are reported and upload the file again.",
            ),
        ),
        (
            RefundExceedsPayment(amount=Money(123450, "EUR"), available=Money(5, "EUR")),
            (
                "1.234,50 € können nicht erstattet werden. Von dieser Zahlung sind noch 0,05 € übrig.",
                "Il n’est pas possible de rembourser 1 234,50 €. De ce paiement, il reste 0,05 €.",
                "€1,234.50 can’t be refunded. Of this payment, €0.05 is left.",
            ),
        ),
        (
            IdentityTaken(kind=IdentityKind.EMAIL, value="ada@example.com", customer_id="cus_1"),
            (
                "Die E-Mail-Adresse „ada@example.com“ gehört schon zu einem anderen Kunden."
                " Bearbeiten Sie diesen Kunden oder geben Sie einen anderen Wert an.",
                "L’adresse e-mail « ada@example.com » appartient déjà à un autre client."
                " Modifiez ce client ou indiquez une autre valeur.",
                "The email address “ada@example.com” already belongs to another customer."
                " Please edit that customer or give another value.",
            ),
        ),
        (
            PhoneInvalid(value="12", region="DE"),
            (
                "„12“ ist keine gültige Telefonnummer (gelesen für: Deutschland)."
                " Geben Sie die Nummer mit Ländervorwahl an, z. B. +49 151 23456789.",
                "« 12 » n’est pas un numéro de téléphone valable (lu pour : Allemagne)."
                " Indiquez le numéro avec l’indicatif du pays, p. ex. +33 6 12 34 56 78.",
                "“12” is not a valid phone number (read for: Germany)."
                " Please give the number with its country code, e.g. +44 7400 123456.",
            ),
        ),
        (
            AmountTooPrecise(amount=Decimal("1234.567"), currency="EUR", decimals=2),
            (
                "1.234,567 hat zu viele Nachkommastellen. Beträge in EUR haben höchstens 2.",
                "1 234,567 a trop de décimales. Les montants en EUR en ont 2 au maximum.",
                "1,234.567 has too many decimals. Amounts in EUR have at most 2.",
            ),
        ),
        (
            OptionUnknown(value="Gold", options=("Silber", "Bronze")),
            (
                "„Gold“ steht nicht zur Auswahl. Möglich sind: „Silber“, „Bronze“.",
                "« Gold » ne fait pas partie des choix. Sont possibles : « Silber », « Bronze ».",
                "“Gold” is not one of the options. Possible are: “Silber”, “Bronze”.",
            ),
        ),
        (
            FieldTypeMismatch(type=CustomFieldType.DATE, value="31.02."),
            (
                "„31.02.“ passt nicht zu diesem Feld. Erwartet wird ein Datum, z. B. 2026-03-01.",
                "« 31.02. » ne convient pas à ce champ. Il faut une date, p. ex. 2026-03-01.",
                "“31.02.” does not fit this field. It takes a date, e.g. 2026-03-01.",
            ),
        ),
        (
            TransitionNotAllowed(state=PaymentStatus.FAILED, target=PaymentStatus.REFUNDED),
            (
                "Das ist nicht möglich: Aus „fehlgeschlagen“ kann nicht „erstattet“ werden.",
                "Ce n’est pas possible : l’état « échoué » ne peut pas devenir « remboursé ».",
                "This is not possible: “failed” can’t become “refunded”.",
            ),
        ),
    ],
    ids=lambda given: given.code if isinstance(given, Failure) else "",
)
def test_a_failure_is_said_with_its_value_and_a_remedy(
    failure: Failure, sentences: tuple[str, str, str]
) -> None:
    said = tuple(say_failure(failure, locale) for locale in (Locale.DE, Locale.FR, Locale.EN))

    assert (
        tuple(re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text) for text in said)
        == sentences
    )


def test_an_issue_names_row_and_column_and_what_was_made_of_the_cell() -> None:
    issue = Issue(
        row=12,
        code=ImportIssueCode.PHONE_LEADING_ZERO_RESTORED,
        severity=IssueSeverity.FIXED,
        column=3,
        header="Handy",
        raw_value="15123456789",
        suggestion="+4915123456789",
    )

    assert say_issue(issue, Locale.DE) == (
        "Zeile 12, Spalte „Handy“: Bei der Telefonnummer „15123456789“ fehlte die führende Null; sie wurde"
        " ergänzt. Formatieren Sie die Spalte am besten als Text. Übernommen als: „+4915123456789“."
    )


def test_an_issue_of_a_column_without_a_header_names_its_letters() -> None:
    issue = Issue(2, ImportIssueCode.EMAIL_INVALID, IssueSeverity.ERROR, column=27, raw_value="x@")

    assert say_issue(issue, Locale.EN) == (
        "Row 2, column “AB”: “x@” is not a valid email address."
        " Please check the spelling, e.g. name@company.com."
    )


def test_an_issue_of_a_whole_row_names_the_row() -> None:
    issue = Issue(
        row=7,
        code=ImportIssueCode.ROW_LENGTH_MISMATCH,
        severity=IssueSeverity.ERROR,
        facts={"expected": 3, "found": 4},
    )

    assert say_issue(issue, Locale.EN) == (
        "Row 7: The row has 4 cells, the header 3. Please check separators and quotation marks."
    )


@given(st.text(st.characters()), st.sampled_from(Locale))
def test_whatever_was_typed_can_be_said(value: str, locale: Locale) -> None:
    """Also braces, half UTF-16 pairs, control signs and very long texts."""
    issue = Issue(
        1, ImportIssueCode.PHONE_INVALID, IssueSeverity.ERROR, 0, value, raw_value=value, suggestion=value
    )

    said = say_issue(issue, locale)

    assert {unicodedata.category(sign) for sign in said}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert len(said) < 800


def test_an_unknown_code_and_a_missing_fact_are_bugs() -> None:
    with pytest.raises(KeyError):
        say("no_such_code", Locale.DE)
    with pytest.raises(KeyError):
        say("group_name_taken", Locale.DE)


@pytest.mark.parametrize("locale", Locale)
def test_every_sentence_can_be_said_with_any_facts(locale: Locale) -> None:
    """A spec that does not fit its fact shows the fact as it is."""
    for code, text in flat(TABLES[locale]).items():
        if not code.startswith(("counted.", "marks.", "words.")):
            assert "¿" in say(code, locale, **dict.fromkeys(names(text), "¿")) or not names(text)
