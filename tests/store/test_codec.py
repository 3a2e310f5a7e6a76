import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.core import facts as f
from holdspace.core.policy import Policy
from holdspace.store import codec
from holdspace.store.errors import Newer
from tests.store.strategies import KINDS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=10)
@given(data=st.data())
def test_every_fact_comes_back_as_it_was(kind: Any, data: st.DataObject) -> None:
    fact: f.Fact = data.draw(st.from_type(kind))
    kept: dict[str, Policy] = {}

    def keep(policy: Policy) -> str:
        kept["hash"] = policy
        return "hash"

    name, version, body = codec.encode(fact, keep)
    assert name == kind.__name__
    assert codec.decode(name, version, body, kept.__getitem__) == fact


def test_a_policy_stands_in_a_fact_as_its_hash_only() -> None:
    policy = Policy()
    _, _, body = codec.encode(f.PolicyAdopted(policy=policy), lambda _: "the-hash")
    assert body == '{"policy":"the-hash"}'


@pytest.mark.parametrize(("name", "version"), [("SomethingLater", 1), ("SessionPaused", 2)])
def test_a_type_or_version_of_a_newer_holdspace_is_not_guessed_at(name: str, version: int) -> None:
    with pytest.raises(Newer, match=f"{name} {version}"):
        codec.decode(name, version, "{}", lambda _: Policy())


def test_an_empty_store_opens_without_loading_what_reads_facts() -> None:
    code = (
        "import sys, tempfile, pathlib\n"
        "from holdspace.store.opening import open_store\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    store = open_store(pathlib.Path(folder) / 'home' / 'h.db')\n"
        "    store.journal.state(), store.journal.policy(), store.records.last_session(), store.outbox.due(9)\n"
        "    store.close()\n"
        "sys.exit('msgspec' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=30).returncode == 0
