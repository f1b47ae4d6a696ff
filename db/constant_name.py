"""What a module makes is called by the constant that holds it, so that nobody has to name it twice."""

import sys
from collections.abc import Mapping


def callers_module() -> str:
    """Return the module in which something is being made, when asked by its constructor."""
    return str(sys._getframe(2).f_globals["__name__"])  # as namedtuple does


def constant_name(made: object, module: str) -> str:
    """Return e.g. `db.customers.change.CHANGE`, also for one of several; else the module alone."""
    for name, value in vars(sys.modules[module]).items():
        held = value.values() if isinstance(value, Mapping) else (value,)
        if any(one is made for one in held):
            return f"{module}.{name}"
    return module
