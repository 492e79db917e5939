"""The linter's checks on how guides are built: how many of everything, where it is filed, what waits for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from toolkit.content import schema, schema_guides, schema_practice
from toolkit.content.check_report import Notes
from toolkit.content.check_shapes import Content
from toolkit.content.guide_walk import SHAPES, At, ids
from toolkit.core.guide import STAGES
from toolkit.core.guide_links import layers
from toolkit.core.model import ToolkitError
from toolkit.core.practice import ACTIVITIES, ROLES

RECOMMENDATIONS = 45
IN_A_BLOCK = 15
MOST_TITLE = {"chapter": 80, "case": 90, "recommendation": 90}
MOST_QUESTION = 140


@dataclass(frozen=True, slots=True)
class Found:
    """A problem of one file."""

    at: At
    kind: str
    problem: str


def check_guides(content: Content, notes: Notes) -> None:
    """Note guides that are incomplete, misfiled or wait for each other."""
    for path, shape in content.shapes.items():
        for one in problems(shape):
            notes.error(path, one.at, one.kind, one.problem)
        _filed(path, shape, notes)
    _pages(content, notes)
    _primers(content, notes)
    _roadmap(content, notes)


def problems(shape: BaseModel) -> Iterator[Found]:
    """What is wrong with a file of the guides by itself."""
    match shape:
        case schema_guides.ChapterFile():
            yield from _chapter(shape)
        case schema_guides.PrincipleFile():
            yield from _principle(shape)
        case schema_guides.ExplorableFile():
            yield from _explorable(shape)
        case schema_practice.CaseFile():
            yield from _case(shape)
        case schema_practice.BlockFile():
            yield from _block(shape)
        case schema_practice.PathsFile():
            for position, path in enumerate(shape.paths):
                yield from _count(path.steps, 8, 10, ("paths", position, "steps"), "steps")
        case schema_practice.PrimerFile():
            yield from _primer(shape)
        case schema_practice.TourFile():
            yield from _tour(shape)


def _count(entries: tuple[object, ...], least: int, most: int, at: At, what: str) -> Iterator[Found]:
    if not least <= len(entries) <= most:
        wanted = f"exactly {least}" if least == most else f"{least} to {most}"
        yield Found(at, "wrong-count", f"{len(entries)} {what} stand here; write {wanted}")


def _title(title: str, kind: str, at: At) -> Iterator[Found]:
    if len(title) > MOST_TITLE[kind]:
        yield Found(at, "long-title", f"the title has {len(title)} characters; {MOST_TITLE[kind]} at most")
    if title.endswith("."):
        yield Found(at, "title-stop", "the title ends with a full stop; drop it")


def _diagram(diagram: schema_guides.DiagramShape, at: At) -> Iterator[Found]:
    yield from _count(diagram.parts, 3, 8, (*at, "parts"), "parts")
    if diagram.form == "tree" and not any(part.of for part in diagram.parts):
        yield Found((*at, "form"), "diagram", "a tree needs parts that have `of`; add it, or choose another form")


def _chapter(chapter: schema_guides.ChapterFile) -> Iterator[Found]:
    yield from _title(chapter.title, "chapter", ("title",))
    if len(chapter.question) > MOST_QUESTION:
        problem = f"the question has {len(chapter.question)} characters; {MOST_QUESTION} at most"
        yield Found(("question",), "long-title", problem)
    yield from _count(chapter.sections, 3, 5, ("sections",), "sections")
    boxes = sum(one.more is not None for one in chapter.sections)
    if boxes < min(2, len(chapter.sections)):
        yield Found(("sections",), "missing-level", f"{boxes} sections have `more`; give at least two a box")
    yield from _diagram(chapter.diagram, ("diagram",))
    yield from _count(chapter.takeaways, 3, 3, ("takeaways",), "take-aways")
    yield from _count(chapter.terms, 4, 8, ("terms",), "terms")
    yield from _count(chapter.check, 3, 3, ("check",), "check questions")
    for position, question in enumerate(chapter.check):
        at = ("check", position, "answers")
        yield from _count(question.answers, 3, 4, at, "answers")
        right = sum(answer.right for answer in question.answers)
        if not 0 < right < len(question.answers):
            advice = "mark at least one answer with `right: true` and leave at least one wrong"
            yield Found(at, "answers", f"{right} of {len(question.answers)} answers are right; {advice}")


def _explorable(one: schema_guides.ExplorableFile) -> Iterator[Found]:
    yield from _count(one.reading, 2, 4, ("reading",), "sentences to notice")
    for position, control in enumerate(one.inputs):
        if not control.min <= control.default <= control.max or control.min >= control.max:
            problem = f"the default {control.default:g} is not between {control.min:g} and {control.max:g}; mend them"
            yield Found(("inputs", position, "default"), "range", problem)


def _principle(page: schema_guides.PrincipleFile) -> Iterator[Found]:
    yield from _count(page.respected, 3, 5, ("respected",), "signs")
    yield from _count(page.broken, 3, 5, ("broken",), "signs")
    yield from _count(page.norms, 2, 5, ("norms",), "norms")
    yield from _count(page.tensions, 1, 2, ("tensions",), "tensions")
    yield from _count(page.exercises, 1, 2, ("exercises",), "exercises")
    for position, tension in enumerate(page.tensions):
        if tension.other == page.id:
            at = ("tensions", position, "with")
            yield Found(at, "tension", f"{page.id} is in tension with itself; name the other principle")


def _case(case: schema_practice.CaseFile) -> Iterator[Found]:
    yield from _title(case.title, "case", ("title",))
    yield from _count(case.decisions, 2, 4, ("decisions",), "decisions")
    yield from _count(case.better, 3, 6, ("better",), "steps")
    if not case.sources:
        yield Found(("sources",), "missing-source", f"{case.id} has no source; a case needs at least one")
    for position, decision in enumerate(case.decisions):
        at = ("decisions", position, "options")
        yield from _count(decision.options, 3, 4, at, "options")
        judged = {option.judgement for option in decision.options}
        if "better" not in judged:
            yield Found(at, "no-better", "no option is judged better; show what should have been done")
        if judged == {"better"}:
            yield Found(at, "no-better", "every option is judged better; then there is nothing to decide")


def _block(block: schema_practice.BlockFile) -> Iterator[Found]:
    yield from _count(block.aspects, 5, 6, ("aspects",), "aspects")
    every = tuple(one for aspect in block.aspects for one in aspect.recommendations)
    yield from _count(every, IN_A_BLOCK, IN_A_BLOCK, ("aspects",), "recommendations")
    for position, aspect in enumerate(block.aspects):
        at: At = ("aspects", position, "recommendations")
        yield from _count(aspect.recommendations, 2, 3, at, "recommendations")
        for number, one in enumerate(aspect.recommendations):
            yield from _title(one.title, "recommendation", (*at, number, "title"))
            yield from _count(one.evidence, 2, 4, (*at, number, "evidence"), "signs of success")
            yield from _count(one.stages, 1, len(STAGES), (*at, number, "stages"), "stages")


def _primer(primer: schema_practice.PrimerFile) -> Iterator[Found]:
    if primer.id != f"{primer.role}-{primer.activity}":
        yield Found(("id",), "misfiled", f"the id is {primer.id}; it must be {primer.role}-{primer.activity}")
    for name, least, most in (("takeaways", 5, 5), ("ask", 4, 5), ("involve", 3, 4), ("next", 3, 3)):
        yield from _count(getattr(primer, name), least, most, (name,), "entries")


def _tour(tour: schema_practice.TourFile) -> Iterator[Found]:
    yield from _count(tour.pages, 5, 5, ("pages",), "pages")
    yield from _count(tour.check, 5, 5, ("check",), "questions")
    for position, page in enumerate(tour.pages):
        yield from _diagram(page.diagram, ("pages", position, "diagram"))
        at = ("pages", position, "guess", "answers")
        yield from _count(page.guess.answers, 3, 3, at, "answers")
        if sum(answer.right for answer in page.guess.answers) != 1:
            yield Found(at, "one-right-answer", "mark the one answer that is right with `right: true`")


# ---------------------------------------------------------------- files together


def _filed(path: str, shape: BaseModel, notes: Notes) -> None:
    """A guide's file is named after its id, so that an address leads to its file."""
    name = getattr(shape, "id", "") if isinstance(shape, SHAPES) else ""
    if name and not path.endswith(f"/{name}.yaml"):
        notes.error(path, ("id",), "misfiled", f"rename the file to {name}.yaml, or mend `id`")


