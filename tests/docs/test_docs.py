"""What the documents say is so: their links, paths, settings, names and queries are those of the code."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from graphql import parse, validate
from sqlmodel import SQLModel

import db.tables  # noqa: F401 - declares the tables
from app.graphql.schema import KontorSchema
from app.settings import Settings, described

CHECKOUT = Path(__file__).resolve().parents[2]
DECISIONS = CHECKOUT / "docs" / "decisions"
FLOORS: list[str] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "root_packages"
]

FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
NAMED_PATH = re.compile(rf"`((?:{'|'.join([*FLOORS, 'templates', 'tests', 'docs', '.ci'])})/[\w./-]*)`")
# A request's body in an example for a shell: '{"query": "…"}', or the same as the field of a form.
BODY = re.compile(r"""(?:operations=|--json |--data )'(\{.*?\})'""", re.DOTALL)


def documents() -> list[Path]:
    """Return every Markdown file of ours."""
    folders = [CHECKOUT / "docs", CHECKOUT / "tests" / "files"]
    return [*sorted(CHECKOUT.glob("*.md")), *(path for top in folders for path in sorted(top.rglob("*.md")))]


def decisions() -> list[Path]:
    return sorted(DECISIONS.glob("[0-9]*.md"))


def prose(path: Path) -> str:
    """Return a document without its blocks of code."""
    return FENCED.sub("", path.read_text("utf-8"))


def anchors(path: Path) -> set[str]:
    """Return what can be linked to in a document, as GitHub names headings."""
    titles = (re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(prose(path)))
    return {title.replace(" ", "-") for title in titles}


def queries(path: Path) -> Iterator[str]:
    """Yield the GraphQL documents in a file, written as such or inside a command."""
    for language, text in FENCED.findall(path.read_text("utf-8")):
        if language == "graphql":
            yield text
        for body in BODY.findall(text):
            yield json.loads(body.replace("\n", " "))["query"]


def table_cells(text: str, header: str) -> list[str]:
    """Return the cells of a column in all tables of a document that have it."""
    cells: list[str] = []
    column: int | None = None
    for line in text.splitlines():
        row = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if not row:
            column = None
        elif column is not None:
            cells.append(row[column])
        elif header in row:
            column = row.index(header)
    return cells


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    """A link within the checkout names a file that is there, and a heading that is in it."""
    dead = []
    for link in LINK.findall(prose(path)):
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        if not link.startswith("https://") and not (
            target.exists() and (not anchor or anchor in anchors(target))
        ):
            dead.append(link)

    assert dead == []


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_every_path_that_is_named_is_there(path: Path) -> None:
    """Whoever looks up what a document talks about finds it."""
    assert [name for name in NAMED_PATH.findall(prose(path)) if not (CHECKOUT / name).exists()] == []


def test_every_setting_is_explained() -> None:
    """The README's table has each variable once, with the meaning that `--help` prints."""
    rows = table_cells((CHECKOUT / "README.md").read_text("utf-8"), "variable")

    assert rows[1:] == [f"`{setting.name.upper()}`" for setting in fields(Settings)]
    assert [row.strip("`") for row in rows[1:]] == re.findall(r"^  ([A-Z_]+)", described(), re.MULTILINE)


def test_every_decision_is_in_the_list() -> None:
    """By its number and its title."""
    listed = re.findall(r"^- \[(\d{4}) (.+)\]\((.+)\)$", (DECISIONS / "README.md").read_text(), re.MULTILINE)
    written = [
        (path.name[:4], path.read_text("utf-8").splitlines()[0].removeprefix("# "), path.name)
        for path in decisions()
    ]

    assert sorted(listed) == written


def test_decisions_are_numbered_without_a_gap() -> None:
    """A number names one decision for ever."""
    assert [int(path.name[:4]) for path in decisions()] == list(range(1, len(decisions()) + 1))


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.name)
def test_a_decision_says_why_and_what_holds_it(path: Path) -> None:
    """Each page has the same four parts."""
    parts = re.findall(r"^## (.+)$", prose(path), re.MULTILINE)

    assert parts == ["Context", "Decision", "Consequences", "Enforced by"]


def test_every_dependency_is_accounted_for() -> None:
    """What is in requirements.in stands on its page, with the version that is locked."""
    asked = re.findall(r"^([a-z0-9-]+)$", (CHECKOUT / "requirements.in").read_text(), re.MULTILINE)
    locked = dict(
        re.findall(r"^([a-z0-9-]+)==([^\s;]+)", (CHECKOUT / "requirements.lock").read_text(), re.MULTILINE)
    )
    page = (DECISIONS / "0015-dependencies.md").read_text("utf-8")
    told = dict(zip(table_cells(page, "package"), table_cells(page, "version"), strict=True))

    assert {f"`{name}`": locked[name] for name in asked} == {
        name: version for name, version in told.items() if name.startswith("`")
    }


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_every_query_is_valid(path: Path) -> None:
    """Who copies an example gets an answer."""
    core = KontorSchema().core

    assert [(query, validate(core, parse(query))) for query in queries(path)] == [
        (query, []) for query in queries(path)
    ]


def test_the_readme_shows_queries() -> None:
    """A read and an upload; else the test above would hold of nothing."""
    shown = [query.split("{", 1)[1].split()[0] for query in queries(CHECKOUT / "README.md")]

    assert [name.partition("(")[0] for name in shown] == [
        "customers",
        "customerImportCreate",
        "customerImport",
        "customerImport",
        "jobProgress",
    ]


def test_the_glossary_uses_the_words_of_the_schema() -> None:
    """Each word in its GraphQL column is a type or a field."""
    types = KontorSchema().core.type_map
    known = {*types, *(name for type_ in types.values() for name in getattr(type_, "fields", ()))}
    told = table_cells((CHECKOUT / "docs" / "glossary.md").read_text("utf-8"), "GraphQL")

    assert [cell for cell in told if cell.startswith("`") and cell.strip("`") not in known] == []


def test_the_glossary_uses_the_words_of_the_database() -> None:
    """Each word in its SQL column is a table, or a column of one."""
    tables = SQLModel.metadata.tables
    known = {*tables, *(f"{name}.{column.name}" for name, table in tables.items() for column in table.c)}
    told = table_cells((CHECKOUT / "docs" / "glossary.md").read_text("utf-8"), "SQL")

    assert [cell for cell in told if cell.startswith("`") and cell.strip("`") not in known] == []


def test_the_glossary_uses_the_words_of_python() -> None:
    """Each word in its Python column stands in the code."""
    code = "\n".join(path.read_text("utf-8") for floor in FLOORS for path in (CHECKOUT / floor).rglob("*.py"))
    told = table_cells((CHECKOUT / "docs" / "glossary.md").read_text("utf-8"), "Python")

    assert [
        word for cell in told for word in re.findall(r"`(.+?)`", cell) if not re.search(rf"\b{word}\b", code)
    ] == []
