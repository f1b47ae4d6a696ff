"""What can become of a payment request and its messages, in words for people who read the API."""

from domain.delivery import DeliveryError, DeliveryStatus
from domain.payment_request import PaymentRequestStatus
from domain.sms import SmsEncoding
from schema.enums.described import describe

__all__ = ["DeliveryError", "DeliveryStatus", "PaymentRequestStatus", "SmsEncoding"]

describe(
    PaymentRequestStatus,
    "Where a payment request stands.",
    DRAFT="It was found for a batch that nobody has sent yet.",
    SCHEDULED="It will go out at the time that was chosen for its batch.",
    QUEUED="Its messages are about to go out.",
    SENT="A message of it has gone out.",
    DELIVERED="A message of it has arrived.",
    UNDELIVERED="None of its messages has arrived, as far as can be told.",
    VIEWED="Somebody has opened its page.",
    PAID="It is paid.",
    EXPIRED="It was not paid in time, and can't be paid at its page any more.",
    CANCELED="The merchant has called it off.",
    SKIPPED="It was not sent, since none of its channels reaches the customer: see `blockers`.",
)
describe(
    DeliveryStatus,
    "Where a message stands.",
    QUEUED="It is about to go out.",
    SENDING="It is being handed over to who carries it.",
    SENT="Whoever carries it has taken it.",
    DELIVERED="It has arrived.",
    FAILED="It was refused, or did not arrive.",
    UNKNOWN="It may have gone out, and nobody can tell; it is not repeated.",
    CANCELED="It was called off before it went out.",
)
describe(
    DeliveryError,
    "Why a message did not go out or arrive.",
    name="DeliveryErrorCode",
    OPTED_OUT="Its recipient has asked for no more messages on this channel.",
    ADDRESS_REFUSED="Whoever carries it does not take this number or address.",
    MESSAGE_REFUSED="Whoever carries it does not take what it says, or how it is written.",
    SENDER_REFUSED="Whoever carries it takes nothing from this sender: the key, the number, the credit.",
    BLOCKLISTED="Its recipient has told whoever carries it to stop.",
    PROVIDER_BUSY="Whoever carries it had too much to do.",
    UNREACHABLE="Whoever carries it could not be reached.",
    UNCLEAR="Whoever carries it gave no clear answer; it may have gone out.",
    NOT_DELIVERED="Whoever carries it took it, and could not deliver it.",
)
describe(
    SmsEncoding,
    "How a text message is written on the air.",
    GSM7="In the alphabet of mobile phones: 160 signs a message, 153 in each segment of a longer one.",
    UCS2="With signs that alphabet lacks: 70 signs a message, 67 in each segment of a longer one.",
)
