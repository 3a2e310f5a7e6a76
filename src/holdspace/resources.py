"""Where the files that ship with Holdspace are: icons, fonts, catalogues, the answer page."""

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """The folder of resources, in a wheel beside the package and in a checkout at its top."""
    inside = Path(__file__).with_name("resources")  # importlib.resources would cost the command line 10 ms
    # An editable install also leaves a copy in site-packages; the package itself is in src then, and has none.
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "resources"


def path(*parts: str) -> Path:
    """The path of one resource; FileNotFoundError tells a broken install at once, and names what is missing."""
    found = root().joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(f"Holdspace is not installed whole: resources/{'/'.join(parts)} is missing")
    return found
