"""Why customers keep what an import has made of them, in words for people who read the API."""

from domain.import_undo import UndoKeptReason
from schema.enums.described import describe

__all__ = ["UndoKeptReason"]

describe(
    UndoKeptReason,
    "Why a customer stays as it is when an import is undone.",
    EDITED_AFTER_IMPORT="Someone or a later import has changed the customer since.",
    HAS_PAYMENTS="The customer has paid; of one who was there before the import: has paid since.",
    IDENTITY_TAKEN="The phone, e-mail address or external reference of before belongs to another customer.",
    HAS_SENT_REQUESTS="Payment requests were sent to the customer; to one of before the import: since.",
    MERGED="The customer was merged with another.",
)
