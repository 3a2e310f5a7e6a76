"""A drill: a session rehearsed through the real parts, with a journal of its own, and nobody bothered."""
