"""As whom Postgres runs: never root, because the server refuses to and a hole in it should not matter.

An ordinary user runs it as himself. Root runs it as an account of its own that has no other
rights; where that account can't get at the files, in a user namespace in which root is nobody.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.embedded_postgres.passage import grant_passage, take_back
from app.embedded_postgres.programs import ENVIRONMENT, program
from app.embedded_postgres.refusal import PostgresRefused

ACCOUNT = "kontor-postgres"
NOBODY = 65534


@dataclass(frozen=True, slots=True)
class RunAs:
    """How to start a program of Postgres.

    uid, gid: who owns its files, as this process sees them.
    client:   the name under which the server sees this process, for peer authentication.
    prefix:   words that come before the command.
    """

    uid: int
    gid: int
    client: str
    prefix: tuple[str, ...] = ()

    @property
    def switches(self) -> bool:
        """Whether the program gets another uid than this process has."""
        return self.uid != os.geteuid()

    def start(
        self, command: Sequence[str | Path], *, output: int, environment: Mapping[str, str] = ENVIRONMENT
    ) -> "subprocess.Popen[bytes]":
        """Start `command` in a session of its own, so that a Ctrl-C meant for us does not reach it."""
        return subprocess.Popen(
            [*self.prefix, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=True,
            umask=0o077,
            user=self.uid if self.switches else None,
            group=self.gid if self.switches else None,
            extra_groups=() if self.switches else None,
        )

    def reaches(self, home: Path) -> bool:
        """Whether Postgres can be run from here with its files under `home`."""
        # Its parent, because `home` itself is opened only once it is known for whom.
        script = 'cd "$1" && exec "$2" --version'
        enter_and_run = ["sh", "-c", script, "sh", str(home.parent), str(program("postgres"))]
        try:
            return self.start(enter_and_run, output=subprocess.DEVNULL).wait() == 0
        except (OSError, subprocess.SubprocessError):
            return False  # no such command here, or no right to become somebody else


def choose_run_as(home: Path) -> RunAs:
    """Return the least powerful way to run Postgres over `home`, a directory of this user's.

    Errors: PostgresRefused when there is none.
    """
    for candidate in (_ourselves(), _own_account(), _in_namespace()):
        if candidate is not None and _made_to_reach(candidate, home):
            return candidate
    raise PostgresRefused(
        f"Postgres can't run here as {_our_name() or f'uid {os.geteuid()}'}: "
        f"start Kontor as an ordinary user, or from a directory that others may pass through."
    )


def _made_to_reach(candidate: RunAs, home: Path) -> bool:
    if candidate.reaches(home):
        return True
    # Only another account can be kept out by a closed directory.
    granted = grant_passage(candidate.uid, home, program("postgres")) if candidate.switches else []
    if not candidate.reaches(home):
        take_back(granted)
        return False
    return True


def _ourselves() -> RunAs | None:
    name = _our_name()
    # initdb looks its user up by name; a container's bare uid has none.
    if os.geteuid() == 0 or name is None:
        return None
    return RunAs(os.geteuid(), os.getegid(), client=name)


def _own_account() -> RunAs | None:
    if os.geteuid() != 0:
        return None
    account = _find_account(ACCOUNT) or _create_account() or _find_account("nobody")
    return account and RunAs(account.pw_uid, account.pw_gid, client=_our_name() or "root")


def _in_namespace() -> RunAs | None:
    if shutil.which("unshare") is None:
        return None
    prefix = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")
    # Seen from inside, we ourselves are nobody too.
    return RunAs(os.geteuid(), os.getegid(), client=_name_of(NOBODY) or "nobody", prefix=prefix)


def _create_account() -> pwd.struct_passwd | None:
    for command in (
        ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
         "--shell", "/usr/sbin/nologin", ACCOUNT],
        ["adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/sbin/nologin", ACCOUNT],
    ):  # fmt: skip
        if (
            shutil.which(command[0])
            and subprocess.run(command, capture_output=True, check=False).returncode == 0
        ):
            break
    return _find_account(ACCOUNT)


def _find_account(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _our_name() -> str | None:
    return _name_of(os.geteuid())


def _name_of(uid: int) -> str | None:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return None
