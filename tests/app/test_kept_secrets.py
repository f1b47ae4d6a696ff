"""The secret of download links is made once and kept from others."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from app.kept_secrets import SECRET_BYTES, link_secret
from app.settings import Settings


def test_all_who_start_at_once_get_the_same_secret(tmp_path: Path) -> None:
    """Nobody sees a file that is not written yet."""
    settings = replace(Settings(), kontor_home=tmp_path / "home")

    with ThreadPoolExecutor(16) as threads:
        secrets = set(threads.map(lambda _: link_secret(settings), range(64)))

    assert len(secrets) == 1
    assert len(secrets.pop()) == SECRET_BYTES


def test_the_file_is_readable_by_nobody_else(tmp_path: Path) -> None:
    """Whoever can read it can make links."""
    link_secret(replace(Settings(), kontor_home=tmp_path))

    assert [(file.name, oct(file.stat().st_mode & 0o777)) for file in tmp_path.iterdir()] == [
        ("link-secret", "0o600")
    ]


def test_a_secret_of_the_settings_comes_first(tmp_path: Path) -> None:
    """Processes on several machines share it."""
    settings = replace(Settings(), kontor_home=tmp_path, link_secret="x" * 32)

    assert link_secret(settings) == b"x" * 32
    assert list(tmp_path.iterdir()) == []
