"""The linter's checks on the readiness assessment: enough statements, described levels, everything covered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.content.check_guides import Found
from toolkit.content.check_report import Notes
from toolkit.content.check_rules import DEFAULT_NAMES
from toolkit.content.check_shapes import Content
from toolkit.content.check_text import MOST_WORDS, sentences
from toolkit.content.coverage import aspects, recommendations, statements_of
from toolkit.content.schema_readiness import DimensionFile, GateShape, ReadinessFile, StatementShape
from toolkit.core.statements import DIMENSIONS

FOLDER = "readiness/"
FEWEST_STATEMENTS = 60
FEWEST_IN_A_DIMENSION = 20
MOST_BLOCKERS = 10
SIZES: Mapping[str, tuple[int, int]] = {"evidence": (2, 4), "recommendations": (1, 3), "items": (0, 4)}


def check_readiness(content: Content, notes: Notes) -> None:
    """Note statements that are too few, alike or out of place, and what no statement covers."""
    homes = aspects(content)
    for path, file in content.all(DimensionFile):
        if not path.endswith(f"/{file.dimension}.yaml"):
            problem = f"rename the file to {file.dimension}.yaml, or mend `dimension`"
            notes.error(path, ("dimension",), "misfiled", problem)
        if len(file.statements) < FEWEST_IN_A_DIMENSION:
            problem = f"{len(file.statements)} statements stand here; write at least {FEWEST_IN_A_DIMENSION}"
            notes.error(path, ("statements",), "too-few-statements", problem)
        for position, one in enumerate(file.statements):
            for found in (*problems(one), *_aspect(one, file.dimension, homes, content)):
                notes.error(path, ("statements", position, *found.at), found.kind, found.problem)
    _alike(content, notes)
    _gates(content, notes)
    if content.sure("statement"):
        _enough(content, notes)


def problems(one: StatementShape) -> Iterator[Found]:
    """What is wrong with a statement by itself."""
    for name, (least, most) in SIZES.items():
        number = len(getattr(one, name))
        if not least <= number <= most:
            yield Found((name,), "wrong-count", f"{number} {name} stand here; write {least} to {most}")
    if len(sentences(one.statement)) != 1:
        yield Found(("statement",), "one-sentence", "a statement is one sentence that can be true or false; split it")
    for level, text in one.levels.items():
        words = sum(map(len, sentences(text)))
        if words > MOST_WORDS:
            problem = f"level {level} has {words} words; {MOST_WORDS} at most"
            yield Found(("levels", level), "long-level", problem)
    if len({_plain(text) for text in one.levels.values()}) < len(one.levels):
        yield Found(("levels",), "levels-alike", "two levels say the same; describe what is different to see")


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _aspect(one: StatementShape, dimension: str, homes: Mapping[str, str], content: Content) -> Iterator[Found]:
    if content.sure("aspect") and homes.get(one.aspect) != dimension:
        named = ", ".join(name for name, block in homes.items() if block == dimension)
        yield Found(("aspect",), "wrong-aspect", f"{one.aspect} is no aspect of {dimension}; choose one of {named}")


def _alike(content: Content, notes: Notes) -> None:
    """Statements that say the same as an earlier one."""
    first: dict[str, str] = {}
    for path, file in content.all(DimensionFile):
        for position, one in enumerate(file.statements):
            other = first.setdefault(_plain(one.statement), one.id)
            if other != one.id:
                problem = f"{one.id} says the same as {other}; reword one, or remove it"
                notes.error(path, ("statements", position, "statement"), "statements-alike", problem)


def _gates(content: Content, notes: Notes) -> None:
    """Gates name levels that every method has, rise with them, and can be passed."""
    tops: dict[str, int] = {
        file.dimension: max(one.required_at for one in file.statements) for _, file in content.all(DimensionFile)
    }
    for path, file in content.all(ReadinessFile):
        if file.theta_lenient > file.theta:
            problem = f"{file.theta_lenient:g} is stricter than `theta` ({file.theta:g}); lower it"
            notes.error(path, ("theta_lenient",), "theta", problem)
        for position, gate in enumerate(file.gates):
            for problem in _gate(gate, file.gates[:position], tops):
                notes.error(path, ("gates", position), "gate", problem)


def _gate(gate: GateShape, before: tuple[GateShape, ...], tops: Mapping[str, int]) -> Iterator[str]:
    if gate.level not in DEFAULT_NAMES:
        yield f"there is no level {gate.level}; choose one of {', '.join(DEFAULT_NAMES)}"
        return
    for other in before:
        above = other.level in DEFAULT_NAMES and DEFAULT_NAMES.index(other.level) < DEFAULT_NAMES.index(gate.level)
        if not above or other.stage > gate.stage:
            yield f"the gate for {gate.level} comes after that for {other.level}; levels and stages must rise together"
    for name, top in tops.items():
        if top < gate.stage:
            yield f"nobody can pass: {name} has no statement with `required_at: {gate.stage}` or higher; write one"


def _enough(content: Content, notes: Notes) -> None:
    every = statements_of(content)
    if len(every) < FEWEST_STATEMENTS:
        problem = f"there are {len(every)} statements in all; write at least {FEWEST_STATEMENTS}"
        notes.error(FOLDER, (), "too-few-statements", problem)
    there = {file.dimension for _, file in content.all(DimensionFile)}
    for name in DIMENSIONS:
        if name not in there:
            notes.error(FOLDER, (), "missing-dimension", f"nothing asks about {name}; write {FOLDER}{name}.yaml")
    blockers = sum(one.blocker for one in every)
    if blockers > MOST_BLOCKERS:
        problem = f"{blockers} statements are blockers; {MOST_BLOCKERS} at most, or the word loses its weight"
        notes.error(FOLDER, (), "too-many-blockers", problem)
    asked = {one.aspect for one in every}, {name for one in every for name in one.recommendations}
    for kind, names, covered in zip(
        ("aspect", "recommendation"), (aspects(content), recommendations(content)), asked, strict=True
    ):
        for name in names:
            if content.sure(kind) and name not in covered:
                problem = f"no statement asks about the {kind} {name}; write one, or name it in one that does"
                notes.error(FOLDER, (), f"uncovered-{kind}", problem)
