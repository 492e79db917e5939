"""The linter's checks on ids: declared once, named where they exist, used somewhere, never reused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel

from toolkit.content import guide_walk, schema, schema_items, schema_rules
from toolkit.content.check_report import At, Notes
from toolkit.content.check_shapes import INSTRUMENTAL, Content, Declared, declared

LOCK = "tests/golden/ids.txt"
"""Ids that were ever published, beside the data folder of a checkout: `kind id` a line, `retired` after it if gone."""

_LOCKED = """
principle right term field option fact item control pack trigger requirement method
chapter section check-question explorable case decision block aspect recommendation path primer tour-page tour-question
dimension statement question agenda training inject
facet facet-value criterion withdrawal-reason listing terms terms-clause guidance clause module module-section
module-question learning-path
"""
LOCKED = frozenset(_LOCKED.split())
FEWEST_ITEMS = 4


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that names an id of a kind."""

    kind: str
    id: str
    file: str
    at: At


def check_links(content: Content, notes: Notes, lock: Path) -> None:
    """Note ids that stand twice, lead nowhere, are used nowhere or have vanished."""
    ids = list(declared(content))
    _once(ids, notes)
    named = list(references(content))
    _exist(ids, named, content, notes)
    _used(ids, named, content, notes)
    _enough(content, notes)
    _locked(ids, content, notes, lock)


def _once(ids: Iterable[Declared], notes: Notes) -> None:
    first: dict[tuple[str, str], Declared] = {}
    for one in ids:
        other = first.setdefault((one.kind, one.id), one)
        if other is not one:
            notes.error(
                one.file,
                one.at,
                "duplicate-id",
                f"the {one.kind} id {one.id} also stands in {other.file}; rename this one",
            )


def references(content: Content) -> Iterator[Reference]:
    """Every place that names an id, except conditions."""
    for path, shape in content.shapes.items():
        guide = isinstance(shape, guide_walk.SHAPES)
        for kind, name, at in guide_walk.named(shape) if guide else _named(shape):
            yield Reference(kind, name, path, at)


def _named(shape: BaseModel) -> Iterator[tuple[str, str, At]]:
    match shape:
        case schema_items.ItemsFile():
            yield INSTRUMENTAL, shape.principle, ("principle",)
            for item in shape.items:
                yield from (("control", name, ("items", item.id, "controls")) for name in item.controls)
                yield from (("right", name, ("items", item.id, "rights")) for name in item.rights)
        case schema_items.ControlsFile():
            yield from ((INSTRUMENTAL, one.principle, ("controls", one.id, "principle")) for one in shape.controls)
        case schema_items.RiskManifest():
            yield "method", shape.default_method, ("default_method",)
        case schema.ProfileFile():
            yield from _named_in_profile(shape)
        case schema.ContradictionsFile():
            for one in shape.contradictions:
                yield from (("field", name, ("contradictions", one.id, "fields")) for name in one.fields)
        case schema_rules.PackFile():
            yield from _named_in_pack(shape)
        case schema_rules.MethodFile():
            yield from _named_in_method(shape)


def _named_in_profile(shape: schema.ProfileFile) -> Iterator[tuple[str, str, At]]:
    for one in shape.fields:
        for option in one.options:
            at = ("fields", one.id, "options", option.id)
            yield from (("fact", name, (*at, "facts")) for name in option.facts)
            if option.family:
                yield "family", f"{one.id}:{option.family}", (*at, "family")


def _named_in_pack(shape: schema_rules.PackFile) -> Iterator[tuple[str, str, At]]:
    for trigger in shape.triggers:
        at = ("triggers", trigger.id)
        yield "article", f"{shape.id}:{trigger.article}", (*at, "article")
        yield from (
            ("requirement", f"{shape.id}:{name}", (*at, "effect", "require")) for name in trigger.effect.require
        )
        yield from (("right", name, (*at, "rights")) for name in trigger.rights)
    for duty in shape.requirements:
        if duty.article:
            yield "article", f"{shape.id}:{duty.article}", ("requirements", duty.id, "article")


