"""The image where no daemon is: what its Dockerfile says, and a folder that holds what it would."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from app.settings import CHECKOUT

DOCKERFILE = (CHECKOUT / "Dockerfile").read_text("utf-8")
IGNORED = (CHECKOUT / ".dockerignore").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction, its lines joined; the last stage is called ""."""

    stage: str
    word: str
    rest: str


def instructions() -> list[Instruction]:
    """Return what the Dockerfile says, in its order."""
    without_comments = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE)
    stage, found = "", []
    for line in without_comments.replace("\\\n", "").splitlines():
        if not line:
            continue
        word, rest = line.split(maxsplit=1)
        if word == "FROM":
            stage = rest.partition(" AS ")[2]
        found.append(Instruction(stage, word, rest))
    return found


def said(word: str, stage: str = "") -> list[str]:
    """Return what follows each such word in a stage."""
    return [each.rest for each in instructions() if (each.word, each.stage) == (word, stage)]


def copied() -> list[str]:
    """Return what is copied from the checkout to be run."""
    return [path for line in said("COPY", "code") for path in line.split()[:-1]]


def play(folder: Path) -> None:
    """Do in `folder` what the Dockerfile does where the code comes in."""
    for path in copied():
        _copy(CHECKOUT / path, folder / path)
    here = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    for commands in said("RUN", "code"):
        subprocess.run(["sh", "-c", commands], cwd=folder, env={"PATH": here}, check=True)


def _copy(source: Path, target: Path) -> None:
    """Copy as a builder does from the checkout of somebody who keeps it to themselves."""
    if source.is_dir():
        nowhere = re.findall(r"^\*\*/(.+)$", IGNORED, re.MULTILINE)
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*nowhere))
    else:
        shutil.copy(source, target)
    for path in (target, *target.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