def _pages(content: Content, notes: Notes) -> None:
    """Each principle has a page, and an instrumental one asks something at every stage."""
    there = {page.id: path for path, page in content.all(schema_guides.PrincipleFile)}
    for path, tree in content.all(schema.PrinciplesFile):
        for position, top in enumerate(tree.core):
            for one in (top, *top.instrumental):
                if content.sure("principle-page") and one.id not in there:
                    problem = f"the principle {one.id} has no page; write guides/principles/{one.id}.yaml"
                    notes.error(path, ("core", position), "missing-page", problem)
        instrumental = {one.id for top in tree.core for one in top.instrumental}
        for page_path, page in content.all(schema_guides.PrincipleFile):
            missing = [stage for stage in STAGES if stage not in page.stages]
            if page.id in instrumental and missing:
                problem = f"nothing is said for {', '.join(missing)}; write all {len(STAGES)} stages"
                notes.error(page_path, ("stages",), "missing-stage", problem)


def _primers(content: Content, notes: Notes) -> None:
    there = {primer.id for _, primer in content.all(schema_practice.PrimerFile)}
    for name in (f"{role}-{activity}" for role in ROLES for activity in ACTIVITIES):
        if content.sure("primer") and name not in there:
            file = "guides/primers/"
            notes.error(file, (), "missing-primer", f"there is no primer {name}; write {file}{name}.yaml")


def _roadmap(content: Content, notes: Notes) -> None:
    """The right number of recommendations, none waiting for itself, and paths that follow what is needed."""
    blocks = list(content.all(schema_practice.BlockFile))
    place = {name: (path, at) for path, block in blocks for kind, name, at in ids(block) if kind == "recommendation"}
    every = [one.core() for _, block in blocks for aspect in block.aspects for one in aspect.recommendations]
    if content.sure("recommendation") and len(every) != RECOMMENDATIONS:
        problem = f"there are {len(every)} recommendations in all; write {RECOMMENDATIONS}"
        notes.error("roadmap/", (), "wrong-count", problem)
    try:
        layers(every)
    except ToolkitError as error:
        path, at = next(place[one.id] for one in every if one.id in str(error))
        notes.error(path, at, "cycle", str(error))
        return
    needs = {one.id: one.needs for one in every}
    for path, file in content.all(schema_practice.PathsFile):
        for position, way in enumerate(file.paths):
            _follows(path, position, [step.recommendation for step in way.steps], needs, notes)


def _follows(path: str, position: int, steps: list[str], needs: dict[str, tuple[str, ...]], notes: Notes) -> None:
    for number, step in enumerate(steps):
        late = [need for need in needs.get(step, ()) if need in steps[number:]]
        if late:
            problem = f"{step} needs {', '.join(late)}, which comes later on this path; change the order"
            notes.error(path, ("paths", position, "steps", number), "path-order", problem)
