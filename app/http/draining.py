"""Whether this process is about to stop: still answering, and no longer to be sent anything new."""


class Draining:
    """Begins once, and is over when the process is."""

    def __init__(self) -> None:
        self._begun = False

    @property
    def begun(self) -> bool:
        """Whether whoever is asked now should be the last to be."""
        return self._begun

    def begin(self) -> None:
        """Say from now on that there will be an end."""
        self._begun = True
