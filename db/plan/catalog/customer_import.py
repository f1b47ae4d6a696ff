"""Imports: what the file is, how far it has come, what came out, and what was found in it."""

from typing import Any

from sqlalchemy import ColumnElement, Float, case, cast, func, literal_column, null, select

from db.plan.build import Build, Node, conditions_of
from db.plan.catalog.import_plan import counts_so_far
from db.plan.catalog.import_report import report_url
from db.plan.json import JsonObject
from db.plan.lists.import_rows import ROWS
from db.plan.lists.imports import ISSUES
from db.plan.nodes import code, expression, global_id, json_elements, json_member, leaf, part
from db.plan.pages import connection
from db.plan.row import Row
from db.plan.selection import Field
from db.tables import CustomerImport, ImportIssue, Upload
from domain.caller import Caller
from domain.ids import Kind
from domain.issues import ImportIssueCode, Issue, IssueSeverity
from domain.texts import say, say_issue


def _of_upload(of: Any) -> Node:
    """Something about the file that the import reads."""

    def build_of_upload(build: Build, row: Row, _field: Field) -> ColumnElement[Any]:
        upload = Row.of(Upload)
        conditions = conditions_of(
            build, upload, Upload.merchant_id, [upload[Upload.id] == row[CustomerImport.upload_id]]
        )
        with build.inside(row):
            return build.subquery(select(of(upload)).select_from(upload.source).where(*conditions))

    return build_of_upload


CUSTOMER_IMPORT: dict[str, Node] = {
    "id": global_id(Kind.IMPORT, CustomerImport.id),
    "status": code(CustomerImport.status),
    "phase": code(CustomerImport.phase),
    "progress": part("Progress", lambda row: row),
    "createdAt": leaf(CustomerImport.created_at),
    "startedAt": leaf(CustomerImport.started_at),
    "finishedAt": leaf(CustomerImport.finished_at),
    "fileName": _of_upload(lambda upload: upload[Upload.file_name]),
    "byteSize": _of_upload(lambda upload: upload[Upload.byte_size]),
    "sha256": _of_upload(lambda upload: func.encode(upload[Upload.sha256], literal_column("'hex'"))),
    "dialect": part(
        "FileDialect",
        lambda row: row[CustomerImport.dialect],
        exists=lambda row: row[CustomerImport.dialect].op("?")(literal_column("'format'")),
    ),
    "columns": json_elements("ImportColumn", lambda row: row[CustomerImport.columns]),
    "options": part("ImportOptions", lambda row: row[CustomerImport.options]),
    "plan": part(
        "ImportPlan",
        lambda row: row[CustomerImport.plan],
        exists=lambda row: row[CustomerImport.plan].is_not(None),
    ),
    "counts": part("ImportCounts", counts_so_far),
    "failure": part(
        "ImportFailure",
        lambda row: row[CustomerImport.failure],
        exists=lambda row: row[CustomerImport.failure].is_not(None),
    ),
    "reportUrl": report_url,
    "undo": part("ImportUndoState", lambda row: row),
    "issues": connection(
        ISSUES, lambda _build, row, issue: [issue[ImportIssue.import_id] == row[CustomerImport.id]]
    ),
    "rows": connection(ROWS),
}


def _fraction(row: Row) -> ColumnElement[Any]:
    """Done in parts of the total, never above 1; null while the total is not known."""
    done, total = row[CustomerImport.progress_done], row[CustomerImport.progress_total]
    return case(
        (total > 0, func.least(cast(done, Float) / cast(total, Float), literal_column("1"))),
        (total == 0, literal_column("1")),
        else_=null(),
    )


PROGRESS: dict[str, Node] = {
    "done": leaf(CustomerImport.progress_done),
    "total": leaf(CustomerImport.progress_total),
    "fraction": expression(_fraction),
}

FILE_DIALECT: dict[str, Node] = {
    "format": json_member("format"),
    "encoding": json_member("encoding"),
    "bom": json_member("bom"),
    "delimiter": json_member("delimiter"),
    "decimalSeparator": json_member("decimal_separator"),
    "headerRow": json_member("header_row"),
    "sheet": json_member("sheet"),
    "sheets": json_member("sheets"),
}

IMPORT_COLUMN: dict[str, Node] = {
    name: json_member(name) for name in ("index", "header", "target", "confidence", "samples")
}

IMPORT_OPTIONS: dict[str, Node] = {
    "matchOn": json_member("match_on"),
    "onMatch": json_member("on_match"),
    "emptyCells": json_member("empty_cells"),
    "unknownGroups": json_member("unknown_groups"),
    "groupConflict": json_member("group_conflict"),
    "errorPolicy": json_member("error_policy"),
    "defaultRegion": json_member("default_region"),
    "unknownColumns": json_member("unknown_columns"),
    "groupId": json_member("group_id"),
}


def _failure_message(build: Build, failure: ColumnElement[Any], _field: Field) -> ColumnElement[Any]:
    return build.compute(failure, _failure_sentence)


def _failure_sentence(failure: Any, caller: Caller) -> str:
    return say(failure["text"], caller.language, **failure["facts"])


IMPORT_FAILURE: dict[str, Node] = {"code": json_member("code"), "message": _failure_message}


def _field_path(row: Row) -> ColumnElement[Any]:
    path = func.string_to_array(row[ImportIssue.field], literal_column("'.'"))
    return case((row[ImportIssue.field].is_(None), null()), else_=func.to_json(path))


def _issue_message(build: Build, row: Row, _field: Field) -> ColumnElement[Any]:
    names = ("row", "column", "header", "code", "severity", "raw_value", "suggestion", "facts")
    return build.compute(
        JsonObject((name, row[getattr(ImportIssue, name)]) for name in names), _issue_sentence
    )


def _issue_sentence(stored: Any, caller: Caller) -> str:
    issue = Issue(
        **{
            **stored,
            "code": ImportIssueCode(stored["code"]),
            "severity": IssueSeverity(stored["severity"]),
        }
    )
    return say_issue(issue, caller.language)


IMPORT_ISSUE: dict[str, Node] = {
    "row": leaf(ImportIssue.row),
    "column": leaf(ImportIssue.column),
    "header": leaf(ImportIssue.header),
    "field": expression(_field_path),
    "code": code(ImportIssue.code),
    "severity": code(ImportIssue.severity),
    "message": _issue_message,
    "rawValue": leaf(ImportIssue.raw_value),
    "suggestion": leaf(ImportIssue.suggestion),
}
