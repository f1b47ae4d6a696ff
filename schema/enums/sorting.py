"""By what lists can be sorted."""

from enum import StrEnum

from schema.enums.described import describe


class SortDirection(StrEnum):
    ASC = "ASC"
    DESC = "DESC"


class CustomerSortField(StrEnum):
    NAME = "NAME"
    CREATED_AT = "CREATED_AT"
    UPDATED_AT = "UPDATED_AT"
    LAST_PAYMENT_AT = "LAST_PAYMENT_AT"
    TOTAL_PAID = "TOTAL_PAID"
    GROUP = "GROUP"
    RELEVANCE = "RELEVANCE"


class PaymentSortField(StrEnum):
    PAID_AT = "PAID_AT"
    CREATED_AT = "CREATED_AT"
    AMOUNT = "AMOUNT"
    STATUS = "STATUS"


describe(
    SortDirection,
    "In which direction a list is sorted.",
    ASC="The smallest, earliest or alphabetically first comes first.",
    DESC="The largest, latest or alphabetically last comes first.",
)
describe(
    CustomerSortField,
    "By what customers are sorted.",
    NAME="By last name, then first name; companies by their name.",
    CREATED_AT="By when they were made.",
    UPDATED_AT="By when they were last changed.",
    LAST_PAYMENT_AT="By their latest payment; customers who have not paid come last.",
    TOTAL_PAID="By what they have paid in the merchant's currency.",
    GROUP="By the name of their group.",
    RELEVANCE="By how well they fit the search.",
)
describe(
    PaymentSortField,
    "By what payments are sorted.",
    PAID_AT="By when they were paid, or else recorded.",
    CREATED_AT="By when they were recorded.",
    AMOUNT="By currency, then amount.",
    STATUS="By their status, in the order of its values.",
)
