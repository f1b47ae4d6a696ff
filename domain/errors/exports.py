"""Customers can't be written into a file as it was asked."""

from typing import ClassVar

from domain.errors.failure import Failure, UserErrorCode
from domain.errors.files import FileTooLarge
from domain.errors.values import Invalid


class FormatNotWritten(Invalid):
    """A format is read here, and not written."""

    code = "format_not_written"
    needs = ("format",)


class NotOfThisScope(Invalid):
    """Something is given that says nothing about an export of this scope."""

    code = "not_of_this_scope"
    needs = ("scope",)


class TooManyRowsForFormat(FileTooLarge):
    """A sheet of a format holds fewer rows than there are customers."""

    code = "too_many_rows_for_format"
    needs: ClassVar[tuple[str, ...]] = ("format", "limit", "rows")


class SheetTooLarge(FileTooLarge):
    """A workbook would unpack to more bytes than anybody opens."""

    code = "sheet_too_large"
    needs = ("format", "limit")


class ExportBrokenOff(Failure):
    """An export was begun as often as allowed, and its worker has ended each time."""

    code = "export_broken_off"
    user_error = UserErrorCode.INVALID
