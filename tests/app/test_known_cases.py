from holdspace.app.known_cases import KnownCases
from holdspace.core import facts as f
from holdspace.store.rows import CaseRow


class CountedRecords:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def case(self, key: str) -> CaseRow | None:
        self.asked.append(key)
        return None


def known() -> tuple[KnownCases, CountedRecords]:
    records = CountedRecords()
    return KnownCases(records), records  # type: ignore[arg-type]


def test_a_case_is_looked_up_once_until_something_happens_to_it() -> None:
    cases, records = known()
    for _ in range(3):
        cases.case("a")
        cases.case("b")
    assert records.asked == ["a", "b"]
    cases.happened([f.CardNotSeen(case="a")])
    cases.case("a")
    cases.case("b")
    assert records.asked == ["a", "b", "a"]


def test_a_newer_text_of_the_matter_counts_as_something() -> None:
    cases, records = known()
    cases.case("a")
    cases.happened([f.InterruptionSettled(interruption="a", outcome="held", why="default")])
    cases.case("a")
    assert records.asked == ["a", "a"]


def test_what_has_nothing_to_do_with_a_case_changes_nothing() -> None:
    cases, records = known()
    cases.case("a")
    cases.happened([f.GapNoticed(seconds=40.0)])
    cases.case("a")
    assert records.asked == ["a"]
