"""What doctor tells: every row that does not work with reason and remedy, and nobody's words or names in any of it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from holdspace.cli.doctor import look
from holdspace.cli.telling_health import tell_doctor, tell_parts
from holdspace.core import commands as c
from holdspace.core.policy import Alias, Match, Rule
from holdspace.health import NO_FAULT, REMEDY_OF, HealthRow, remedy, standing
from holdspace.private import Private
from holdspace.words import LANGUAGES, translator
from holdspace.words_codes import CODES
from tests.app.home import PAGELESS, Home, thought
from tests.core.playbook import new_id

PEOPLE = tuple(replace(one, name=f"{one.name} Surname") for one in PAGELESS.responders)
SECRETS = (
    "Client Zero", "a secret topic", "private words", "Sam Sender", "Olga Open", "is it true", "Marta Alias",
    "marta@example.org", "the boy of Berg", "Berg family", "a child may be ill", "call Mr Pinned", "Waiting Wanda",
    *(one.name for one in PEOPLE),
)  # fmt: skip


def told(row: HealthRow) -> None:
    """It says why and what helps, in words of every language and with nothing left to fill in."""
    assert row.reason, row
    assert row.remedy, row
    for language in LANGUAGES:
        words = translator(language)
        for said, code in ((standing(row, words), row.reason), (remedy(row, words), row.remedy)):
            assert code.replace("_", " ") != said.split(" · ")[-1], (row, said)
            assert "{" not in said


@pytest.mark.parametrize("why", sorted({*CODES["quiet_why"], ""} - {"not_wanted"}))
def test_whatever_keeps_the_desktop_loud_has_a_reason_and_a_remedy(home: Home, why: str) -> None:
    home.start()
    home.do(c.ReportQuiet(id=new_id(), engaged=False, driver="none", why=why))
    rows = home.house.health.rows()
    broken = [row for row in rows if row.state in ("cannot", "needs_setup") or row.reason in NO_FAULT]
    assert {"silence", "watch", "keeper", "assistants", "executives"} <= {row.part for row in broken}
    for row in broken:
        told(row)


def test_whatever_else_does_not_work_has_a_reason_and_a_remedy(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = Rule(
        name="x", match=Match(sender=("x",)), verdict="let_through", until=home.clock.now().utc.date() - timedelta(1)
    )
    paged = tuple(replace(one, channels=("page",)) for one in PEOPLE)
    home.start()
    home.house.engine.policy = replace(PAGELESS, rules=(ended,), responders=paged)
    monkeypatch.setattr(home.house.store.database.__class__, "quick_check", lambda _: False)
    home.house.health.check_database()
    home.clock.set_wall(home.clock.now().utc - timedelta(hours=1))
    home.house.hotkeys.start()
    home.paths.data.chmod(0o755)
    with home.paths.arrivals_spool.open("ab") as spool:
        spool.write(b"torn")
    broken = {row.part: row for row in home.house.health.rows() if row.state in ("cannot", "needs_setup")}
    assert {"hotkeys", "page", "break_glass", "database", "clock", "permissions", "spool"} <= set(broken)
    for row in broken.values():
        told(row)


def test_every_reason_for_a_loud_desktop_has_its_remedy_and_a_new_one_is_sent_to_the_log() -> None:
    assert set(REMEDY_OF) - {"starting"} == set(CODES["quiet_why"]) - {"not_wanted"}
    assert set(REMEDY_OF.values()) <= set(CODES["remedy"])


def silence(home: Home) -> tuple[str, str, str]:
    row = next(row for row in home.house.health.rows() if row.part == "silence")
    return row.state, row.reason, row.remedy


def test_a_silence_that_the_user_ended_is_off_and_no_fault(home: Home) -> None:
    home.start()
    home.keeper_joins()
    quiet = {"tell": "quiet", "engaged": False, "driver": "dunst", "evidence": "none", "lease_until": None}
    home.house.ear.heard({**quiet, "why": "changed_by_user"})
    assert silence(home) == ("off", "changed_by_user", "silence_again")
    home.house.ear.heard({**quiet, "why": "server_failed"})
    assert silence(home) == ("cannot", "server_failed", "restart_the_server")


def test_what_the_settings_do_about_urgent_ones_is_told_with_it(home: Home) -> None:
    for is_on in (False, True):
        home.adopt(replace(PAGELESS, preferences=replace(PAGELESS.preferences, close_critical=is_on)))
        assert home.result("doctor")["close_critical"] is is_on


def test_what_was_seen_outside_before_is_not_told_to_whoever_looks_now(home: Home) -> None:
    """The battery may be charged again, and the microphone switched on."""
    was = (
        HealthRow(part="battery", state="needs_setup", reason="battery_low", remedy="plug_in"),
        HealthRow(part="microphone", state="works", reason="microphone_on"),
    )
    home.house.health._outside.rows = was
    assert {"battery", "microphone", "disk"} <= {row.part for row in home.house.health.rows()}
    told = {row["part"] for row in home.result("doctor")["parts"]}
    assert not {"battery", "microphone"} & told
    assert {"silence", "watch", "page", "disk", "clock"} <= told


def lived_in(home: Home) -> None:
    """A session in which everything that is private happens: open cases, logs, pins, marks, notes, names in settings."""
    rules = (
        Rule(name="the boy of Berg", match=Match(sender=("Berg family",)), verdict="let_through",
             reason="a child may be ill", until=home.clock.now().utc.date() + timedelta(3)),
        *PAGELESS.rules,
    )  # fmt: skip
    known = (Alias(name="Marta Alias", aliases=("marta@example.org",)),)
    home.adopt(replace(PAGELESS, rules=rules, people=known, responders=PEOPLE))
    home.here("ana", "eve")
    home.start(client=Private("Client Zero"), topic=Private("a secret topic"))
    for sender, app in (("Olga Open", "pager"), ("marta@example.org", "pager"), ("Berg family", "phone")):
        key = new_id()
        home.do(
            c.ReportInterruption(
                id=key, key=key, origin="desktop", app=app, sender=Private(sender), text=Private("is it true")
            )
        )
    home.result("log", text="private words", **{"from": "Sam Sender"})
    home.result("pin", text="call Mr Pinned")
    assert len(home.house.engine.state.cases) == 3
    assert home.screen.card is not None


def nobodys(said: str) -> None:
    for secret in SECRETS:
        assert secret not in said


def test_doctor_of_a_running_app_tells_nothing_private_in_json_or_in_text(home: Home) -> None:
    lived_in(home)
    home.house.failed("disk_full")
    found = home.result("doctor")
    nobodys(json.dumps(found, ensure_ascii=False))
    for language in LANGUAGES:
        lines = list(tell_doctor(found, translator(language)))
        assert len(lines) > len(found["parts"])
        nobodys("\n".join(lines))


def test_doctor_without_the_app_tells_nothing_private_of_what_lies_in_the_files(home: Home) -> None:
    lived_in(home)
    home.by_hand(thought("log", None, text="private words Waiting Wanda"))
    home.crash()
    seen = look(home.paths)
    assert seen["hand_spool"] == 1
    nobodys(json.dumps(seen, ensure_ascii=False))
    nobodys("\n".join(tell_parts(seen, translator("en"))))


def test_the_text_tells_when_each_part_was_last_verified_and_a_remedy_only_where_one_is_needed(home: Home) -> None:
    home.adopt(PAGELESS)
    home.here("ana")
    home.start()
    home.keeper_joins()
    quiet = {"tell": "quiet", "engaged": True, "driver": "dunst", "evidence": "read_back", "why": None}
    home.house.ear.heard({**quiet, "lease_until": None})
    lines = list(tell_doctor(home.result("doctor"), translator("en")))
    assert "Silence (dunst): works · last verified 2026-01-05 15:00" in lines
    assert "Keeper: works · last verified 2026-01-05 15:00" in lines
    executives = lines.index("Executives: needs setting up · 0 of 1 can be asked now")
    assert lines[executives + 1].startswith("    They open their answer page.")
    assert lines[lines.index("Clock: works · last verified 2026-01-05 15:00") + 1].startswith("Encryption: off")
