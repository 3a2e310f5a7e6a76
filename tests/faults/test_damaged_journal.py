"""A page of the database, of any type, or its log is damaged: it is told, the file stays, and the ways on are offered."""

import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdspace.store import copies, suspicion
from holdspace.store.errors import Damaged
from holdspace.store.opening import open_store
from tests.faults.conftest import Begin
from tests.faults.pages import GARBAGE, TYPES, pages_by_type, spoil
from tests.faults.points import ALL, PATIENCE
from tests.store.story import Story

pytestmark = [pytest.mark.slow, pytest.mark.timeout(PATIENCE)]

ARRIVALS = 220
EACH = None if ALL else 4
"""How many pages of each type."""
HOLDING = [kind for kind in TYPES if kind != "freelist leaf"]
FRAME_HEADER, WAL_HEADER = 24, 32


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with a session and many interruptions, in which every type of page is there; closed."""
    path = tmp_path_factory.mktemp("whole") / "home" / "holdspace.db"
    story = Story(path).with_people()
    story.start()
    for number in range(ARRIVALS):
        story.arrives("Chat", f"Sam {number}", f"words {number} " * (900 if number % 25 == 0 else 4))
    story.end()
    execute = story.store.database.connection.execute
    execute("CREATE TABLE passing(x)")
    execute("INSERT INTO passing VALUES (zeroblob(3000000))")
    execute("DROP TABLE passing")  # more free pages than one trunk can name
    story.store.close()
    yield path
    shutil.rmtree(path.parent)


def again(whole: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(whole.parent, folder)
    return folder / whole.name


def facts_of(path: Path) -> int:
    """How many; the store is closed again."""
    store = open_store(path)
    count = sum(1 for _ in store.journal.facts())
    store.close()
    return count


def is_told(path: Path) -> bool:
    """Whether opening it, reading what a start reads, or the quick look after the start says that it is damaged."""
    try:
        store = open_store(path)
    except Damaged:
        return True
    try:
        store.journal.state()
        store.journal.policy()
        if store.database.quick_check():
            return False
        suspicion.raise_against(path)
    except Damaged:
        return True
    finally:
        store.close()
    with pytest.raises(Damaged):
        open_store(path)
    return True


@pytest.mark.parametrize("kind", TYPES)
def test_damage_of_any_page_is_told_and_the_file_is_kept_as_it_is(whole: Path, tmp_path: Path, kind: str) -> None:
    count, pages = facts_of(again(whole, tmp_path / "sound")), pages_by_type(whole)[kind]
    chosen = pages[:: max(1, len(pages) // EACH)] if EACH else pages
    told = 0
    for number in chosen:
        path = again(whole, tmp_path / "spoiled")
        spoil(path, number)
        before = path.read_bytes()
        if is_told(path):
            told += 1
            assert path.read_bytes() == before
            kept = copies.set_aside(path)
            assert kept.read_bytes() == before
            assert facts_of(path) == 0, "the fresh one is not looked at askance for it"
        else:
            assert kind == "freelist leaf", f"page {number} was damaged, and nobody said so"
            assert facts_of(path) == count
    print(f"\nTALLY damaged {kind}: {len(pages)} pages, {len(chosen)} tried, {told} told")


# ------------------------------------------------------------------------------------------------------------ the log


@pytest.fixture
def killed(tmp_path: Path) -> tuple[Path, int]:
    """A home as a kill leaves it, with everything in the log; and how many facts were kept."""
    story = Story(tmp_path / "alive" / "holdspace.db").with_people()
    story.start()
    for number in range(20):
        story.arrives("Chat", f"Sam {number}")
    count = sum(1 for _ in story.store.journal.facts())
    shutil.copytree(tmp_path / "alive", tmp_path / "killed")
    story.store.close()
    return tmp_path / "killed" / "holdspace.db", count


def log_of(path: Path) -> Path:
    return path.with_name("holdspace.db-wal")


def overwrite(file: Path, begin: int, length: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(begin)
        opened.write((GARBAGE * (length // len(GARBAGE) + 1))[:length])


def frames_of(log: Path) -> tuple[int, list[bool]]:
    """The size of one, and of each whether it ends a transaction."""
    raw = log.read_bytes()
    size = FRAME_HEADER + struct.unpack(">L", raw[8:12])[0]
    return size, [any(raw[begin + 4 : begin + 8]) for begin in range(WAL_HEADER, len(raw) - size + 1, size)]


def test_a_sound_log_is_taken_in(killed: tuple[Path, int]) -> None:
    path, count = killed
    assert facts_of(path) == count


def test_a_damaged_head_of_the_log_is_told_and_nothing_is_touched(killed: tuple[Path, int]) -> None:
    """SQLite alone would take the log for empty, and say nothing of what was in it."""
    path, _ = killed
    overwrite(log_of(path), 0, WAL_HEADER)
    before = path.read_bytes(), log_of(path).read_bytes()
    with pytest.raises(Damaged):
        open_store(path)
    assert (path.read_bytes(), log_of(path).read_bytes()) == before
    kept = copies.set_aside(path)
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == before[1]


@pytest.mark.parametrize("part", ["head", "page"])
def test_a_damaged_frame_of_the_log_is_told_unless_it_may_be_of_what_was_never_finished(
    killed: tuple[Path, int], tmp_path: Path, part: str
) -> None:
    path, count = killed
    size, ends = frames_of(log_of(path))
    last = max(number for number, end in enumerate(ends[:-1]) if end)  # the end of the transaction before the last
    chosen = range(len(ends)) if ALL else range(0, len(ends), max(1, len(ends) // 12))
    told = 0
    for number in [*chosen, last, len(ends) - 1]:
        one = again(path, tmp_path / "spoiled")
        begin = WAL_HEADER + number * size
        overwrite(
            log_of(one), *((begin, FRAME_HEADER) if part == "head" else (begin + FRAME_HEADER, size - FRAME_HEADER))
        )
        before = one.read_bytes(), log_of(one).read_bytes()
        try:
            found = facts_of(one)
        except Damaged:
            told += 1
            assert (one.read_bytes(), log_of(one).read_bytes()) == before
        else:
            assert number >= last if part == "head" else number > last, (
                f"frame {number} of {len(ends)}, and nobody said so"
            )
            assert count - 4 <= found < count
    print(f"\nTALLY damaged frame ({part}): {len(ends)} frames, {len(chosen) + 2} tried, {told} told")


def test_a_log_that_ends_in_the_middle_of_a_transaction_is_sound(killed: tuple[Path, int]) -> None:
    """As a power loss leaves it: what was not finished had not been promised to anybody."""
    path, count = killed
    size, _ = frames_of(log_of(path))
    raw = log_of(path).read_bytes()
    log_of(path).write_bytes(raw[: -size // 2])
    assert count - 4 <= facts_of(path) < count


@pytest.mark.parametrize("length", [136, 32768], ids=["head", "all"])
def test_a_damaged_index_of_the_log_costs_nothing(killed: tuple[Path, int], length: int) -> None:
    path, count = killed
    overwrite(path.with_name("holdspace.db-shm"), 0, length)
    assert facts_of(path) == count


# ------------------------------------------------------------------------------------------------------- the real app


@pytest.mark.journey
@pytest.mark.parametrize("kind", HOLDING if ALL else ["header and schema", "leaf index"])
def test_the_app_says_so_and_offers_the_ways_on(whole: Path, begin: Begin, kind: str) -> None:
    """At once where it cannot start; else it serves, says so, and offers them at its next start."""
    with begin() as held:
        person = held.person
        path = again(whole, person.home)
        spoil(path, pages_by_type(whole)[kind][-1])
        damaged = path.read_bytes()
        app = person.launch(wait=False)
        person.until(lambda: "is damaged" in app.said() or person.try_status() is not None, what="a word")
        if "is damaged" not in app.said():
            person.until_status(lambda told: "database_damaged" in told["trouble"], what="the damage to be told")
            held.ledger.hand(person, "log", "kept, or refused with a word", "--source", "door")
            person.ok("quit")
            assert app.wait() == 0
            damaged = path.read_bytes()
            app = person.launch(wait=False)
            person.until(lambda: "is damaged" in app.said(), what="the ways on")
        with person.desktop.screen() as screen:
            person.until(lambda: screen.titled("Holdspace"), what="the window with them")
        assert "Traceback" not in app.said()
        assert path.read_bytes() == damaged
        assert person.cli("log", "kept for later").returncode == 0
