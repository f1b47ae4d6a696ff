"""Which columns a customer sheet has, and which header means which of them."""

import pytest

from domain.columns import ColumnKey, ColumnMatch, CustomColumn, header_of, match_header, path_of
from domain.custom_field import CustomFieldType
from domain.locale import Locale
from domain.synonyms import LOOSE, SAME, USUAL

# The headers of well-known exports, as they write them; what has no place with us is None.
EXPORTS = {
    "Outlook, German": {
        "Anrede": "salutation",
        "Vorname": "first_name",
        "Weitere Vornamen": None,
        "Nachname": "last_name",
        "Firma": "company_name",
        "Straße geschäftlich": "address_line1",
        "Ort geschäftlich": "city",
        "Postleitzahl geschäftlich": "postal_code",
        "Land/Region geschäftlich": "country",
        "Mobiltelefon": "phone",
        "E-Mail-Adresse": "email",
        "Geburtstag": None,
        "Notizen": "note",
        "Sprache": "locale",
    },
    "Outlook, French": {
        "Titre": "salutation",
        "Prénom": "first_name",
        "Nom": "last_name",
        "Société": "company_name",
        "Rue (bureau)": "address_line1",
        "Ville (bureau)": "city",
        "Code postal (bureau)": "postal_code",
        "Pays/Région (bureau)": "country",
        "Tél. mobile": "phone",
        "Adresse de messagerie": "email",
        "Anniversaire": None,
        "Langue": "locale",
    },
    "Outlook, English": {
        "Title": "salutation",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Company": "company_name",
        "Business Street": "address_line1",
        "Mobile Phone": "phone",
        "E-mail Address": "email",
        "Birthday": None,
        "Notes": "note",
    },
    "Google Contacts": {
        "Given Name": "first_name",
        "Family Name": "last_name",
        "Organization 1 - Name": "company_name",
        "E-mail 1 - Value": "email",
        "Phone 1 - Type": None,
        "Phone 1 - Value": "phone",
        "Address 1 - Street": "address_line1",
        "Address 1 - City": "city",
        "Address 1 - Postal Code": "postal_code",
        "Address 1 - Country": "country",
        "Notes": "note",
    },
    "Stripe": {
        "id": "external_reference",
        "Description": "note",
        "Email": "email",
        "Name": "last_name",
        "Created (UTC)": None,
        "Card Address Line1": "address_line1",
        "Card Address City": "city",
        "Card Address Zip": "postal_code",
    },
    "Shopify": {
        "Customer ID": "external_reference",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Default Address Company": "company_name",
        "Default Address Address1": "address_line1",
        "Default Address Address2": "address_line2",
        "Default Address City": "city",
        "Default Address Country Code": "country",
        "Default Address Zip": "postal_code",
        "Phone": "phone",
        "Total Spent": None,
        "Tags": None,
    },
    "HubSpot": {
        "Record ID": "external_reference",
        "Mobile Phone Number": "phone",
        "Company name": "company_name",
        "Street Address": "address_line1",
        "State/Region": "region",
        "Postal Code": "postal_code",
        "Preferred language": "locale",
        "Lead Status": None,
    },
}


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("key", ColumnKey)
def test_our_own_header_leads_back_to_its_column(key: ColumnKey, locale: Locale) -> None:
    """In every language, with certainty."""
    match = match_header(header_of(key, locale))

    assert match == ColumnMatch(key, 1.0)


@pytest.mark.parametrize("tool", EXPORTS)
def test_the_headers_of_well_known_tools_are_known(tool: str) -> None:
    """What has no place with us is not forced into one."""
    expected = EXPORTS[tool]

    found = {header: match and match.target for header in expected if (match := match_header(header)) or True}

    assert found == expected


@pytest.mark.parametrize(
    ("header", "key", "confidence"),
    [
        ("VORNAME", ColumnKey.FIRST_NAME, 1.0),
        ("prenom", ColumnKey.FIRST_NAME, 1.0),
        ("first_name", ColumnKey.FIRST_NAME, 1.0),
        ("* E-Mail:", ColumnKey.EMAIL, 1.0),
        ("Handy", ColumnKey.PHONE, 1.0),
        ("Portable", ColumnKey.PHONE, 1.0),
        ("Telefon", ColumnKey.PHONE, 0.9),
        ("Phone", ColumnKey.PHONE, 0.9),
        ("Laenderkennung", ColumnKey.COUNTRY, 0.9),
        ("Strasse", ColumnKey.ADDRESS_LINE1, 0.9),
        ("Telefon (mit Vorwahl)", ColumnKey.PHONE, 0.8),
        ("Vornahme", ColumnKey.FIRST_NAME, 0.7),
        ("Nachnamme", ColumnKey.LAST_NAME, 0.7),
        ("Comapny", ColumnKey.COMPANY_NAME, 0.7),
        ("Home Phone", ColumnKey.PHONE, 0.6),
        ("billing_phone", ColumnKey.PHONE, 0.8),
        ("Mailing Zip/Postal Code", ColumnKey.POSTAL_CODE, 0.8),
        ("Ville de facturation", ColumnKey.CITY, 0.8),
        ("POAddressLine1", ColumnKey.ADDRESS_LINE1, 0.8),
        ("Contact ID", ColumnKey.EXTERNAL_REFERENCE, 0.6),
    ],
)
def test_spelling_does_not_count_and_doubt_is_said(header: str, key: ColumnKey, confidence: float) -> None:
    """Case, accents, punctuation, a remark in brackets, one letter wrong."""
    assert match_header(header) == ColumnMatch(key, confidence)


@pytest.mark.parametrize(
    "header",
    ["", " ", "?", "Umsatz", "Tor", "Department", "FaxNumber", "Telefon 7", "x" * 40_000, "(" * 40_000],
)
def test_what_means_no_column_is_none(header: str) -> None:
    """Also when it is no header at all."""
    assert match_header(header) is None


def test_no_word_means_two_columns() -> None:
    """In the strict lists, the first column would win in silence."""
    words = [
        (word, key)
        for table in (SAME, USUAL, LOOSE)
        for key, synonyms in table.items()
        for word in synonyms
        if (match := match_header(word)) is None or match.target != key
    ]

    assert words == []


def test_every_column_has_synonyms_and_a_path() -> None:
    """And no synonym is for a column that does not exist."""
    assert set(USUAL) == {key.value for key in ColumnKey}
    assert path_of(ColumnKey.PHONE) == ("phone",)
    assert path_of(ColumnKey.POSTAL_CODE) == ("address", "postal_code")
    assert path_of(CustomColumn("size", "Größe", CustomFieldType.TEXT)) == ("custom_fields", "size")


@pytest.mark.parametrize("locale", Locale)
def test_own_fields_are_told_apart_whatever_they_are_called(locale: Locale) -> None:
    """By label, by key, and by both together where neither is enough."""
    fields = tuple(
        CustomColumn(key, label, CustomFieldType.TEXT)
        for key, label in (
            ("size", "Größe"),
            ("size2", "Größe"),
            ("phone", "Phone"),
            ("vip", "★"),
            ("titel", "Titel"),
        )
    )

    headers = [header_of(field, locale, fields) for field in fields]

    assert headers == ["Größe", "size2", "Phone", "vip", "Titel"]
    assert [match_header(header, fields) for header in headers] == [
        ColumnMatch(field, 1.0) for field in fields
    ]