def _named_in_method(shape: schema_rules.MethodFile) -> Iterator[tuple[str, str, At]]:
    def level(name: str, *at: str) -> tuple[str, str, At]:
        return "level", f"{shape.id}:{name}", at

    yield from (level(name, "aliases", alias) for alias, name in shape.aliases.items())
    yield from (level(floor.level, "matrix", "floors") for floor in shape.matrix.floors)
    yield from (level(cell, "matrix", "grid", row) for row, cells in shape.matrix.grid.items() for cell in cells)
    start = shape.aggregate.escalate.start
    yield level(shape.aliases.get(start, start), "aggregate", "escalate")


def _exist(ids: Iterable[Declared], named: Iterable[Reference], content: Content, notes: Notes) -> None:
    known = {(one.kind, one.id) for one in ids}
    for one in dict.fromkeys(named):
        if content.sure(one.kind) and (one.kind, one.id) not in known:
            name = one.id.partition(":")[2] or one.id
            advice = _nearest(one, known) or "check the spelling, or declare it"
            notes.error(one.file, one.at, "dangling-id", f"there is no {one.kind} {name}; {advice}")


def _nearest(one: Reference, known: Iterable[tuple[str, str]]) -> str:
    close = get_close_matches(one.id, [name for kind, name in known if kind == one.kind], n=1, cutoff=0.8)
    return f"did you mean {close[0].partition(':')[2] or close[0]}?" if close else ""


def _used(ids: Iterable[Declared], named: Iterable[Reference], content: Content, notes: Notes) -> None:
    used = {(one.kind, one.id) for one in named}
    for one in ids:
        wanted = one.kind in ("control", "requirement") and content.sure("item", "trigger")
        if wanted and (one.kind, one.id) not in used:
            user = "item" if one.kind == "control" else "trigger"
            notes.warn(
                one.file, one.at, f"orphan-{one.kind}", f"no {user} names {one.id}; name it in one, or remove it"
            )


def _enough(content: Content, notes: Notes) -> None:
    """Four items for each instrumental principle, each file named after its principle."""
    items = Counter[str]()
    for path, file in content.all(schema_items.ItemsFile):
        items[file.principle] += len(file.items)
        if not path.endswith(f"/{file.principle}.yaml"):
            notes.error(
                path, ("principle",), "misfiled", f"rename the file to {file.principle}.yaml, or mend `principle`"
            )
    for path, tree in content.all(schema.PrinciplesFile):
        for one in (x for top in tree.core for x in top.instrumental):
            if content.sure("item") and items[one.id] < FEWEST_ITEMS:
                problem = f"{one.id} has {items[one.id]} items; write at least {FEWEST_ITEMS}"
                notes.error(path, ("core",), "too-few-items", problem)


def lock_lines(content: Content) -> list[str]:
    """The lines of the lock file for the ids that exist now, sorted. Requirements carry the id of their pack."""
    return sorted({f"{one.kind} {one.id}" for one in declared(content) if one.kind in LOCKED})


def _locked(ids: Iterable[Declared], content: Content, notes: Notes, lock: Path) -> None:
    if not lock.is_file():
        return
    lines = lock.read_text(encoding="utf-8", errors="replace").splitlines()
    kept = {_pair(line): line.endswith(" retired") for line in lines if line.strip() and line[0] != "#"}
    here = {(one.kind, one.id): one for one in ids if one.kind in LOCKED}
    for pair, one in here.items():
        if kept.get(pair):
            notes.error(one.file, one.at, "reused-id", f"the {one.kind} id {one.id} was retired; choose a new id")
        elif pair not in kept:
            notes.warn(one.file, one.at, "unlocked-id", f"add the line “{one.kind} {one.id}” to {LOCK}")
    for number, line in enumerate(lines, start=1):
        pair = _pair(line)
        if pair in kept and not kept[pair] and pair not in here and content.sure(pair[0]):
            advice = "bring it back, or write “retired” after it here if stored answers may lose it"
            notes.error_on(number, LOCK, "removed-id", f"the {' '.join(pair)} has gone; {advice}")


def _pair(line: str) -> tuple[str, str]:
    kind, _, name = line.removesuffix(" retired").partition(" ")
    return kind, name.strip()
