"""Who the demo's customers are: the same ones in every demo, with all that is usual in a real list.

Most can be reached; some have only a landline, no phone, or something that is no number. Companies,
references, notes, locales and own fields come by turns, so that every filter finds somebody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from app.demo.words import CustomField, Group, Language
from domain.custom_field import CustomFieldType
from domain.customer import AddressDraft, Channel, ContactDraft, CustomerDraft, FieldDraft
from domain.ids import GroupId
from domain.names import fold

# Out of twenty customers: m has a mobile, l a landline, x something unusable, - no phone.
_PHONES = "mlmmxmm-mlmmlmm-mxml"
_COMPANY_EVERY = 15
_NOT_IN_MAILBOX = re.compile("[^a-z0-9]")

T = TypeVar("T")


def customers_of(
    language: Language, groups: Mapping[Group, GroupId], fields: Sequence[CustomField], today: date
) -> Iterator[CustomerDraft]:
    """Yield the customers of one language; no two have a phone, e-mail or reference in common.

    `groups` are those that exist; dates are counted from `today`.
    """
    joined = [groups[group] for group in language.groups if not group.empty]
    for number in range(language.count):
        named = _company(language, number) if number % _COMPANY_EVERY == 5 else _person(language, number)
        yield replace(
            named,
            phone=_phone(language, number),
            email=_email(named, language, number),
            address=_address(language, number),
            locale=language.locale if number % 3 else None,
            external_reference=None if number % 3 == 1 else f"{language.locale[:2].upper()}-{1001 + number}",
            note=_turn(language.notes, number // 20) if number % 20 == 11 else None,
            group_id=_turn(joined, number // 5) if number % 5 < 3 else None,
            custom_fields=tuple(_values(fields, number, today)),
        )


def _turn(choices: Sequence[T], turn: int) -> T:
    return choices[turn % len(choices)]


def _person(language: Language, number: int) -> CustomerDraft:
    rounds, place = divmod(number, len(language.people))
    salutation, first_name = language.people[place]
    # One further for each round: no two people have both names in common.
    return CustomerDraft(
        salutation=salutation, first_name=first_name, last_name=_turn(language.last_names, place + rounds)
    )


def _company(language: Language, number: int) -> CustomerDraft:
    office = ContactDraft(Channel.EMAIL, f"office.{number}@{language.email_domain}", "Office")
    return CustomerDraft(
        company_name=_turn(language.companies, number // _COMPANY_EVERY), additional_contacts=(office,)
    )


def _phone(language: Language, number: int) -> str | None:
    phones = language.phones
    match _turn(_PHONES, number):
        case "m":
            return _turn(phones.mobile, number).format(_nth("m", number))
        case "l":
            return _turn(phones.landline, number).format(_nth("l", number))
        case "x":
            return _turn(phones.unusable, _nth("x", number))
        case _:
            return None


def _nth(kind: str, number: int) -> int:
    """How many customers before this one have a phone of this kind."""
    rounds, place = divmod(number, len(_PHONES))
    return rounds * _PHONES.count(kind) + _PHONES[:place].count(kind)


def _email(draft: CustomerDraft, language: Language, number: int) -> str | None:
    if number % 9 == 4:
        return None
    if number % 31 == 17:
        return f"{number}@{language.email_domain.partition('.')[0]}"  # the ending was forgotten
    names = (draft.first_name, draft.last_name, draft.company_name)
    mailbox = ".".join(_NOT_IN_MAILBOX.sub("", fold(name)) for name in names if isinstance(name, str))
    return f"{mailbox}@{language.email_domain}"


def _address(language: Language, number: int) -> AddressDraft:
    line1 = _turn(language.streets, number // 2).format(number=1 + number * 7 % 90)
    return replace(_turn(language.towns, number), line1=line1)


def _values(fields: Sequence[CustomField], number: int, today: date) -> Iterator[FieldDraft]:
    for place, field in enumerate(fields):
        if (number + place) % 3:
            yield FieldDraft(field.key, _value(field, number, today))


def _value(field: CustomField, number: int, today: date) -> str:
    match field.type:
        case CustomFieldType.SELECT:
            return _turn(field.options, number)
        case CustomFieldType.DATE:
            return (today + timedelta(days=number * 11 % 365)).isoformat()
        case _:
            return f"WD{12_345 + number * 7919 % 80_000}"
