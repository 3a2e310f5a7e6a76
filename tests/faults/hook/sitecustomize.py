"""Every Python of a fault test loads this: the first process in the role that is asked for stops before its first step.

The test then puts strace on it, so that no system call is missed, and lets it go on. A guard stops right after the fork.
"""

import os
import signal
import sys
from pathlib import Path

_WORDS = sys.orig_argv
_IS_APP = "holdspace.app" in _WORDS or ("holdspace" in _WORDS and _WORDS[-2:-1] == ["--home"])  # no verb behind it
_IS = {"app": _IS_APP, "keeper": "holdspace.keeper" in _WORDS, "guard": "holdspace.keeper" in _WORDS}
_PR_SET_PTRACER, _ANYBODY = 0x59616D61, 2**64 - 1


def _stop(flag: str) -> None:
    """Once a flag. The pid is told in it."""
    try:
        file = os.open(flag, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        return
    os.write(file, b"%d\n" % os.getpid())
    os.close(file)
    import ctypes

    # Where Yama lets only ancestors trace, somebody else may trace this one.
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(_ANYBODY), 0, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)


_role, _flag = os.environ.get("HOLDSPACE_FAULT_ROLE", ""), os.environ.get("HOLDSPACE_FAULT_FLAG", "")
if _role and _IS[_role] and not Path(_flag).exists():
    if _role != "guard":
        _stop(_flag)
    elif "--guard" not in _WORDS:
        os.register_at_fork(after_in_child=lambda: _stop(_flag))
