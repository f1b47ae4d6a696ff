"""Where this process keeps files: where STORAGE_URL says, else in its home."""

from app.settings import SettingInvalid, Settings
from services.storage import Storage, StorageUrlInvalid


def file_storage(settings: Settings) -> Storage:
    """Return the storage of files. Errors: SettingInvalid."""
    url = settings.storage_url or (settings.kontor_home / "files").as_uri()
    try:
        return Storage.at(url)
    except StorageUrlInvalid as invalid:
        # What stands in the address may be a key to it.
        raise SettingInvalid("STORAGE_URL", "…", str(invalid)) from None
