"""The folders are the floors of the house, and no file in them becomes a drawer for everything."""

import tomllib
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
FLOORS: list[str] = PYPROJECT["tool"]["importlinter"]["root_packages"]
# A name that says nothing about what is decided in it collects what has no place.
DRAWERS = {"common", "helpers", "misc", "service", "types", "util", "utils"}
LONGEST_MODULE = 300
# Alembic loads these by path, and a migration that has run stays as it is.
MIGRATIONS = Path("db/migrations")


def python_files() -> list[Path]:
    """Return every Python file of ours, by its path below the checkout."""
    return [
        path.relative_to(CHECKOUT)
        for folder in [*FLOORS, "tests"]
        for path in sorted((CHECKOUT / folder).rglob("*.py"))
        if "node_modules" not in path.parts and MIGRATIONS not in path.relative_to(CHECKOUT).parents
    ]


def test_every_package_on_disk_is_under_contract() -> None:
    """A new folder with code is either a floor of the house or a test."""
    packages = {path.parent.name for path in CHECKOUT.glob("[!.]*/__init__.py")} - {"tests"}

    assert packages == set(FLOORS)


def test_every_folder_of_a_floor_is_a_package() -> None:
    """The contracts see packages only: a folder without `__init__.py` would be out of their sight."""
    folders = {path.parent for path in python_files() if path.parts[0] != "tests"}

    assert [
        str(folder) for folder in sorted(folders) if not (CHECKOUT / folder / "__init__.py").is_file()
    ] == []


def test_no_module_is_a_drawer() -> None:
    """A module's name says which decision it makes."""
    assert [str(path) for path in python_files() if DRAWERS & {path.stem, *path.parent.parts}] == []


def test_no_module_is_longer_than_a_person_reads() -> None:
    """A longer one decides more than one thing."""
    lengths = {str(path): len((CHECKOUT / path).read_text().splitlines()) for path in python_files()}

    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_every_module_says_what_it_decides() -> None:
    """The first line is a docstring; only an empty `__init__.py` has nothing to say."""
    texts = {str(path): (CHECKOUT / path).read_text() for path in python_files()}

    assert [
        path for path, text in texts.items() if text.strip() and not text.startswith(('"""', 'r"""'))
    ] == []
