"""What comes through a portal is told once, whatever its backend does with it and whoever is killed meanwhile."""

import os
from collections.abc import Iterator

import pytest

from tests.keeper.bench import Bench, send
from tests.rig.notification_server import NAME
from tests.rig.portals import BACKENDS_NAME, PORTALS_NAME, Portal, portal
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.dbus, pytest.mark.x11]


@pytest.fixture
def asked(bench: Bench) -> Iterator[Portal]:
    """A session runs and a portal is there."""
    bench.start_session()
    with portal(bench.bus) as found:
        yield found


def told(bench: Bench) -> list[tuple[str, str, str]]:
    """All that was told until something else that came after it was told."""
    said = f"after it {len(bench.app.records())}"
    bench.notify(said, app="Last")
    bench.app.wait(lambda: any(record["sender"] == said for record in bench.app.records()), what="what came last")
    return [(one["app"], one["sender"], one["text"]) for one in bench.app.records() if one["app"] != "Last"]


MARA = ("org.example.Chat", "Mara", "See you & <soon>")


@pytest.mark.parametrize("to", ["", BACKENDS_NAME])
def test_one_that_its_backend_gives_to_the_server_is_told_once_with_the_portals_word_for_the_application(
    bench: Bench, asked: Portal, to: str
) -> None:
    asked.ask("m1", "Mara", "See you & <soon>", to=to, priority=("s", "urgent"))
    ident = asked.show("Mara", "See you &amp; &lt;soon&gt;")
    assert told(bench) == [MARA]
    record = bench.app.records()[0]
    assert (record["desktop_entry"], record["urgency"]) == ("org.example.Chat", 2)
    assert record["pid"] == os.getpid(), "the application's own process, not the portal's"
    named = [tell for tell in bench.app.spooled.values() if tell["tell"] == "named"]
    assert [(tell["notification"], tell["server"]) for tell in named[:1]] == [(ident, bench.bus.owner(NAME))]


def test_one_that_its_backend_draws_itself_is_told(bench: Bench, asked: Portal) -> None:
    asked.ask("m1", "Mara", "See you & <soon>")
    assert told(bench) == [MARA]


def test_one_that_its_backend_gives_to_gnomes_shell_is_told_once(bench: Bench, asked: Portal) -> None:
    asked.ask("m1", "Mara", "See you & <soon>")
    asked.show_by_gtk("m1", "Mara", "See you & <soon>")
    assert told(bench) == [MARA]


def test_what_the_backend_has_to_say_itself_is_told_as_well(bench: Bench, asked: Portal) -> None:
    asked.ask("m1", "Mara", "See you & <soon>")
    asked.show("Screen sharing", "is on", app="Portal")
    asked.show("Mara", "See you &amp; &lt;soon&gt;")
    asked.show("Mara", "See you &amp; &lt;soon&gt;")
    assert told(bench) == [MARA, ("Portal", "Screen sharing", "is on"), ("", *MARA[1:])]


@pytest.mark.parametrize("to", ["", BACKENDS_NAME])
def test_the_same_words_of_another_program_are_told_as_well(bench: Bench, asked: Portal, to: str) -> None:
    asked.ask("m1", "Mara", "Hello", to=to)
    with bench.bus.connect() as other:
        send(other, "Mara", "Hello", app="Other")
    assert [app for app, _, _ in told(bench)] == ["org.example.Chat", "Other"]


def test_three_at_once_and_their_copies_in_another_order_are_three(bench: Bench, asked: Portal) -> None:
    for number in range(3):
        asked.ask(f"m{number}", "Mara", f"text {number}")
    numbers = {number: asked.show("Mara", f"text {number}") for number in (2, 0, 1)}
    assert [text for _, _, text in told(bench)] == ["text 0", "text 1", "text 2"]
    named = [tell for tell in bench.app.spooled.values() if tell["tell"] == "named"]
    of = {
        tell["notification"]: bench.app.spooled[tell["of"]]["record"]["text"]
        for tell in named
        if tell["of"] in bench.app.spooled
    }
    assert {of[ident] for ident in numbers.values()} == {"text 0", "text 1", "text 2"}
    assert {number: of[ident] for number, ident in numbers.items()} == {n: f"text {n}" for n in range(3)}


def test_a_backend_that_refuses_leaves_what_it_was_asked_and_no_copy_is_waited_for(bench: Bench, asked: Portal) -> None:
    asked.ask("m1", "Mara", "Hello")
    asked.refuse()
    asked.show("Mara", "Hello")  # of its own: the portal's came to nothing
    assert len(told(bench)) == 2


