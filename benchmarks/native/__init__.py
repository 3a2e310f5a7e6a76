"""Programs in C that the benchmarks measure against; built when they are needed."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_HERE = Path(__file__).parent


@contextmanager
def built() -> Iterator[Path]:
    """A folder with `monitor` and `flood`, compiled by cc, while the block lasts."""
    with TemporaryDirectory(prefix="hs-native-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for program in ("monitor", "flood"):
            subprocess.run(["cc", "-O2", "-Wall", "-o", folder / program, _HERE / f"{program}.c"], check=True)
        yield folder
