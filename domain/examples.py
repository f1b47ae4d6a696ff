"""The example rows of our templates: written by the template, known again and skipped by the import."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.columns import ColumnKey
from domain.locale import Locale

_COLUMNS = (
    ColumnKey.EXTERNAL_REFERENCE,
    ColumnKey.SALUTATION,
    ColumnKey.FIRST_NAME,
    ColumnKey.LAST_NAME,
    ColumnKey.COMPANY_NAME,
    ColumnKey.PHONE,
    ColumnKey.EMAIL,
    ColumnKey.ADDRESS_LINE1,
    ColumnKey.POSTAL_CODE,
    ColumnKey.CITY,
    ColumnKey.COUNTRY,
    ColumnKey.LOCALE,
    ColumnKey.NOTE,
)


def _example(*cells: str) -> Mapping[ColumnKey, str]:
    return MappingProxyType(dict(zip(_COLUMNS, cells, strict=True)))


# The numbers belong to nobody: BNetzA, Arcep and Ofcom keep them free for films and examples.
EXAMPLES: Mapping[Locale, tuple[Mapping[ColumnKey, str], ...]] = MappingProxyType(
    {
        Locale.DE: (
            _example(
                *("BEISPIEL-1", "Frau", "Anna", "Muster", "", "+49 171 3920001", "anna.muster@example.com"),
                *("Musterstraße 1", "01067", "Dresden", "DE", "de"),
                "Beispielzeile: Sie wird beim Import übersprungen.",
            ),
            _example(
                *("BEISPIEL-2", "Herr", "Jonas", "Beispiel", "Beispiel & Söhne GmbH", "0171 3920002", ""),
                *("Beispielweg 2", "20095", "Hamburg", "DE", "de"),
                "Beispielzeile: Sie wird beim Import übersprungen.",
            ),
        ),
        Locale.FR: (
            _example(
                *(
                    "EXEMPLE-1",
                    "Madame",
                    "Anne",
                    "Modèle",
                    "",
                    "+33 6 39 98 00 01",
                    "anne.modele@example.com",
                ),
                *("1 rue de l'Exemple", "01000", "Bourg-en-Bresse", "FR", "fr"),
                "Ligne d'exemple : elle est ignorée à l'importation.",
            ),
            _example(
                *("EXEMPLE-2", "Monsieur", "Léo", "Exemple", "Exemple et Fils SARL", "06 39 98 00 02", ""),
                *("2 place du Modèle", "75001", "Paris", "FR", "fr"),
                "Ligne d'exemple : elle est ignorée à l'importation.",
            ),
        ),
        Locale.EN: (
            _example(
                *("EXAMPLE-1", "Ms", "Anne", "Sample", "", "+44 7700 900001", "anne.sample@example.com"),
                *("1 Sample Street", "SW1A 1AA", "London", "GB", "en"),
                "Example row: it is skipped on import.",
            ),
            _example(
                *("EXAMPLE-2", "Mr", "Leo", "Example", "Example & Sons Ltd", "07700 900002", ""),
                *("2 Example Road", "EH1 1AA", "Edinburgh", "GB", "en"),
                "Example row: it is skipped on import.",
            ),
        ),
    }
)

_KNOWN = frozenset(
    (row[ColumnKey.EXTERNAL_REFERENCE], row[ColumnKey.FIRST_NAME], row[ColumnKey.LAST_NAME])
    for rows in EXAMPLES.values()
    for row in rows
)


def is_example(external_reference: str, first_name: str, last_name: str) -> bool:
    """Tell whether a row is one of our examples, untouched.

    The reference alone does not decide: who types a real customer over an example row must not lose him.
    """
    return (external_reference, first_name, last_name) in _KNOWN
