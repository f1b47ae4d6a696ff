"""Each event in the life of a customer has its sentence, in each language, with what is known of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consent import ConsentSource
from domain.locale import Locale
from domain.payment import PaymentStatus
from domain.readiness import SendBlocker
from domain.timeline import TimelineEventType
from domain.timeline_summary import FIELDS, TimelineEntry, summarise
from tests.domain.texts import TABLES

T = TimelineEventType

SUM = {"minor": 4900, "currency": "EUR"}
FILE = {"file": "kunden.xlsx"}
ROW = {"import": "imp_1", "row": 12}
BY_SMS = {"channel": "SMS", "purposes": ["MARKETING", "TRANSACTIONAL"]}


def said(
    type_: TimelineEventType, data: dict[str, Any], found: dict[str, Any], locale: Locale = Locale.EN
) -> str:
    """Return the summary, with usual spaces instead of those that do not break."""
    text = summarise(TimelineEntry(type_, data, found), locale)
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("type_", "data", "found", "sentences"),
    [
        (
            T.CREATED,
            {"source": "PAYMENT"},
            {},
            (
                "Der Kunde wurde mit einer Zahlung angelegt.",
                "Le client a été créé avec un paiement.",
                "The customer was created with a payment.",
            ),
        ),
        (
            T.UPDATED,
            {"fields": ["address_city", "address_country", "email", "email_normal", "last_name"]},
            {},
            (
                "Geändert: Nachname, E-Mail-Adresse und Adresse.",
                "Modifié : nom, adresse e-mail et adresse.",
                "Changed: last name, email address, and address.",
            ),
        ),
        (
            T.UPDATED,
            {"fields": ["phone_raw"], **ROW},
            FILE,
            (
                "Beim Import aus „kunden.xlsx“ (Zeile 12) geändert: Telefonnummer.",
                "Modifié par l’importation de « kunden.xlsx » (ligne 12) : numéro de téléphone.",
                "Changed by the import of “kunden.xlsx” (row 12): phone number.",
            ),
        ),
        (
            T.UPDATED,
            {"fields": ["contact_preferences"], "channel": "EMAIL", "purposes": ["MARKETING"]},
            {},
            (
                "Vermerkt wurde, dass zu Werbung per E-Mail weder Zustimmung noch Abbestellung bekannt ist.",
                "Il a été noté que, pour les publicités par e-mail, ni accord ni refus n’est connu.",
                "It was noted that neither agreement nor refusal is known for advertisements by email.",
            ),
        ),
        (
            T.GROUP_CHANGED,
            {"from": "grp_1", "to": "grp_2"},
            {"from_group": "Gäste", "to_group": "VIP"},
            (
                "Der Kunde wechselte von der Gruppe „Gäste“ in die Gruppe „VIP“.",
                "Le client est passé du groupe « Gäste » au groupe « VIP ».",
                "The customer moved from the group “Gäste” to the group “VIP”.",
            ),
        ),
        (
            T.IMPORTED,
            ROW,
            FILE,
            (
                "Der Kunde wurde aus „kunden.xlsx“ (Zeile 12) importiert.",
                "Le client a été importé de « kunden.xlsx » (ligne 12).",
                "The customer was imported from “kunden.xlsx” (row 12).",
            ),
        ),
        (
            T.IMPORT_UNDONE,
            {"fields": ["note"], **ROW},
            FILE,
            (
                "Der Import aus „kunden.xlsx“ (Zeile 12) wurde rückgängig gemacht. Wieder wie zuvor: Notiz.",
                "L’importation de « kunden.xlsx » (ligne 12) a été annulée."
                " De nouveau comme avant : remarque.",
                "The import of “kunden.xlsx” (row 12) was undone. As before again: note.",
            ),
        ),
        (
            T.PAYMENT,
            {"payment": "pay_1", "status": "SUCCEEDED"},
            SUM,
            (
                "Eine Zahlung über 49,00 € ist eingegangen.",
                "Un paiement de 49,00 € a été reçu.",
                "A payment of €49.00 was received.",
            ),
        ),
        (
            T.REQUEST_SENT,
            {"request": "req_1", "channel": "EMAIL"},
            {"reference": "RE-7", **SUM},
            (
                "Die Zahlungsanforderung „RE-7“ über 49,00 € wurde per E-Mail gesendet.",
                "La demande de paiement « RE-7 » de 49,00 € a été envoyée par e-mail.",
                "The payment request “RE-7” for €49.00 was sent by email.",
            ),
        ),
        (
            T.REQUEST_DELIVERED,
            {"request": "req_1", "channel": "SMS"},
            {"reference": "RE-7", **SUM},
            (
                "Die Zahlungsanforderung „RE-7“ über 49,00 € wurde per SMS zugestellt.",
                "La demande de paiement « RE-7 » de 49,00 € a été remise par SMS.",
                "The payment request “RE-7” for €49.00 was delivered by text.",
            ),
        ),
        (
            T.REQUEST_SKIPPED,
            {"request": "req_1", "blockers": ["EMAIL_MISSING", "PHONE_INVALID"]},
            {"reference": "RE-7", **SUM},
            (
                "Die Zahlungsanforderung „RE-7“ über 49,00 € wurde nicht gesendet: ungültige"
                " Telefonnummer und keine E-Mail-Adresse.",
                "La demande de paiement « RE-7 » de 49,00 € n’a pas été envoyée : numéro de téléphone"
                " non valable et pas d’adresse e-mail.",
                "The payment request “RE-7” for €49.00 was not sent: invalid phone number and no email"
                " address.",
            ),
        ),
        (
            T.OPTED_OUT,
            {"source": "STOP_REPLY", **BY_SMS},
            {},
            (
                "Der Kunde hat auf eine Nachricht geantwortet, dass er keine Nachrichten per SMS mehr"
                " möchte.",
                "Le client a répondu à un message qu’il ne souhaite plus de messages par SMS.",
                "The customer has replied to a message that no more messages by text are wanted.",
            ),
        ),
        (
            T.OPTED_IN,
            {"source": "MERCHANT", "channel": "SMS", "purposes": ["TRANSACTIONAL"], "proof": "Brief"},
            {},
            (
                "Vermerkt wurde, dass der Kunde Zahlungsanforderungen per SMS möchte. Nachweis: „Brief“",
                "Il a été noté que le client souhaite des demandes de paiement par SMS. Preuve : « Brief »",
                "It was noted that the customer wants payment requests by text. Proof: “Brief”",
            ),
        ),
    ],
    ids=lambda value: value.value if isinstance(value, TimelineEventType) else "",
)
def test_an_event_is_told_with_its_facts(
    type_: TimelineEventType, data: dict[str, Any], found: dict[str, Any], sentences: tuple[str, str, str]
) -> None:
    assert (
        tuple(said(type_, data, found, locale) for locale in (Locale.DE, Locale.FR, Locale.EN)) == sentences
    )


@pytest.mark.parametrize(
    ("groups", "names", "sentence"),
    [
        ((None, "grp_2"), (None, "VIP"), "The customer joined the group “VIP”."),
        (("grp_1", None), ("VIP", None), "The customer left the group “VIP”."),
        (("grp_1", "grp_2"), (None, "VIP"), "The customer joined the group “VIP”."),
        (("grp_1", "grp_2"), ("VIP", None), "The customer left the group “VIP”."),
        ((None, "grp_2"), (None, None), "The customer joined a group that no longer exists."),
        (("grp_1", None), (None, None), "The customer left a group that no longer exists."),
        (("grp_1", "grp_2"), (None, None), "The customer’s group has changed."),
    ],
)
def test_a_group_that_is_gone_is_not_named(
    groups: tuple[str | None, str | None], names: tuple[str | None, str | None], sentence: str
) -> None:
    data = dict(zip(("from", "to"), groups, strict=True))
    found = dict(zip(("from_group", "to_group"), names, strict=True))

    assert said(T.GROUP_CHANGED, data, found) == sentence


def test_a_request_that_had_no_amount_is_told_without() -> None:
    found = {"reference": "RE-7", "minor": 0, "currency": "EUR"}

    assert said(T.REQUEST_SKIPPED, {"blockers": ["AMOUNT_MISSING"]}, found) == (
        "The payment request “RE-7” was not sent: no amount."
    )


def test_what_somebody_typed_stays_what_it_is() -> None:
    """Nothing in a name is filled in, and nothing in it is taken for a code of ours."""
    found = {"from_group": "{to_group}", "to_group": "SMS {0} %s"}

    assert said(T.GROUP_CHANGED, {}, found) == (
        "The customer moved from the group “{to_group}” to the group “SMS {0} %s”."
    )


def test_all_that_can_change_is_told() -> None:
    assert said(T.UPDATED, {"fields": sorted(FIELDS)}, {}) == (
        "Changed: customer number, salutation, first name, last name, company, phone number, email address,"
        " additional contacts, address, language, note, VAT number, custom fields, and contact preferences."
    )


@pytest.mark.parametrize("type_", TimelineEventType)
@pytest.mark.parametrize("locale", Locale)
def test_an_event_of_which_nothing_is_known_is_told_as_what_it_is(
    type_: TimelineEventType, locale: Locale
) -> None:
    assert said(type_, {}, {}, locale) == TABLES[locale]["timeline"][type_]["plain"]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
_DATA = st.dictionaries(
    st.sampled_from(
        ("source", "fields", "status", "channel", "purposes", "blockers", "row", "proof", "from", "to")
    ),
    _VALUES,
)


@given(st.sampled_from(TimelineEventType), _DATA, st.text(), st.sampled_from(Locale))
def test_whatever_is_kept_can_be_told(
    type_: TimelineEventType, data: dict[str, Any], name: str, locale: Locale
) -> None:
    found = {**SUM, "file": name, "reference": name, "from_group": name, "to_group": name}

    assert len(said(type_, data, found, locale)) < 600


@pytest.mark.parametrize("locale", Locale)
def test_each_type_has_its_texts_and_each_text_is_of_a_type(locale: Locale) -> None:
    texts, words = TABLES[locale]["timeline"], TABLES[locale]["words"]
    opted = {"plain", "MERCHANT_PROVEN", *ConsentSource}

    assert set(texts) == set(TimelineEventType)
    assert set(texts["PAYMENT"]) == {"plain", *PaymentStatus}
    assert (set(texts["OPTED_OUT"]), set(texts["OPTED_IN"])) == (opted, opted)
    assert set(words["field"]) == set(FIELDS)
    assert set(words["blocker"]) == set(SendBlocker)
