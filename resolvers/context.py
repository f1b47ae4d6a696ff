"""What a root field may use while it is answered: who asks, and the connections of this process."""

from dataclasses import dataclass
from pathlib import Path

from db.connect import Pool
from domain.caller import Caller


@dataclass(frozen=True, slots=True)
class Context:
    """One request's surroundings. `storage` is the folder in which uploaded files are kept."""

    pool: Pool
    caller: Caller
    storage: Path
