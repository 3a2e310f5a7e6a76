"""The spool: durable when it says so, and whole whatever happens to it."""

import os
import random
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.wire import spool
from holdspace.wire.spool import SpoolError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.spool"


def content(path: Path) -> list[tuple[str, bytes]]:
    return [(record.key, record.payload) for record in spool.read(path)]


@given(st.lists(st.tuples(st.text(max_size=20), st.binary(max_size=200)), max_size=8))
def test_what_was_appended_is_read_in_order(
    tmp_path_factory: pytest.TempPathFactory, records: list[tuple[str, bytes]]
) -> None:
    path = tmp_path_factory.mktemp("spool") / "a.spool"
    for key, payload in records:
        spool.append(path, key, payload)
    surrogates = [(key.encode("utf-8", "replace").decode(), payload) for key, payload in records]
    assert content(path) == surrogates


def test_a_missing_spool_is_an_empty_one(path: Path) -> None:
    reading = spool.read(path)
    assert list(reading) == []
    assert (reading.damaged, reading.torn) == (0, False)
    assert spool.drop(path, {"a"}) == 0


def test_a_spool_is_for_its_user_only(path: Path) -> None:
    spool.append(path, "a", b"1")
    spool.drop(path, {"b"})
    assert path.stat().st_mode & 0o777 == 0o600


def test_wherever_the_file_ends_all_whole_records_are_read_and_later_ones_too(path: Path) -> None:
    spool.append(path, "a", b"first")
    one = path.stat().st_size
    spool.append(path, "b", b"second")
    whole = path.read_bytes()
    for cut in range(one + 1, len(whole)):
        path.write_bytes(whole[:cut])
        reading = spool.read(path)
        assert [record.key for record in reading] == ["a"], cut
        assert reading.torn
        spool.append(path, "c", b"third")
        assert [record.key for record in spool.read(path)] == ["a", "c"], cut


def test_a_damaged_record_costs_only_itself(path: Path) -> None:
    for key in "abcde":
        spool.append(path, key, key.encode() * 50)
    whole = path.read_bytes()
    chance = random.Random(1)
    for _ in range(300):
        broken = bytearray(whole)
        at = chance.randrange(len(whole))
        broken[at] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        reading = spool.read(path)
        keys = [record.key for record in reading]
        assert len(keys) == 4, at
        assert reading.damaged + int(reading.torn) == 1


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_raise(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("spool") / "a.spool"
    path.write_bytes(raw + spool.MARK + raw)
    list(spool.read(path))


def test_reading_goes_on_where_it_stopped(path: Path) -> None:
    spool.append(path, "a", b"1")
    end = next(iter(spool.read(path))).end
    spool.append(path, "b", b"2")
    assert [record.key for record in spool.read(path, end)] == ["b"]


def test_dropping_keeps_the_others_and_their_order(path: Path) -> None:
    spool.append_many(path, [(key, b"x") for key in "abcd"])
    assert spool.drop(path, ["b", "c", "unknown"]) == 2
    assert [record.key for record in spool.read(path)] == ["a", "d"]
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_is_said_and_leaves_no_torn_record(path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from holdspace.wire import spool\n"
        "spool.append(sys.argv[1], 'a', b'small')\n"
        "try: spool.append(sys.argv[1], 'b', b'x' * 100_000)\n"
        "except spool.SpoolError as error: print(error.code)\n"
    )
    soft = 4096

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, soft))

    done = subprocess.run(
        [sys.executable, "-B", "-c", script, str(path)],
        env={name: value for name, value in os.environ.items() if not name.startswith("COV")},
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "no_space"
    reading = spool.read(path)
    assert [record.key for record in reading] == ["a"]
    assert not reading.torn


def test_a_folder_that_is_missing_is_an_error_with_a_code(tmp_path: Path) -> None:
    with pytest.raises(SpoolError) as failure:
        spool.append(tmp_path / "nowhere" / "a.spool", "a", b"1")
    assert failure.value.code == "io"


def test_what_is_too_large_is_refused_before_anything_is_written(path: Path) -> None:
    with pytest.raises(SpoolError, match="too_large"):
        spool.append(path, "k" * 2000, b"")
    assert not path.exists()


def test_writers_and_droppers_at_once_lose_nothing(path: Path) -> None:
    script = (
        "import sys\n"
        "from holdspace.wire import spool\n"
        "for n in range(60): spool.append(sys.argv[1], f'{sys.argv[2]}-{n}', b'payload')\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", script, str(path), str(number)]) for number in range(3)]
    dropped: set[str] = set()
    while any(writer.poll() is None for writer in writers):
        keys = [record.key for record in spool.read(path)][::2]
        spool.drop(path, keys)
        dropped.update(keys)
    left = {record.key for record in spool.read(path)}
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert dropped | left == {f"{number}-{n}" for number in range(3) for n in range(60)}
    assert not dropped & left


def test_a_writer_killed_at_any_instant_leaves_a_readable_spool(path: Path) -> None:
    script = (
        "import sys\n"
        "from holdspace.wire import spool\n"
        "print('ready', flush=True)\n"
        "n = 0\n"
        "while True:\n"
        "    spool.append(sys.argv[1], str(n), b'x' * 3000)\n"
        "    print(n, flush=True)\n"
        "    n += 1\n"
    )
    for round_number in range(5):
        path.unlink(missing_ok=True)
        with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            for _ in range(5 + round_number * 7):
                writer.stdout.readline()
            writer.kill()
            said = [int(line) for line in writer.stdout.read().split() if line.isdigit()]
        kept = [int(record.key) for record in spool.read(path)]
        assert kept == list(range(len(kept)))
        assert not said or len(kept) > said[-1]
