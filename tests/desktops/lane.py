"""Run as root by `./dev test --desktops`: each desktop's tests, by pytest, inside that desktop's own root.

In the root everything runs as an ordinary user, in a world of processes and mounts of its own: what is left over at the
end is gone with it. The checkout and the Python packages are seen there read-only; what the tests found out comes back
in a folder, and is written into the page about the desktops.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests import matrix
from tests.desktops import found
from tests.desktops.roots import LAYERS, USER, Roots

TREE, PACKAGES, FOUND = "/checkout", "/packages", "/found"
"""Where the root has the checkout, what pip installed, and the folder for what was found."""

_TOLD = ["-p", "tests.matrix", f"--found={FOUND}/rows.json", f"--matrix={FOUND}/matrix.json"]


def main(argv: Sequence[str]) -> int:
    """Status 0 when each desktop's tests passed."""
    words = argparse.ArgumentParser(prog="./dev test --desktops")
    words.add_argument("--roots", type=Path, required=True, help="where the roots are kept")
    words.add_argument("--tree", type=Path, required=True, help="the sources that the tests' user can read")
    words.add_argument("--packages", type=Path, required=True, help="Python packages that it can read")
    words.add_argument("--user", required=True, help="whose number the user in the roots gets")
    words.add_argument("--page", type=Path, required=True, help="the page that is told what was found")
    words.add_argument("--only", choices=sorted(LAYERS), action="append", help="this desktop alone")
    asked, rest = words.parse_known_args(argv)
    roots = Roots(asked.roots, pwd.getpwnam(asked.user).pw_uid)
    with (asked.roots / "lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        return _each(roots, asked, rest)


def _each(roots: Roots, asked: argparse.Namespace, rest: Sequence[str]) -> int:
    """The worst status."""
    worst = 0
    for name in asked.only or LAYERS:
        print(f"{name}: making its root if need be, then its tests in it", flush=True)
        roots.make(name)
        with roots.opened(name) as root:
            status = _run(name, root, asked, rest)
            told = root / FOUND[1:]
            if (told / "rows.json").exists():
                found.tell(asked.page, name, told / "rows.json")
            if (told / "matrix.json").exists():
                matrix.main([str(told / "matrix.json")])
        worst = worst or status
    return worst


def _run(name: str, root: Path, asked: argparse.Namespace, rest: Sequence[str]) -> int:
    """pytest inside the root; its exit status."""
    _show(asked.tree, root, TREE)
    _show(asked.packages, root, PACKAGES)
    (root / FOUND[1:]).mkdir(mode=0o777)
    (root / FOUND[1:]).chmod(0o777)
    (root / "tmp/.X11-unix").mkdir(mode=0o1777, exist_ok=True)
    (root / "tmp/.X11-unix").chmod(0o1777)
    (root / "dev/shm").chmod(0o1777)
    env = {
        "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
        "HOME": f"/home/{USER}",
        "LANG": "C.UTF-8",
        "PYTHONPATH": f"{TREE}/src:{TREE}:{PACKAGES}",
        "PYTHONPYCACHEPREFIX": "/tmp/pycache",
        "CI": os.environ.get("CI", ""),
    }
    pytest = ["python3", "-m", "pytest", "-o", "cache_dir=/tmp/pytest", "--basetemp=/tmp/t", f"--rootdir={TREE}"]
    # A choice of tests is no whole run: the page is not told of it.
    words = [f"--desktop={name}", "tests/desktops", *(rest or _TOLD)]
    # A world of processes that ends with its first one, a shell that waits: what is forgotten is its child, not pytest's.
    first = f'mount -t proc proc "$0/proc" && chroot --userspec={USER} "$0" sh -c \'cd {TREE} && exec "$@"\' sh "$@"; exit $?'
    world = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--", "sh", "-c", first, str(root)]
    return subprocess.run([*world, *pytest, *words], env=env, check=False).returncode


def _show(source: Path, root: Path, place: str) -> None:
    """Show a folder in the root, read-only."""
    at = root / place[1:]
    at.mkdir()
    subprocess.run(["mount", "--bind", source, at], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", at], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
