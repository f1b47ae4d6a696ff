"""A file as a whole can't be read; a bad row in it is an Issue, not a Failure."""

from typing import ClassVar

from domain.errors.failure import Failure, UserErrorCode


class FileUnusable(Failure):
    """A file holds no table that can be read; the subclasses say why."""

    code = "file_unusable"
    user_error = UserErrorCode.UNSUPPORTED_FILE


class UnsupportedFile(FileUnusable):
    """The bytes of a file are of a kind that holds no table for us; `kind` is its name."""

    code = "unsupported_file"
    needs = ("kind",)


class FileEncrypted(FileUnusable):
    """A workbook is protected by a password."""

    code = "file_encrypted"
    needs = ("kind",)


class FileUnreadable(FileUnusable):
    """A file is damaged, or not what its bytes begin as."""

    code = "file_unreadable"
    needs = ("kind",)


class QuoteNotClosed(FileUnusable):
    """A quotation mark opens a cell of a CSV file that never ends; `row` is where it stands."""

    code = "quote_not_closed"
    needs = ("row",)


class FileEmpty(FileUnusable):
    """A file holds no row below its header."""

    code = "file_empty"


class HeaderNotFound(FileUnusable):
    """None of the first rows of a file names the columns."""

    code = "header_not_found"
    needs = ("rows",)


class EncodingUnknown(FileUnusable):
    """The bytes of a text file fit none of the encodings that we know."""

    code = "encoding_unknown"


class SheetNotFound(FileUnusable):
    """A workbook has no sheet of this name."""

    code = "sheet_not_found"
    needs = ("sheet", "sheets")


class DialectRefused(Failure):
    """What a caller says of a file can't be; the subclasses say why."""

    code = "dialect_refused"
    user_error = UserErrorCode.INVALID


class EncodingNotSupported(DialectRefused):
    """No encoding that we read has this name."""

    code = "encoding_not_supported"
    needs = ("encoding", "encodings")


class DelimiterNotPossible(DialectRefused):
    """Cells can't be parted by this: it is not one sign, or one that has another meaning."""

    code = "delimiter_not_possible"
    needs = ("delimiter",)


class HeaderRowMissing(DialectRefused):
    """The row that is to name the columns is blank, or a file has no such row."""

    code = "header_row_missing"
    needs = ("row",)


class NotOfThisFormat(DialectRefused):
    """A file of this format has no such property: a workbook no delimiter, text no sheet."""

    code = "not_of_this_format"
    needs = ("option", "format")


class MappingRefused(Failure):
    """What a caller wants the columns of a file to fill can't be; the subclasses say why."""

    code = "mapping_refused"
    user_error = UserErrorCode.INVALID


class ColumnNotFound(MappingRefused):
    """A file has no column of this index; both count from 0."""

    code = "column_not_found"
    needs = ("column", "count")


class TargetUnknown(MappingRefused):
    """Neither we nor the merchant have a field of this name."""

    code = "target_unknown"
    needs = ("value",)


class TargetTaken(MappingRefused):
    """Two columns are to fill one field; `first` and `second` are their indexes."""

    code = "target_taken"
    needs = ("value", "first", "second")


class FileTooLarge(Failure):
    """A file has more bytes than we take. `limit` is in bytes."""

    code = "file_too_large"
    user_error = UserErrorCode.FILE_TOO_LARGE
    needs: ClassVar[tuple[str, ...]] = ("limit",)


class TooManyRows(FileTooLarge):
    """A file has more rows than we take, or than its format holds."""

    code = "too_many_rows"


class TooManyColumns(FileTooLarge):
    """A file has more columns than we take."""

    code = "too_many_columns"
    needs = ("limit", "count")


class CellTooLong(FileTooLarge):
    """A cell has more characters than Excel itself can hold."""

    code = "cell_too_long"
    needs = ("limit", "row", "column")


class WorkbookTooLarge(FileTooLarge):
    """A workbook unpacks to far more than a customer list needs. `limit` is in bytes."""

    code = "workbook_too_large"


class UnknownColumns(FileUnusable):
    """A file has columns whose headers mean nothing to us, and they are not to be left out."""

    code = "unknown_columns"
    needs = ("headers",)


class RowsRejected(Failure):
    """Some rows of a file can't be taken, and then none was to be."""

    code = "rows_rejected"
    user_error = UserErrorCode.INVALID
    needs = ("rejected", "rows")


class ImportBrokenOff(Failure):
    """An import was begun as often as allowed, and its worker has ended each time."""

    code = "import_broken_off"
    user_error = UserErrorCode.INVALID


class FileRemoved(Failure):
    """The file of an import is not kept any more."""

    code = "file_removed"
    user_error = UserErrorCode.NOT_FOUND


class ReportNotReady(Failure):
    """Nothing can be reported of a file that nobody has been able to read."""

    code = "report_not_ready"
    user_error = UserErrorCode.IMPORT_NOT_READY
