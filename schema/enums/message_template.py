"""What messages are for and what should be looked at in them, in words for people who read the API."""

from domain.message_template import TemplateKind
from domain.messages.issues import TemplateIssueCode
from schema.enums.described import describe

__all__ = ["TemplateIssueCode", "TemplateKind"]

describe(
    TemplateKind,
    "What a message is for.",
    PAYMENT_REQUEST="It asks for money.",
    REMINDER="It asks again, by `paymentRequestResend`. Nothing is sent by itself.",
    RECEIPT="It says that the money has arrived. It is kept and previewed; nothing sends it yet.",
)
describe(
    TemplateIssueCode,
    "What should be looked at in a message template.",
    UNKNOWN_TAG="Nothing is called by this tag: without a fallback, nobody gets it. It can't be saved so.",
    MISSING_URL_TAG="The message asks for money and does not say where to pay. It can't be saved so.",
    TAG_WITHOUT_FALLBACK="Customers without a value for this tag do not get the message.",
    MULTI_SEGMENT="The text message is longer than one segment; each is paid for.",
    UNICODE_UPGRADE="Some characters more than halve what fits into a segment of the text message.",
    MISSING_LOCALE_VARIANT="There are no words in the merchant's own language for this channel.",
)