def test_the_same_application_and_name_are_the_same_one_and_others_are_not(bench: Bench, asked: Portal) -> None:
    asked.ask("m1", "Mara", "one")
    asked.ask("m1", "Mara", "two")
    asked.ask("m2", "Mara", "other")
    asked.ask("m1", "Mara", "somebody else's", app_id="org.example.Mail")
    told(bench)
    of = {one["text"]: one["server"] for one in bench.app.records()}
    assert of["one"] == of["two"]
    assert len({of["one"], of["other"], of["somebody else's"]}) == 3
    assert [one["replaces"] for one in bench.app.records()][:4] == [0, 1, 0, 0]


def test_the_same_name_after_it_was_withdrawn_is_another_one(bench: Bench, asked: Portal) -> None:
    asked.ask("m1", "Mara", "one")
    asked.take_back("m1")
    asked.ask("m1", "Mara", "two")
    told(bench)
    assert [one["replaces"] for one in bench.app.records()][:2] == [0, 0]


def test_one_that_its_application_withdraws_is_told_as_taken_back(bench: Bench, asked: Portal) -> None:
    asked.ask("m1", "Mara", "one")
    asked.take_back("m2")
    asked.take_back("m1")
    asked.take_back("m1")
    told(bench)
    ours = bench.app.records()[0]
    closed = bench.app.records("closed")
    assert [(one["server"], one["notification"], one["by_sender"]) for one in closed] == [(ours["server"], 1, True)]


def test_a_program_that_plays_the_portal_neither_replaces_nor_takes_back_what_the_portal_passed_on(
    bench: Bench, asked: Portal
) -> None:
    asked.ask("m1", "Mara", "one")
    with bench.bus.connect() as player:
        asked.played(player, "m1", "Mara", "another")
        asked.take_back("m1", by=player)
    told(bench)
    ours, theirs = bench.app.records()[:2]
    assert (theirs["text"], theirs["replaces"]) == ("another", 0)
    assert ours["server"] != theirs["server"]
    assert [one["server"] for one in bench.app.records("closed")] == [theirs["server"]]


def test_a_portal_that_was_started_anew_is_the_portal(bench: Bench, asked: Portal) -> None:
    asked.ask("m1", "Mara", "one")
    asked.portal.close()
    bench.bus.wait_until_free(PORTALS_NAME)
    with portal(bench.bus) as again:
        again.ask("m1", "Mara", "two")
        again.show("Mara", "two")
    assert [text for _, _, text in told(bench)] == ["one", "two"]
    first, second = bench.app.records()[:2]
    assert (second["server"], second["replaces"]) == (first["server"], 1)


def test_a_backend_that_shows_anew_what_was_only_changed_takes_nothing_back(bench: Bench, asked: Portal) -> None:
    asked.ask("m1", "Mara", "one")
    first = asked.show("Mara", "one")
    asked.ask("m1", "Mara", "two")
    asked.hide(first)
    asked.show("Mara", "two")
    assert [text for _, _, text in told(bench)] == ["one", "two"]
    assert [one["by_sender"] for one in bench.app.records("closed")] == [False]


def test_a_portal_that_is_flooded_by_names_and_backends_is_bounded(bench: Bench, asked: Portal) -> None:
    for number in range(200):
        asked.ask("x" * 5000, "Mara" * 500, "y" * 5000, to=f":1.{9000 + number}")
    assert len(told(bench)) == 200


def test_a_keeper_that_is_killed_between_the_portals_call_and_its_copy_tells_it_once(
    bench: Bench, asked: Portal
) -> None:
    asked.ask("m1", "Mara", "Hello")
    bench.app.wait(bench.app.records)
    wait_for(lambda: '"asked"' in (bench.paths.keeper_dir / "ledger").read_text(), what="the ledger")
    bench.keeper.kill()
    ident = asked.show("Mara", "Hello")
    bench.start_keeper()
    assert told(bench) == [("org.example.Chat", "Mara", "Hello")]
    assert ident in [tell["notification"] for tell in bench.app.tells("named")]


def test_a_keeper_that_is_killed_before_it_consumed_the_copy_tells_it_once(bench: Bench, asked: Portal) -> None:
    asked.ask("m1", "Mara", "Hello")
    bench.app.wait(bench.app.records)
    wait_for(lambda: '"asked"' in (bench.paths.keeper_dir / "ledger").read_text(), what="the ledger")
    bench.keeper.kill()
    asked.show("Mara", "Hello")
    serial = next(asked.backend.outgoing_serial) - 1
    (key,) = bench.app.spooled
    with (bench.paths.keeper_dir / "ledger").open("a") as ledger:  # as if it had read the copy, and no more
        ledger.write(f'\n["copy", "{asked.backend.unique_name}", {serial}, "{key}"]\n')
    bench.start_keeper()
    assert told(bench) == [("org.example.Chat", "Mara", "Hello")]
