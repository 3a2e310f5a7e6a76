"""That somebody is alive is noted as durably as facts: else a power loss would leave what looks like lost facts."""

from pathlib import Path

from holdspace.store.opening import open_store
from tests.fakes import FakeClock


def test_a_heartbeat_is_synced_by_itself(tmp_path: Path) -> None:
    store = open_store(tmp_path / "holdspace.db")
    said: list[str] = []
    store.database.connection.set_trace_callback(said.append)
    store.journal.heartbeat(FakeClock().now())
    store.database.connection.set_trace_callback(None)
    assert any("heartbeat" in statement for statement in said)
    assert not [statement for statement in said if "synchronous" in statement]
    assert store.database.connection.execute("PRAGMA synchronous").fetchone() == (2,), "FULL"
    store.close()
