"""What somebody wants, how we know and about which messages, in words for people who read the API."""

from domain.consent import ConsentSource, ConsentState, MessagePurpose
from schema.enums.described import describe

__all__ = ["ConsentSource", "ConsentState", "MessagePurpose"]

describe(
    MessagePurpose,
    "Why a message is sent.",
    TRANSACTIONAL="It belongs to business between merchant and customer, as a payment request does.",
    MARKETING="It advertises.",
)
describe(
    ConsentState,
    "What somebody says to messages of one purpose.",
    UNKNOWN="Nothing is known, or no longer.",
    OPTED_IN="They agreed to such messages.",
    OPTED_OUT="They want no such messages.",
)
describe(
    ConsentSource,
    "How it is known what somebody wants.",
    STOP_REPLY="They have answered a text message with STOP or a word like it.",
    OPT_OUT_LINK="They have said so on the page that a message leads to, or by their mail program.",
    MERCHANT="The merchant has said so.",
    IMPORT="A file has said so.",
    PROVIDER_BLOCKLIST="The provider delivers nothing to this number or address.",
)
