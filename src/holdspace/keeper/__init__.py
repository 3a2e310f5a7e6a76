"""The keeper: a small process that watches what arrives, spools it, and holds the quiet while a session lasts."""
