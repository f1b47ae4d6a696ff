"""A file on its way to us, or here already, is not what it would have to be."""

from domain.errors.conflicts import Conflict
from domain.errors.failure import Failure, UserErrorCode


class UploadUnfinished(Conflict):
    """A file that was announced has not arrived yet, or not to its end."""

    code = "upload_unfinished"


class UploadUsed(Conflict):
    """A file belongs to an import already; each file is imported once."""

    code = "upload_used"
    user_error = UserErrorCode.TAKEN


class UploadStored(Conflict):
    """The address of a file has received it before, or receives it from elsewhere."""

    code = "upload_stored"


class UploadBroken(Failure):
    """Fewer bytes have arrived than were announced."""

    code = "upload_broken"
    user_error = UserErrorCode.INVALID
    needs = ("received", "announced")


class UploadAltered(Failure):
    """What has arrived has another SHA-256 than its sender says."""

    code = "upload_altered"
    user_error = UserErrorCode.INVALID
