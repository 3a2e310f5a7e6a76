"""The core decides and does nothing else: frozen values, no I/O, no clock, no randomness, no logging."""
