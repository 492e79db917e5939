"""The linter's checks on the workbook: questions that can be answered, enough for each principle, stage and role."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from toolkit.content import schema
from toolkit.content.check_guides import Found
from toolkit.content.check_report import Notes
from toolkit.content.check_shapes import Content
from toolkit.content.check_text import sentences
from toolkit.content.coverage import instrumental, questions_of
from toolkit.content.schema_readiness import QuestionShape, WorkbookFile
from toolkit.core.guide import STAGES
from toolkit.core.practice import ACTIVITIES
from toolkit.core.workbook import EVERY_ROLE

FOLDER = "workbook/"
FEWEST_QUESTIONS = 150
FEWEST_FOR_A_PRINCIPLE = 8
FEWEST_FOR_A_PRINCIPLE_AT_A_STAGE = 1
FEWEST_FOR_A_ROLE_AT_A_STAGE = 5
FEWEST_FOR_A_ROLE_IN_AN_ACTIVITY = 12
SIZES: Mapping[str, tuple[int, int]] = {
    "ask": (1, 5), "keep": (1, 3), "stages": (1, 4), "activities": (1, 3), "roles": (1, 4),
}  # fmt: skip
MOST: Mapping[str, int] = {"question": 25, "weak": 40, "strong": 60}
"""Words in a question and its two answers."""

_HYPHENED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def check_workbook(content: Content, notes: Notes) -> None:
    """Note questions that are misfiled, unfinished or alike, and pairs for which there are too few."""
    parents = {
        one.id: top.id
        for _, tree in content.all(schema.PrinciplesFile)
        for top in tree.core
        for one in top.instrumental
    }
    first: dict[str, str] = {}
    for path, file in content.all(WorkbookFile):
        if not path.endswith(f"/{file.principle}.yaml"):
            problem = f"rename the file to {file.principle}.yaml, or mend `principle`"
            notes.error(path, ("principle",), "misfiled", problem)
        for position, one in enumerate(file.questions):
            for found in (*problems(one), *_principle(one, file.principle, parents), *_alike(one, first)):
                notes.error(path, ("questions", position, *found.at), found.kind, found.problem)
    if content.sure("question", "principle"):
        for problem in missing(questions_of(content), instrumental(content)):
            notes.error(FOLDER, (), "too-few-questions", problem)


def problems(one: QuestionShape) -> Iterator[Found]:
    """What is wrong with a question by itself."""
    for name, (least, most) in SIZES.items():
        entries = getattr(one, name)
        if not least <= len(entries) <= most:
            yield Found((name,), "wrong-count", f"{len(entries)} {name} stand here; write {least} to {most}")
        if len(set(entries)) < len(entries):
            yield Found((name,), "twice", f"an entry of `{name}` stands twice; keep one")
    for name, limit in MOST.items():
        words = sum(map(len, sentences(getattr(one, name))))
        if words > limit:
            yield Found((name,), f"long-{name}", f"`{name}` has {words} words; {limit} at most")
    if not one.question.endswith("?"):
        yield Found(("question",), "no-question", "a question ends with a question mark; reword it")
    if one.weak.casefold() == one.strong.casefold():
        yield Found(("strong",), "answers-alike", "the weak and the strong answer are the same; show the difference")
    for position, name in enumerate(one.ask):
        if _like_a_role(name):
            advice = f"choose one of {', '.join(EVERY_ROLE)}, or say in a few words whom to ask"
            yield Found(("ask", position), "unknown-role", f"there is no role {name}; {advice}")


def _like_a_role(name: str) -> bool:
    """Whether a text looks like the id of a role and is none."""
    near = get_close_matches(name, EVERY_ROLE, n=1, cutoff=0.8)
    return name not in EVERY_ROLE and (bool(near) or _HYPHENED.fullmatch(name) is not None)


def _principle(one: QuestionShape, core: str, parents: Mapping[str, str]) -> Iterator[Found]:
    if parents and parents.get(one.principle) != core:
        named = ", ".join(name for name, top in parents.items() if top == core)
        problem = f"{one.principle} is no instrumental principle of {core}; choose one of {named}"
        yield Found(("principle",), "wrong-principle", problem)


def _alike(one: QuestionShape, first: dict[str, str]) -> Iterator[Found]:
    other = first.setdefault(" ".join(one.question.casefold().split()), one.id)
    if other != one.id:
        yield Found(("question",), "questions-alike", f"{one.id} asks the same as {other}; reword one, or remove it")


def missing(questions: Sequence[QuestionShape], principles: Sequence[str]) -> Iterator[str]:
    """What the workbook has too few questions for."""
    if len(questions) < FEWEST_QUESTIONS:
        yield f"there are {len(questions)} questions in all; write at least {FEWEST_QUESTIONS}"
    own = Counter(one.principle for one in questions)
    yield from _too_few([(name, own[name]) for name in principles], FEWEST_FOR_A_PRINCIPLE)
    at = Counter[tuple[str, str]]((one.principle, stage) for one in questions for stage in one.stages)
    pairs = [(f"{p} at the stage {s}", at[p, s]) for p in principles for s in STAGES]
    yield from _too_few(pairs, FEWEST_FOR_A_PRINCIPLE_AT_A_STAGE)
    by = Counter[tuple[str, str]]((role, stage) for one in questions for role in one.roles for stage in one.stages)
    pairs = [(f"{r} at the stage {s}", by[r, s]) for r in EVERY_ROLE for s in STAGES]
    yield from _too_few(pairs, FEWEST_FOR_A_ROLE_AT_A_STAGE)
    does = Counter[tuple[str, str]](
        (role, activity) for one in questions for role in one.roles for activity in one.activities
    )
    pairs = [(f"{r} in the activity {a}", does[r, a]) for r in EVERY_ROLE for a in ACTIVITIES]
    yield from _too_few(pairs, FEWEST_FOR_A_ROLE_IN_AN_ACTIVITY)


def _too_few(counts: Sequence[tuple[str, int]], least: int) -> Iterator[str]:
    for what, number in counts:
        if number < least:
            yield f"{number} questions for {what}; write at least {least}"
