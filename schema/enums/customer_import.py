"""How an import goes and what is decided about it, in words for people who read the API."""

from domain.customer import ErrorPolicy
from domain.file_format import FileFormat
from domain.import_outcome import RowOutcome
from domain.import_policy import EmptyCellPolicy, OnMatch, UnknownColumnPolicy, UnknownGroupPolicy
from domain.jobs import ImportPhase, JobStatus
from schema.enums.described import describe

__all__ = [
    "EmptyCellPolicy",
    "ErrorPolicy",
    "FileFormat",
    "ImportPhase",
    "JobStatus",
    "OnMatch",
    "RowOutcome",
    "UnknownColumnPolicy",
    "UnknownGroupPolicy",
]

describe(
    JobStatus,
    "Where a job stands.",
    PENDING="The job waits for its turn.",
    RUNNING="The job is being done.",
    WAITING_FOR_USER="The job goes on when someone has decided.",
    SUCCEEDED="The job is done.",
    SUCCEEDED_WITH_ERRORS="The job is done, but parts of it were refused.",
    FAILED="The job could not be done.",
    CANCELED="Someone called the job off.",
)
describe(
    ImportPhase,
    "How far an import has come.",
    UPLOADED="The file is here and has not been read.",
    ANALYZED="It is known what the file is and what its columns mean.",
    VALIDATED="It is known what each row would do.",
    COMMITTING="The rows are being written.",
    COMMITTED="Every row is written, skipped or rejected.",
    UNDOING="What the import did is being taken back.",
    UNDONE="What the import did is taken back.",
)
describe(
    FileFormat,
    "The format of a file, by its bytes and not by its name.",
    CSV="Text with one line a row and a delimiter between cells.",
    XLS="A workbook of Excel 97 to 2003.",
    XLSX="A workbook of Excel 2007 and later, with or without macros.",
    ODS="An OpenDocument spreadsheet.",
)
describe(
    OnMatch,
    "What a row does to a customer who is there already.",
    UPDATE="Its values replace those of the customer.",
    FILL_EMPTY_ONLY="Its values fill what is empty and replace nothing.",
    SKIP="It is left out.",
    REJECT="It is rejected with an issue.",
)
describe(
    EmptyCellPolicy,
    "What an empty cell does to a value that is there.",
    KEEP="The value stays.",
    CLEAR="The value is removed.",
)
describe(
    UnknownGroupPolicy,
    "What happens when a row names a group that is not there.",
    CREATE="The group is made.",
    REJECT_ROW="The row is rejected.",
    IGNORE="The row is imported without a group.",
)
describe(
    UnknownColumnPolicy,
    "What happens to a column whose header means nothing to us.",
    IGNORE="The column is left out.",
    CREATE_CUSTOM_FIELD="The column becomes a custom field.",
    REJECT="The file is refused.",
)
describe(
    ErrorPolicy,
    "What happens to the rest when some of many can't be taken.",
    REJECT_EVERYTHING="Nothing is saved.",
    REJECT_FAILED_ROWS="What can be taken is saved, the rest is reported.",
)
describe(
    RowOutcome,
    "What a row of a file comes to.",
    CREATED="It becomes a new customer.",
    UPDATED="It changes a customer.",
    UNCHANGED="It says what was known already.",
    SKIPPED="It is left out.",
    REJECTED="It can't be taken; its issues tell why.",
)
