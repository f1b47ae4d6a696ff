"""Why a request was refused, in words for people who read the API."""

from domain.errors import UserErrorCode
from schema.enums.described import describe

__all__ = ["UserErrorCode"]

describe(
    UserErrorCode,
    "Why something was refused: a closed list to branch on.",
    REQUIRED="A value must be given.",
    INVALID="A value is not what its field takes.",
    TOO_LONG="A text is longer than its field.",
    TOO_MANY_ITEMS="A list is longer than one request takes, or a merchant has all of a kind that they may.",
    TAKEN="Another customer has this phone, e-mail address or external reference.",
    NOT_FOUND="There is nothing with this id.",
    VERSION_CONFLICT="Someone else has changed it since the expected version.",
    PHONE_INVALID="The value is no telephone number.",
    EMAIL_INVALID="The value is no e-mail address.",
    AMOUNT_INVALID="The value is no amount of this currency.",
    CURRENCY_UNKNOWN="There is no such currency.",
    GROUP_NOT_FOUND="There is no group with this id.",
    GROUP_CONFLICT="Customers are in another group already.",
    GROUP_NAME_TAKEN="Another group has this name.",
    FIELD_KEY_TAKEN="Another custom field has this key.",
    FIELD_TYPE_MISMATCH="The value does not fit the type of its custom field.",
    UNKNOWN_TAG="A message template has a tag that nothing is called by.",
    MISSING_URL_TAG="A message template asks for money and does not say where to pay.",
    TEMPLATE_IS_DEFAULT="The template is the default one of its kind.",
    IDEMPOTENCY_KEY_REUSED="The idempotency key came with other arguments before.",
    CUSTOMER_HAS_PAYMENTS="A customer with payments can't be deleted.",
    CUSTOMER_HAS_REQUESTS="A customer to whom payment requests were sent can't be deleted.",
    MESSAGES_STILL_QUEUED="Messages of the payment request are still to go out.",
    NOT_REACHABLE="None of the payment request's channels reaches the customer.",
    REFUND_EXCEEDS_PAYMENT="More would be refunded than is left of the payment.",
    TRANSITION_NOT_ALLOWED="What is asked for can't follow from where things stand.",
    PLAN_CHANGED="The customers have changed, so that the plan no longer holds.",
    IMPORT_NOT_READY="The import is not in a phase that allows this.",
    UNDO_NOT_AVAILABLE="The import can't be undone any more.",
    UNSUPPORTED_FILE="The file is of a kind that can't be read.",
    FILE_TOO_LARGE="The file is larger than what is taken.",
    OWN_API_KEY="An API key can't revoke itself.",
    LEGAL_HOLD="The law requires that this is kept.",
    ERASED="The customer's personal data were erased.",
)
