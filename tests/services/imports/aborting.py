"""A reader that dies of its file, as a parser in C can."""

from os import abort as main

__all__ = ("main",)
