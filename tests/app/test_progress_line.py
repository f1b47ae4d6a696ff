"""Progress is one line that is drawn again on a terminal, and a line now and then in a log."""

import io

from app.progress_line import ProgressLine


class Terminal(io.StringIO):
    """What a terminal is sent."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_and_none_in_the_end() -> None:
    """A shorter line covers a longer one; what has not changed is not sent again."""
    terminal = Terminal()
    line = ProgressLine(terminal)

    line.show("Importing", 1, 3)
    line.show("Importing", 1, 3)
    line.show("Reading", 1_234, None)
    line.clear()

    bar, reading = f"Importing [{'#' * 10}{'.' * 20}]  33%", "Reading: 1,234 rows"
    assert terminal.getvalue().split("\r") == [
        "",
        *(bar, bar),
        *(reading.ljust(len(bar)), reading),
        *(" " * len(reading), ""),
    ]


def test_a_log_gets_a_line_every_five_seconds() -> None:
    """And nothing has to be taken away."""
    log, now = io.StringIO(), [0.0]
    line = ProgressLine(log, clock=lambda: now[0])

    for second in range(11):
        now[0] = float(second)
        line.show("Importing", second, 10)
    line.clear()

    assert [text[-4:] for text in log.getvalue().splitlines()] == ["  0%", " 50%", "100%"]


def test_more_than_all_is_all() -> None:
    """A total that turns out too small does not break the line."""
    log = io.StringIO()

    ProgressLine(log).show("Importing", 12, 10)

    assert log.getvalue() == f"Importing [{'#' * 30}] 100%\n"
