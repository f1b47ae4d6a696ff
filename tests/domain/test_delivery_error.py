"""Whoever reads why a message did not arrive is told what was wrong, and what to do where it stands."""

from itertools import product

import pytest

from domain.customer import Channel
from domain.delivery import DeliveryError, DeliveryStatus
from domain.delivery_error import say_delivery_error
from domain.locale import Locale
from tests.domain.texts import TABLES

E = DeliveryError
S = DeliveryStatus


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        (
            Locale.DE,
            "Der Versanddienst lehnt die Telefonnummer des Kunden ab; vielleicht gibt es sie nicht, oder sie"
            " nimmt keine Nachrichten an. Bitte berichtigen Sie die Telefonnummer und senden Sie die"
            " Zahlungsanforderung noch einmal.",
        ),
        (
            Locale.FR,
            "Le service d’envoi refuse le numéro de téléphone du client\N{NO-BREAK SPACE}; il y a peut-être"
            " une erreur, ou aucun message n’y arrive. Veuillez corriger le numéro de téléphone et envoyer de"
            " nouveau la demande de paiement.",
        ),
        (
            Locale.EN,
            "The provider refuses the phone number of the customer; it may not exist, or take no messages."
            " Please correct the phone number and send the payment request again.",
        ),
    ],
)
def test_a_refused_number_is_to_be_corrected(locale: Locale, sentence: str) -> None:
    assert say_delivery_error(E.ADDRESS_REFUSED, S.FAILED, Channel.SMS, locale) == sentence


def test_an_address_is_called_by_its_channel() -> None:
    assert say_delivery_error(E.NOT_DELIVERED, S.FAILED, Channel.EMAIL, Locale.EN) == (
        "The provider took the message, but could not deliver it."
        " Please check the email address of the customer and send the payment request again."
    )


@pytest.mark.parametrize(
    ("status", "then"),
    [
        (S.QUEUED, " It is tried again by itself."),
        (S.SENDING, " It is tried again by itself."),
        (S.FAILED, " Please send the payment request again."),
        (S.UNKNOWN, " Please ask the customer whether it has arrived before you send again."),
        (S.CANCELED, ""),
    ],
)
def test_what_to_do_depends_on_where_the_message_stands(status: DeliveryStatus, then: str) -> None:
    """Nobody is asked to send again what is tried again anyway, or what may have gone out."""
    said = say_delivery_error(E.UNREACHABLE, status, Channel.SMS, Locale.EN)

    assert said == "The provider could not be reached." + then


@pytest.mark.parametrize("locale", Locale)
def test_each_error_has_words_for_each_state(locale: Locale) -> None:
    said = {
        error: {say_delivery_error(error, status, channel, locale) for status in S}
        for error, channel in product(E, Channel)
    }

    assert len(said) == len(E)
    assert len(set.union(*said.values())) > len(E)
    assert [text for texts in said.values() for text in texts if not text.endswith(".")] == []


@pytest.mark.parametrize("locale", Locale)
def test_each_error_of_a_delivery_has_its_sentence_and_its_remedy(locale: Locale) -> None:
    assert set(TABLES[locale]["delivery_errors"]) == set(DeliveryError)
    assert set(TABLES[locale]["delivery_remedies"]) == {"UNDER_WAY", *DeliveryError}
