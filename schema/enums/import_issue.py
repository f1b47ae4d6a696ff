"""What can be wrong in a file, in words for people who read the API."""

from domain.issues import ImportIssueCode, IssueSeverity
from schema.enums.described import describe

__all__ = ["ImportIssueCode", "IssueSeverity"]

describe(
    IssueSeverity,
    "How bad an issue is.",
    ERROR="The row is rejected.",
    WARNING="The row is imported; someone should look at it.",
    FIXED="The value was repaired; nothing needs to be done.",
)
describe(
    ImportIssueCode,
    "What is wrong with a row or a cell: one code a cause.",
    ENCODING_REPAIRED="Letters that another program had garbled were repaired.",
    MOJIBAKE_SUSPECTED="Letters look garbled, as after a wrong encoding.",
    PHONE_FLOAT_REPAIRED="A spreadsheet had made a number of a phone; no digit was lost.",
    PHONE_SCIENTIFIC_PRECISION_LOST="A spreadsheet had rounded a phone; its last digits are lost.",
    PHONE_LEADING_ZERO_RESTORED="A spreadsheet had dropped the leading zero of a phone; it was put back.",
    PHONE_INVALID="The cell holds no telephone number that exists.",
    PHONE_NOT_MOBILE="The telephone number takes no text messages.",
    EMAIL_INVALID="The cell holds no e-mail address.",
    DUPLICATE_IN_FILE="An earlier row of the file names the same customer.",
    MULTIPLE_MATCHES="The row leads to more than one customer.",
    CUSTOMER_EXISTS="The customer is there already, and such rows are to be rejected.",
    GROUP_UNKNOWN="There is no group of this name.",
    GROUP_CONFLICT_IN_FILE="The file puts one customer into several groups.",
    GROUP_MOVE="The customer is in another group, and the row would move it.",
    NO_CONTACT_CHANNEL="The row has neither a phone nor an e-mail address.",
    REQUIRED_MISSING="A value that must be given is missing.",
    TYPE_MISMATCH="The value is not of the kind that the column holds.",
    OPTION_UNKNOWN="The value is none of the options of its field.",
    DATE_AMBIGUOUS="The date can be read in two ways.",
    TOO_LONG="The value is longer than its field.",
    FORMULA_CELL="The cell holds a formula; its result was read.",
    APOSTROPHE_STRIPPED="An apostrophe, by which a spreadsheet keeps text as text, was dropped.",
    OPTED_OUT_KEPT="The customer has opted out, and stays so.",
    SUPPRESSED_CONTACT="The contact must not be written to.",
    ROW_LENGTH_MISMATCH="The row has more or fewer cells than the header.",
)
