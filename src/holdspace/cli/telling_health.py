"""How things are, told in words: what is covered, and what works on this machine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdspace.cli.output import shown
from holdspace.cli.taking import names_in, rows_in, table_in, zone_of
from holdspace.health import HealthRow, remedy, standing, taken, title
from holdspace.words_coverage import Silence, beforehand, critical_ones, nobody_can_be_asked, unseen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from holdspace.words import Words


def tell_coverage(coverage: Mapping[str, Any], words: Words, *, before: bool = False) -> Iterator[str]:
    """Who can be asked, and what is not covered: never left unsaid. `before` a session also what to do about that."""
    if not coverage:
        return
    mark, why, critical = (shown(coverage.get(name)) for name in ("quiet", "why", "critical"))
    silence = Silence(mark, why, critical, blind=coverage.get("blind") is True)
    if said := unseen(words, silence):
        yield said
    if reachable := names_in(coverage, "reachable"):
        yield words.t("Can be asked now: {names}", names=_counted(reachable))
    else:
        set_up = bool(names_in(coverage, "not_reachable"))
        yield nobody_can_be_asked(words, names_in(coverage, "comes_through"), silence, set_up=set_up)
    if away := names_in(coverage, "not_reachable"):
        yield words.t("Not reachable now: {names}", names=_counted(away))
    if never := names_in(coverage, "in_no_step"):
        yield words.t("Asked in no step: {names}", names=_counted(never))
    if coverage.get("page_on_this_machine_only") is True:
        yield words.t("The answer page works on this computer only.")
    if said := critical_ones(words, shown(coverage.get("critical"))):
        yield said
    if not_covered := names_in(coverage, "not_covered"):
        what = ", ".join(words.code("not_covered", code) for code in not_covered)
        said = words.t("Not covered: {what}", what=what)
        yield f"{said}. {beforehand(words)}" if before else said


def _counted(names: list[str]) -> str:
    """`doctor` tells roles instead of names: of several that are alike, how many."""
    return ", ".join(f"{name} ({many})" if (many := names.count(name)) > 1 else name for name in dict.fromkeys(names))


def tell_doctor(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    version, python, system = (shown(result.get(name)) for name in ("version", "python", "system"))
    yield f"Holdspace {version} · Python {python} · {system}"
    if home := shown(result.get("home")):
        yield words.t("State: {home}", home=home)
    yield from tell_parts(result, words)
    yield from tell_coverage(table_in(result, "coverage"), words, before=True)
    for code in names_in(result, "trouble"):
        yield words.t("Trouble: {what}", what=words.code("trouble", code))


def tell_parts(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    """A line a part, and what can be done about it below."""
    zone = shown(result.get("time_zone"))
    for raw in rows_in(result, "parts"):
        row = _harmless(taken(raw))
        seen = when(row.last_verified, zone)
        line = f"{title(row, words)}: {standing(row, words)}"
        if seen:
            line += " · " + words.t("last verified {when}", when=seen)
        yield line
        if row.state != "works" and (told := remedy(row, words)):
            yield f"    {told}"


def when(moment: datetime | None, zone: str) -> str:
    """Date and time in the practitioner's zone, else in this terminal's; empty for none."""
    if moment is None:
        return ""
    return f"{moment.astimezone(zone_of(zone)):%Y-%m-%d %H:%M}"


def _harmless(row: HealthRow) -> HealthRow:
    """What a terminal would obey is taken out."""
    params = tuple((name, value if isinstance(value, int) else shown(value)) for name, value in row.params)
    part, driver, reason, cure = (shown(said) for said in (row.part, row.driver, row.reason, row.remedy))
    return replace(row, part=part, driver=driver, reason=reason, remedy=cure, params=params)
