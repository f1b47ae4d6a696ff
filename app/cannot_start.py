"""A process that can't start says why in one sentence, and the command line prints just that."""


class CannotStart(Exception):  # noqa: N818 - the subclasses are named for their cause: PortTaken
    """The surroundings refuse: a setting, a port, a directory. `str()` is the whole sentence."""
