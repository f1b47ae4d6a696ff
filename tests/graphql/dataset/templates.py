"""Message templates of each kind: in several languages or none, sound and doubtful."""

from typing import Final

from tests.graphql.dataset.merchants import Making

# Locale, channel, subject, body.
_Words = tuple[str, str, str | None, str]

_ASKING: Final[tuple[_Words, ...]] = (
    ("de", "SMS", None, "Hallo {{first_name|Gast}}, {{amount}} an {{merchant_name}}: {{url}}"),
    ("de-CH", "SMS", None, "Grüezi {{anrede}} {{nachname|}}, {{betrag}} bis {{due_date}}: {{link}} ☂"),
    ("fr", "SMS", None, "Bonjour {{prénom}}\u00a0: {{montant}} {{note_extra|„rien“}} {{lien}}"),
    (
        "fr",
        "EMAIL",
        "{{ref_number}} – {{amount}}",
        "<b>{{display_name}}</b> & Cie\n\n{{url}}\n{{opt_out_url}}",
    ),
    ("en-GB", "EMAIL", 'About "{{ref}}"', "{{vip}} {{visits}} {{discount|0}} {{birthday}} {{url}}\\u0041"),
)
# What may have been there before it was refused, and what other tags were called.
_DOUBTFUL: Final[tuple[_Words, ...]] = (
    ("en", "SMS", None, "{{no_such_tag}} #firstname# " + "and so on " * 40),
    ("de", "EMAIL", "{{frist_name}}", "Ohne Weg zum Zahlen, „{{no_such_tag|x}}“ {{second_email}}"),
)
_THANKS: Final[tuple[_Words, ...]] = (
    ("fr-CH", "SMS", None, "Merci {{first_name|}} 🙏 {{colour}} {{site|–}}"),
)
# Kind, name, whether it is the default one of the kind, and its words. Of REMINDER there is no default.
_TEMPLATES: Final[tuple[tuple[str, str, bool, tuple[_Words, ...]], ...]] = (
    ("PAYMENT_REQUEST", "Rechnung „Ä“", True, _ASKING),
    ("PAYMENT_REQUEST", "rechnung", False, _DOUBTFUL),
    ("PAYMENT_REQUEST", "Leer", False, ()),
    ("RECEIPT", "Merci 🙏", True, _THANKS),
    ("RECEIPT", "Écoles", False, ()),
    ("REMINDER", "Rechnung „Ä“", False, (*_ASKING[:1], *_DOUBTFUL[1:])),
    ("REMINDER", "Rechnung „Ä“", False, _ASKING[2:4]),
)


def add_templates(making: Making) -> None:
    """Add them; two of the same kind have the same name."""
    for kind, name, is_default, words in _TEMPLATES:
        created = making.moment()
        template = making.add(
            "message_template",
            id=making.id_at(created),
            version=making.lot.randrange(1, 9),
            name=name,
            kind=kind,
            is_default=is_default,
            created_at=created,
            updated_at=max(created, making.moment()),
        )
        for locale, channel, subject, body in reversed(words):
            making.add(
                "template_variant",
                template_id=template["id"],
                locale=locale,
                channel=channel,
                subject=subject,
                body=body,
            )
