"""What can be said about a customer, in words for people who read the API."""

from domain.customer import Channel, CreationSource, MatchKey
from domain.group import GroupConflictPolicy
from domain.phone import PhoneType
from domain.readiness import SendBlocker
from domain.timeline import TimelineEventType
from schema.enums.described import describe

__all__ = [
    "Channel",
    "CreationSource",
    "GroupConflictPolicy",
    "MatchKey",
    "PhoneType",
    "SendBlocker",
    "TimelineEventType",
]

describe(
    Channel,
    "A way on which a message goes out.",
    SMS="A text message to a mobile phone.",
    EMAIL="An e-mail.",
)
describe(
    CreationSource,
    "How a customer came to be there.",
    name="CustomerCreationSource",
    MANUAL="Someone entered the customer, in a form or through the API.",
    PAYMENT="The customer was made from the payer of a payment.",
    IMPORT="A row of an imported file made the customer.",
    MERGE="Several records of one customer became this one.",
)
describe(
    PhoneType,
    "What kind of line a telephone number is.",
    MOBILE="A mobile phone; it takes text messages.",
    FIXED_LINE="A fixed line; text messages do not arrive.",
    FIXED_LINE_OR_MOBILE="Either: the country does not tell them apart. Text messages are sent.",
    VOIP="A line over the internet.",
    PREMIUM="A number whose caller pays extra.",
    OTHER="A number of another kind, such as a pager or a shared-cost number.",
    UNKNOWN="The kind can't be told, or there is no valid number.",
)
describe(
    SendBlocker,
    "One reason why a payment request would not reach a customer.",
    PHONE_MISSING="The customer has no telephone number.",
    PHONE_INVALID="What is given as the telephone number is none.",
    PHONE_NOT_MOBILE="The telephone number takes no text messages.",
    EMAIL_MISSING="The customer has no e-mail address.",
    EMAIL_INVALID="What is given as the e-mail address is none.",
    OPTED_OUT="The customer wants no such messages on this channel.",
    SUPPRESSED="Messages to this number or address are not wanted, whoever has it.",
    TAG_VALUE_MISSING="The message needs a value that the customer does not have.",
    AMOUNT_MISSING="In a batch whose amounts come from a custom field: the customer has no value there.",
    AMOUNT_INVALID="In a batch whose amounts come from a custom field: the value there is nothing to pay.",
)
describe(
    MatchKey,
    "By what two records are found to be one customer.",
    ID="The customer's id.",
    EXTERNAL_REFERENCE="The merchant's own number for the customer.",
    PHONE="The telephone number, in any notation.",
    EMAIL="The e-mail address, without regard to case.",
    NAME_AND_POSTAL_CODE="The name together with the postal code.",
)
describe(
    GroupConflictPolicy,
    "What happens to customers who are in another group; a customer is in at most one.",
    MOVE="They leave their group and join this one.",
    SKIP="They stay where they are; the others join.",
    FAIL="Nothing is changed, and the answer says so.",
)
describe(
    TimelineEventType,
    "What happened to a customer.",
    CREATED="The customer was made.",
    UPDATED="Some of the customer's values were changed.",
    GROUP_CHANGED="The customer joined, changed or left a group.",
    IMPORTED="A row of an imported file changed the customer.",
    IMPORT_UNDONE="An import was undone, and the customer has again what was there before.",
    PAYMENT="A payment was recorded or refunded.",
    OPTED_OUT="The customer wants no more messages on a channel.",
    OPTED_IN="The customer agreed to messages on a channel.",
    REQUEST_SENT="A message with a payment request went out.",
    REQUEST_SKIPPED="A payment request was to be sent, and the customer could not be reached.",
    REQUEST_DELIVERED="A message with a payment request has arrived.",
)
