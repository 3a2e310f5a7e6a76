"""Holdspace: holds the space of a client session."""

__version__ = "0.1.0"
