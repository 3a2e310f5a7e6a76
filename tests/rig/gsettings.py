"""One boolean of the user's GSettings, set and read by GLib's and dconf's own command lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.rig.processes import run


def dconf_service() -> dict[str, str]:
    """What a private bus must be able to activate for settings to be kept; FileNotFoundError says what to install."""
    for folder in ("/usr/libexec", "/usr/lib/dconf", "/usr/lib"):
        service = Path(folder) / "dconf-service"
        if service.exists():
            return {"ca.desrt.dconf": str(service)}
    raise FileNotFoundError("dconf-service is missing: install it")


@dataclass(frozen=True, slots=True, kw_only=True)
class GSettings:
    """`env` must name the bus, the user's folders, and where the schema is."""

    env: Mapping[str, str] = field(repr=False)
    schema: str
    key: str
    path: str

    def write(self, value: bool | None) -> None:
        """None: as if nobody ever set it."""
        if value is None:
            self._tool("gsettings", "reset", self.schema, self.key)
        else:
            self._tool("gsettings", "set", self.schema, self.key, "true" if value else "false")

    def read(self) -> bool | None:
        """None where nobody set it: `gsettings get` would tell the default."""
        return {"": None, "true": True, "false": False}[self._tool("dconf", "read", self.path + self.key)]

    def _tool(self, *words: str) -> str:
        done = run(words, env=self.env)
        if done.returncode != 0 or done.stderr:
            raise AssertionError(f"{' '.join(words)} ended with {done.returncode}: {done.stderr}")
        return done.stdout.strip()
