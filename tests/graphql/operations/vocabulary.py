"""What a client of one merchant may give for an argument: what it has seen, what it has not, and nonsense."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from domain.ids import Kind, encode
from tests.graphql.dataset.merchants import BEGIN
from tests.graphql.dataset.two_merchants import SeededMerchant
from tests.graphql.oracle.pages import decoded_cursor

T = TypeVar("T")

_KINDS = {
    "customer": Kind.CUSTOMER,
    "customer_group": Kind.GROUP,
    "payment": Kind.PAYMENT,
    "payment_request": Kind.PAYMENT_REQUEST,
    "custom_field_definition": Kind.CUSTOM_FIELD,
    "customer_import": Kind.IMPORT,
    "customer_export": Kind.EXPORT,
    "payment_request_batch": Kind.BATCH,
    "message_template": Kind.MESSAGE_TEMPLATE,
}
# Which kind of id an argument or input field takes; any other takes all kinds.
_KIND_OF_PLACE = {
    "customer.id": Kind.CUSTOMER,
    "customerIds": Kind.CUSTOMER,
    "customerGroup.id": Kind.GROUP,
    "any": Kind.GROUP,
    "none": Kind.GROUP,
    "payment.id": Kind.PAYMENT,
    "paymentRequest.id": Kind.PAYMENT_REQUEST,
    "paymentRequestBatch.id": Kind.BATCH,
    "messageTemplate.id": Kind.MESSAGE_TEMPLATE,
    "customerImport.id": Kind.IMPORT,
    "customerExport.id": Kind.EXPORT,
    "customerId": Kind.CUSTOMER,
    "templateId": Kind.MESSAGE_TEMPLATE,
}
_UNKNOWN_ID = "00000000-0000-7000-8000-000000000000"
_SEARCHES = (
    "muell",
    "MÜL",
    "strauss",
    "0151 234",
    "+49 (0)151",
    "ada b",
    "k-1001",
    "🦊",
    "%",
    "",
    "o’n",
    "名",
)
_BAD_CURSORS = ("", "x", "W10", "bnVsbA", "ä", "A" * 300, "WyJjdXN0b21lcnMgTkFNRSBhc2MiLCAieCIsIDVd")


class Vocabulary:
    """Values by place. `cursors` are such as the API has handed out to this merchant."""

    def __init__(self, own: SeededMerchant, foreign: SeededMerchant, cursors: Iterable[str]) -> None:
        self._own = own
        self._ids = {kind: [encode(kind, id_) for id_ in own.ids(table)] for table, kind in _KINDS.items()}
        self._foreign_ids = [
            *(encode(kind, id_) for table, kind in _KINDS.items() for id_ in foreign.ids(table)[:2]),
            encode(Kind.MERCHANT, foreign.caller.merchant_id),
        ]
        self._cursors: dict[str, list[str]] = defaultdict(list)
        for cursor in cursors:
            self._cursors[decoded_cursor(cursor)[0]].append(cursor)
        self._moments = sorted({row["created_at"].isoformat() for row in own.rows["customer"]})

    def id(self, place: str) -> st.SearchStrategy[str]:
        """Return ids for a place: mostly of its kind and the merchant's own."""
        kind = _KIND_OF_PLACE.get(place)
        own = self._ids[kind] if kind else [id_ for ids in self._ids.values() for id_ in ids]
        merchant = encode(Kind.MERCHANT, self._own.caller.merchant_id)
        other = [merchant, f"cus_{_UNKNOWN_ID}", f"grp_{_UNKNOWN_ID}", "cus_x", "", "*"]
        every = [id_ for ids in self._ids.values() for id_ in ids[:1]]
        return rarely(st.sampled_from([*self._foreign_ids, *other, *every]), st.sampled_from(own), one_in=6)

    def cursor(self, signature: str) -> st.SearchStrategy[str]:
        """Return cursors: mostly of this order, which the API has handed out."""
        fitting = self._cursors[signature] or self._cursors["groups NAME asc"]
        others = [cursors[0] for cursors in self._cursors.values() if cursors]
        return rarely(st.sampled_from([*_BAD_CURSORS, *others]), st.sampled_from(fitting))

    def text(self, place: str) -> st.SearchStrategy[str]:
        """Return texts for a place: a whole value that occurs there, a part of it, in any case, or none."""
        whole = st.sampled_from(self._texts(place))
        return st.one_of(
            whole, whole.flatmap(_part_of), whole.map(str.swapcase), st.sampled_from(("", "\\", "%_'\"\n{}"))
        )

    def _texts(self, place: str) -> list[str]:
        columns: dict[str, Callable[[], list[str]]] = {
            "query": lambda: [*_SEARCHES, *self._column("customer", "display_name")],
            "key": lambda: [*self._column("custom_field_definition", "key"), "no_such_key"],
            "keys": lambda: [*self._column("custom_field_definition", "key"), "no_such_key"],
            "name": lambda: self._column("customer", "display_name") + self._column("customer_group", "name"),
            "phone": lambda: (
                self._column("customer", "phone_raw") + self._column("customer", "phone_e164") + ["+49"]
            ),
            "email": lambda: self._column("customer", "email"),
            "subject": lambda: self._column("template_variant", "subject"),
            "body": lambda: self._column("template_variant", "body"),
            "externalReference": lambda: self._column("customer", "external_reference"),
            "reference": lambda: (
                self._column("payment", "reference") + self._column("payment_request", "reference")
            ),
        }
        return columns[place]()

    def _column(self, table: str, column: str) -> list[str]:
        return sorted({row[column] for row in self._own.rows[table] if row[column] is not None})

    def moment(self, place: str) -> st.SearchStrategy[str]:
        """Return points in time at, before and after those of the data, in several notations.

        Until when somebody can pay is mostly still to come.
        """
        if place == "messagePreview.expiresAt":
            noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
            ends = [(noon + timedelta(days=days)).isoformat() for days in (2, 40, 300)]
            return rarely(st.sampled_from((BEGIN.isoformat(), "9999-01-01T00:00:00Z")), st.sampled_from(ends))
        written = [*self._moments, *(moment.replace("+00:00", "Z") for moment in self._moments)]
        return st.sampled_from([*written, "2026-02-02T01:30:00+01:30", "0001-01-01T00:00:01Z"])

    def custom_value(self) -> st.SearchStrategy[Any]:
        """Return JSON that a custom field holds, or might."""
        stored = [value for row in self._own.rows["customer"] for value in row["custom_fields"].values()]
        return st.sampled_from([*stored, 0.0, 1, "12.50", None, [1], {"a": None}, ""])


def rarely(
    rare: st.SearchStrategy[T], usual: st.SearchStrategy[T], *, one_in: int = 40
) -> st.SearchStrategy[T]:
    """Draw the usual, and once in so many times the rare."""
    # The usual comes first, for shrinking, and last, since Hypothesis likes to try both ends.
    turns = st.integers(0, one_in - 1)
    return turns.flatmap(lambda turn: rare if turn == one_in // 2 else usual)


def _part_of(text: str) -> st.SearchStrategy[str]:
    begins = st.integers(0, max(0, len(text) - 1))
    return begins.flatmap(lambda begin: st.just(text[begin : begin + 5]))
