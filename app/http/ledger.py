"""What has been answered is counted, and told as a span where a collector is named."""

from starlette.types import Scope

from app.http import answer_spans
from app.http.account import Account, End, open_account
from app.http.places import Places
from app.metrics import OTHER, Metrics, outcome_of
from app.tracing import Spans


class Ledger:
    """Where the answers of one process are entered, each once it is over.

    `spans` is None without a collector.
    """

    def __init__(self, metrics: Metrics, places: Places) -> None:
        self.metrics = metrics
        self.spans: Spans | None = None
        self._places = places

    def open(self) -> Account:
        """Return the account of what this context answers from now on."""
        return open_account(followed=self.spans is not None)

    def enter_answer(self, account: Account, scope: Scope, status: int) -> None:
        """Enter the answer to a request; that of an event stream is over when the stream is."""
        place = self._places.of(scope["path"])
        outcome = outcome_of(status, len(account.failures))
        self._count(account, place, outcome)
        if self.spans is not None:
            name = self._name(account)
            self.spans.add_answer(answer_spans.of_request(account, scope, place, status, name))

    def enter_operation(self, account: Account, scope: Scope) -> None:
        """Enter an operation over a WebSocket."""
        place = self._places.of(scope["path"])
        # What its client has ended was not answered, unless it is a subscription, which ends so.
        if account.end in {End.COMPLETED, End.REFUSED, End.FAILED} or _is_subscription(account):
            self._count(account, place, outcome_of(200, len(account.failures)))
        if self.spans is not None:
            self.spans.add_answer(answer_spans.of_socket(account, scope, place, self._name(account)))

    def _count(self, account: Account, place: str, outcome: str) -> None:
        if outcome == "ok" and account.end is End.REFUSED:
            outcome = "refused"
        operation = account.operation
        if operation is None:
            self.metrics.count("", place, outcome, account.seconds)
        else:
            lasted = None if operation.is_subscription else account.seconds  # as long as its client liked
            self.metrics.count(operation.name, operation.type, outcome, lasted)

    def _name(self, account: Account) -> str:
        """Return the operation's name for a title.

        The conventions advise against names there, since clients make up any number: these are bounded.
        """
        name = "" if account.operation is None else self.metrics.bounded(account.operation.name)
        return "" if name == OTHER else name


def _is_subscription(account: Account) -> bool:
    return account.operation is not None and account.operation.is_subscription
