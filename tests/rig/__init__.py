"""The real parts that tests and the rehearsal start: X server, bus, window manager, panel, dunst, Chromium."""
