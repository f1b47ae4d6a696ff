"""The command line says in one sentence what a person can mend."""

import os
import subprocess
import sys


def test_a_mistake_in_a_setting_is_one_sentence_and_an_exit_code() -> None:
    """The command line shows no traceback for what a person can mend."""
    result = subprocess.run(
        [sys.executable, "-m", "app", "migrate"],
        env=os.environ | {"PORT": "http"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert result.stderr == "PORT='http' is not a whole number from 1 to 65535.\n"
