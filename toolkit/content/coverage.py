"""How evenly the readiness assessment and the workbook cover what they must: as tables, and pair by pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from toolkit.content import schema, schema_practice
from toolkit.content.check_report import Table
from toolkit.content.check_shapes import Content
from toolkit.content.schema_readiness import DimensionFile, QuestionShape, StatementShape, WorkbookFile
from toolkit.core.guide import STAGES
from toolkit.core.practice import ACTIVITIES
from toolkit.core.workbook import EVERY_ROLE

Triple = tuple[str, str, str]


def statements_of(content: Content) -> list[StatementShape]:
    """Every statement, dimension by dimension."""
    return [one for _, file in content.all(DimensionFile) for one in file.statements]


def questions_of(content: Content) -> list[QuestionShape]:
    """Every question of the workbook, file by file."""
    return [one for _, file in content.all(WorkbookFile) for one in file.questions]


def instrumental(content: Content) -> tuple[str, ...]:
    """The instrumental principles in reading order."""
    return tuple(
        one.id for _, tree in content.all(schema.PrinciplesFile) for top in tree.core for one in top.instrumental
    )


def aspects(content: Content) -> dict[str, str]:
    """Aspect of the roadmap to its block."""
    return {aspect.id: block.id for _, block in content.all(schema_practice.BlockFile) for aspect in block.aspects}


def recommendations(content: Content) -> tuple[str, ...]:
    """Every recommendation of the roadmap."""
    blocks = content.all(schema_practice.BlockFile)
    return tuple(one.id for _, block in blocks for aspect in block.aspects for one in aspect.recommendations)


def triples(questions: Iterable[QuestionShape]) -> Counter[Triple]:
    """How many questions there are for each principle, stage and role."""
    return Counter((one.principle, stage, role) for one in questions for stage in one.stages for role in one.roles)


def coverage(content: Content) -> tuple[Table, ...]:
    """Statements by dimension, aspect and stage; questions by principle, stage, role and activity."""
    return (*_of_statements(content), *_of_questions(content)) if statements_of(content) else ()


def _of_statements(content: Content) -> Iterator[Table]:
    head = ("1", "2", "3", "4", "5", "blockers", "all")
    files = list(content.all(DimensionFile))
    rows = [(file.dimension, _by_stage(file.statements)) for _, file in files]
    every = statements_of(content)
    yield Table("statements: dimension × required_at", ("dimension", *head), (*rows, ("all", _by_stage(every))))
    names = aspects(content)
    yield Table(
        "statements: aspect × required_at", ("aspect", *head),
        tuple((name, _by_stage([one for one in every if one.aspect == name])) for name in names),
    )  # fmt: skip


def _by_stage(statements: Sequence[StatementShape]) -> tuple[int, ...]:
    places = [one.required_at for one in statements]
    return (*(places.count(place) for place in range(1, 6)), sum(one.blocker for one in statements), len(statements))


def _of_questions(content: Content) -> Iterator[Table]:
    every = questions_of(content)
    principles = instrumental(content)
    yield _table("principle × stage", principles, STAGES, [(one.principle, s) for one in every for s in one.stages])
    yield _table("principle × role", principles, EVERY_ROLE, [(one.principle, r) for one in every for r in one.roles])
    yield _table("role × stage", EVERY_ROLE, STAGES, [(r, s) for one in every for r in one.roles for s in one.stages])
    pairs = [(r, a) for one in every for r in one.roles for a in one.activities]
    yield _table("role × activity", EVERY_ROLE, ACTIVITIES, pairs)
    found = triples(every)
    for stage in STAGES:
        cells = [(p, r) for (p, s, r), number in found.items() if s == stage for _ in range(number)]
        yield _table(f"principle × role at {stage}", principles, EVERY_ROLE, cells)


def _table(title: str, rows: Sequence[str], columns: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Table:
    counts = Counter(pairs)
    cells = tuple((row, tuple(counts[row, column] for column in columns)) for row in rows)
    return Table(f"questions: {title}", (title.partition(" ")[0], *columns), cells)
