"""What a customer is shown, sorted and found by follows from what is known of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.names import display_name, sort_name
from domain.phone import Phone, digits_for_search
from domain.search import search_text


@dataclass(frozen=True, slots=True)
class Derived:
    """The columns of a customer that nobody gives; worked out anew whenever a customer is written."""

    display_name: str
    sort_name: str
    search_text: str


def derive(
    *,
    first_name: str | None,
    last_name: str | None,
    company_name: str | None,
    email: str | None,
    external_reference: str | None,
    phone: Phone | None,
    further_emails: Iterable[str] = (),
    further_phones: Iterable[Phone] = (),
) -> Derived:
    """Return what follows; a customer is found by names, reference, and all e-mails and phones."""
    named = (first_name, last_name, company_name, email, phone.raw if phone else None)
    phones = (phone, *further_phones) if phone else further_phones
    return Derived(
        display_name=display_name(*named),
        sort_name=sort_name(*named),
        search_text=search_text(
            (first_name, last_name, company_name, email, external_reference, *further_emails),
            (digits for number in phones for digits in digits_for_search(number)),
        ),
    )
