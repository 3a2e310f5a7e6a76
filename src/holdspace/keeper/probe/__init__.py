"""The self-test of the silence: a process of its own that makes the desktop silent for some seconds and looks what shows."""
