"""A verb whose arguments make no sense."""


class WrongUsage(Exception):
    """The message is a code."""
