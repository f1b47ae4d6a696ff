"""The people made up are what the domain reads in what they wrote; held on a sample before each load."""

from domain.email import normalise_email
from domain.phone import Phone, PhoneType, digits_for_search, read_phone
from tests.benchmarks.data.people import Person, person
from tests.benchmarks.data.shape import Shape

_EVERY = 997  # prime, so that all regions and all wrong numbers are met


def check_sample(shape: Shape) -> None:
    """Raise AssertionError when a derived column would not be what Kontor derives."""
    for merchant, size in enumerate(shape.customers):
        for number in range(0, size, _EVERY):
            who = person(merchant, number)
            assert normalise_email(who.email) == who.email, who
            if who.phone_raw is not None:
                assert read_phone(who.phone_raw, who.region) == phone_of(who), who


def phone_of(who: Person) -> Phone:
    """Return a person's number as the domain represents it; one that was made up, not read."""
    valid = who.phone_e164 is not None
    return Phone(
        raw=who.phone_raw or "",
        e164=who.phone_e164,
        type=PhoneType(who.phone_type or PhoneType.UNKNOWN),
        region=who.region if valid else None,
    )


def searched_digits(who: Person) -> tuple[str, ...]:
    """Return the digits by which a person's number is found."""
    return digits_for_search(phone_of(who)) if who.phone_raw else ()
