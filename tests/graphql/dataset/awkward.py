"""What people really enter: equal names, umlauts, emoji, signs of SQL and GraphQL, numbers that are none."""

from typing import Final

FIRST_NAMES: Final = ("Ada", "Zoë", "Jürgen", "Juergen", "Łukasz", "O’Neil", "名", "🦊", "ada", None, None)
LAST_NAMES: Final = ("Müller", "Mueller", "Muller", "Strauß", "Émile", "de la Cruz", "%_\\'\"", None)
COMPANIES: Final = ("Käse & Söhne GmbH", "🧀 Fromage", "A" * 120, None, None, None)
PHONES: Final = (
    "0151 23456789",
    "+49 151 23456780",
    "030 901820",
    "+1 202-555-0123",
    "+41 44 668 18 00",
    "unbekannt",
    "0900 1234567",
    None,
    None,
)
EMAILS: Final = ("ada@example.org", "Zoë@Bücher.example", "no address", "MIXED.Case@Example.ORG", None, None)
REFERENCES: Final = ("K-1001", "Ä-7", "0042", "🧾 9", None, None)
ADDRESSES: Final[tuple[dict[str, str], ...]] = (
    {},
    {"city": "Köln", "country": "DE", "postal_code": "00501"},
    {"line1": "1, rue de l’Été", "line2": "☂", "region": "Île-de-France"},
)
LOCALES: Final = ("de-DE", "fr-FR", "en-GB", None)
NOTES: Final = ("Ruft gern an.\n\t„Nie am Montag!“", "\\u0041 \x7f {}", None, None)

GROUP_NAMES: Final = ("Stammkunden", "VIP ★", "Gäste", "Écoles & crèches", "Leer")

OPTIONS: Final = ("Rot", "Grün", "Блакитний")
# Key, type, and values that fit it as `domain.field_value` keeps them.
FIELDS: Final = (
    ("note_extra", "TEXT", ("ja\n\b\f", "„Ä“", "1", "")),
    ("visits", "INTEGER", (0, -7, 9007199254740991)),
    ("discount", "DECIMAL", ("0", "12.5", "1000000000000000000000.01")),
    ("birthday", "DATE", ("1990-02-28",)),
    ("vip", "BOOLEAN", (True, False)),
    ("colour", "SELECT", OPTIONS),
    ("second_email", "EMAIL", ("ada@example.org",)),
    ("fax", "PHONE", ("+49302345678",)),
    ("site", "URL", ("https://example.org/ä?q=1",)),
)

# Amounts in minor units, with their currencies: no decimals, two, and three.
AMOUNTS: Final = (
    (1250, "EUR"),
    (1, "EUR"),
    (9223372036854775, "EUR"),
    (1250, "JPY"),
    (5, "KWD"),
    (1234567, "KWD"),
    (1250, "CHF"),
)
STATUSES: Final = (
    "PENDING",
    "AUTHORIZED",
    "SUCCEEDED",
    "SUCCEEDED",
    "FAILED",
    "CANCELED",
    "PARTIALLY_REFUNDED",
    "REFUNDED",
    "CHARGED_BACK",
)
PAYMENT_REFERENCES: Final = ("RE-2026-1", "ré-2026-1", "Rechnung Ü 7", "50 %", None)
PROVIDERS: Final = (("stripe", True), ("stripe", False), ("", True), ("", False))
METHODS: Final = ("card", "Überweisung", None)
