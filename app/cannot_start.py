"""A process that can't start says why in one sentence, and the command line prints just that."""


class CannotStart(Exception):
    """The surroundings refuse: a setting, a port, a directory. `str()` is the whole sentence."""
