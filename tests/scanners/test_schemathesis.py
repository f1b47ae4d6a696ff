"""What schemathesis makes of our schema: any operation that is valid is answered as GraphQL says."""

import asyncio
import os
import re
from collections.abc import Callable

from app.settings import CHECKOUT
from tests.streams.conftest import Server

SCANNER = CHECKOUT / ".venv" / "scanners" / "bin" / "schemathesis"
SECONDS = 20


async def test_no_operation_that_is_generated_breaks_the_server(
    server: Server, key: str, record_property: Callable[[str, object], None]
) -> None:
    """No error of the server, no answer but JSON as GraphQL has it; the figure is printed in the end."""
    process = await asyncio.create_subprocess_exec(
        *(str(SCANNER), "run", server.url, "--header", f"Authorization: Bearer {key}"),
        *("--phases", "fuzzing", "--max-time", str(SECONDS), "--seed", "1", "--no-color"),
        *("--generation-database", "none", "--suppress-health-check", "all"),
        # That an id is nobody's or a page has two ends is said as an error, and that is right.
        *("--exclude-checks", "positive_data_acceptance"),
        cwd=CHECKOUT / "tests" / "scanners",
        env=os.environ | {"SCHEMATHESIS_HOOKS": "told", "PYTHONPATH": "."},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await asyncio.wait_for(process.communicate(), SECONDS * 6)

    said = printed.decode()
    assert process.returncode == 0, said
    tested, generated = re.search(r"Tested: (\d+)", said), re.search(r"(\d+) generated", said)
    assert tested is not None
    assert generated is not None
    record_property("figure", f"schemathesis: {tested[1]} root fields, {generated[1]} operations, no finding")
    assert int(tested[1]) > 0
