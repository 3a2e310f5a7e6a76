"""How things are, told in words: what is covered, and what works on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace.cli.output import plain_params, shown
from holdspace.cli.taking import names_in, number_in, rows_in, table_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdspace.words import Words


def tell_coverage(coverage: Mapping[str, Any], words: Words) -> Iterator[str]:
    """Who can be asked, and what is not covered: never left unsaid."""
    if not coverage:
        return
    if reachable := names_in(coverage, "reachable"):
        yield words.t("Can be asked now: {names}", names=", ".join(reachable))
    else:
        yield words.t("Nobody can be asked now: everything is held.")
    if away := names_in(coverage, "not_reachable"):
        yield words.t("Not reachable now: {names}", names=", ".join(away))
    if coverage.get("page_on_this_machine_only") is True:
        yield words.t("The answer page works on this computer only.")
    if not_covered := names_in(coverage, "not_covered"):
        yield words.t("Not covered: {what}", what=", ".join(words.code("not_covered", code) for code in not_covered))


def tell_doctor(result: Mapping[str, Any], words: Words) -> Iterator[str]:
    version, python, system = (shown(result.get(name)) for name in ("version", "python", "system"))
    yield f"Holdspace {version} · Python {python} · {system}"
    for part in rows_in(result, "parts"):
        yield from _part(part, words)
    yield from tell_coverage(table_in(result, "coverage"), words)
    for code in names_in(result, "trouble"):
        yield words.t("Trouble: {what}", what=words.code("trouble", code))
    if waiting := number_in(result, "hand_spool"):
        yield words.n("{n} thought waits to be taken in", "{n} thoughts wait to be taken in", waiting)
    if home := shown(result.get("home")):
        yield words.t("State: {home}", home=home)
    if result.get("encrypted") is not True:
        yield words.t("What is kept here is not encrypted yet.")


def _part(part: Mapping[str, Any], words: Words) -> Iterator[str]:
    params = plain_params(part.get("params"))
    driver = shown(part.get("driver"))
    line = words.code("part", shown(part.get("part"))) + (f" ({driver})" if driver else "")
    line += f": {words.code('fitness', shown(part.get('state')) or 'unknown')}"
    if why := shown(part.get("why")):
        line += f" · {words.code('part_why', why, **params)}"
    if taken := shown(part.get("taken")):
        line += f" ({taken})"
    yield line
    if remedy := shown(part.get("remedy")):
        yield f"    {words.code('remedy', remedy, **params)}"
