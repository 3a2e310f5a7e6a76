"""An open case that nothing would move on: the auditor finds it, and it is told where everything that fails is told."""

import sqlite3
from contextlib import closing

from holdspace.core import commands as c
from tests.app.home import PAGELESS, Home
from tests.core.playbook import new_id


def with_a_case_whose_question_is_lost(home: Home) -> None:
    """Of the journal the fact that somebody was asked is gone, and with it until when."""
    home.adopt(PAGELESS)
    home.here("ana", "eve")
    home.start()
    home.do(c.ReportInterruption(id=new_id(), key="1", origin="desktop", app="pager"))
    home.here("ash")
    home.crash()
    with closing(sqlite3.connect(home.paths.database)) as connection, connection:
        (guarded,) = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%a fact is not deleted%'")
        connection.execute(f"DROP TRIGGER {guarded[0]}")
        assert connection.execute("DELETE FROM facts WHERE type = 'StepAsked'").rowcount == 1
        connection.execute(guarded[1])
    home.open()


def test_a_case_without_a_deadline_gets_one_and_is_told_on_the_screen_in_doctor_and_in_the_log(home: Home) -> None:
    with_a_case_whose_question_is_lost(home)
    home.house._ring(0.0)
    (case,) = home.house.engine.state.cases.values()
    assert case.due is not None
    assert "deadline_missing" in home.screen.trouble
    assert "deadline_missing" in home.result("doctor")["trouble"]
    assert "deadline_missing" in home.result("status")["trouble"]
    assert "trouble deadline_missing" in home.paths.app_log.read_text()


def test_what_got_a_deadline_goes_on_when_it_has_come(home: Home) -> None:
    with_a_case_whose_question_is_lost(home)
    home.house._ring(0.0)
    home.clock.pass_by(61)
    home.house._ring(0.0)
    (case,) = home.house.engine.state.cases.values()
    assert case.asked, "somebody is asked"
