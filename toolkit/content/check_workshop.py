"""The linter’s checks on what trainers work with: agendas that fit, cases that hold together, notes on everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from toolkit.content import schema, schema_items
from toolkit.content.check_guides import Found
from toolkit.content.check_report import Notes
from toolkit.content.check_rules import DEFAULT_NAMES
from toolkit.content.check_shapes import Content
from toolkit.content.check_text import sentences
from toolkit.content.schema_readiness import WorkbookFile
from toolkit.content.schema_workshop import (
    AgendaFile,
    KeyShape,
    NotesFile,
    NoteShape,
    TextsFile,
    TrainingFile,
    WorkshopFile,
)
from toolkit.content.workshop import AGENDAS, CASES, TEXTS
from toolkit.core.conditions import Condition, Truth, truth
from toolkit.core.model import FieldKind, ProfileField
from toolkit.core.questionnaire import facts_of

FEWEST_AGENDAS, FEWEST_CASES = 3, 6
MOST_IN_A_DAY = 600
"""Minutes of one day, breaks included."""

MOST_REASON = 40
"""Words of a reason in a key."""

SIZES: Mapping[str, tuple[int, int]] = {"questions": (4, 8), "injects": (2, 4), "numbers": (3, 8), "debrief": (2, 5)}
NOTE_SIZES: Mapping[str, tuple[int, int]] = {"prompts": (2, 3), "misunderstandings": (1, 3)}
BEFORE: Mapping[str, str] = {"reveal": "vote", "discuss": "reveal", "revote": "discuss"}
"""What a kind of part needs before it on the same day."""

SCALES: Mapping[str, tuple[int, ...]] = {"item": (5, 5), "statement": (5,), "question": (3,)}


def check_workshop(content: Content, notes: Notes) -> None:
    """Note what does not fit in agendas, cases, notes and texts, and what is missing among them."""
    for path, agenda in content.all(AgendaFile):
        _put(path, (*_named(path, agenda.id), *agenda_problems(agenda)), notes)
    conditions = _conditions(content)
    for path, case in content.all(TrainingFile):
        found = (*_named(path, case.id), *case_problems(case), *key_problems(case, _caps(content)))
        _put(path, (*found, *_profile(case, content), *_asked(case, content, conditions)), notes)
    for path, file in content.all(NotesFile):
        for position, note in enumerate(file.notes):
            _put(path, (Found(("notes", position, *one.at), one.kind, one.problem) for one in _note(note)), notes)
    _manifest(content, notes)
    _enough(content, notes)


def _put(path: str, found: Iterator[Found] | Sequence[Found], notes: Notes) -> None:
    for one in found:
        notes.error(path, one.at, one.kind, one.problem)


def _named(path: str, name: str) -> Iterator[Found]:
    if not path.endswith(f"/{name}.yaml"):
        yield Found(("id",), "misfiled", f"rename the file to {name}.yaml, or mend `id`")


def _counted(thing: object, sizes: Mapping[str, tuple[int, int]]) -> Iterator[Found]:
    for name, (least, most) in sizes.items():
        number = len(getattr(thing, name))
        if not least <= number <= most:
            yield Found((name,), "wrong-count", f"{number} {name} stand here; write {least} to {most}")


# ---------------------------------------------------------------- agendas


def agenda_problems(agenda: AgendaFile) -> Iterator[Found]:
    """What is wrong with an agenda by itself: days and their length, and the order of its parts."""
    twice = [name for name, number in Counter(one.id for one in agenda.parts).items() if number > 1]
    for name in twice:
        yield Found(("parts", name), "duplicate-id", f"two parts are called {name}; rename one")
    days = [one.day for one in agenda.parts]
    if days != sorted(days) or set(days) != set(range(1, max(days, default=0) + 1)):
        yield Found(("parts",), "days", "the parts are not in the order of days 1, 2, …; put them in order")
    for day in sorted(set(days)):
        minutes = sum(one.minutes for one in agenda.parts if one.day == day)
        if minutes > MOST_IN_A_DAY:
            problem = f"day {day} has {minutes} minutes, breaks included; {MOST_IN_A_DAY} at most"
            yield Found(("parts",), "long-day", problem)
        yield from _order(agenda, day)
    if agenda.parts and agenda.parts[-1].kind != "close":
        yield Found(("parts",), "no-close", "the last part is not of the kind close; end with one")


def _order(agenda: AgendaFile, day: int) -> Iterator[Found]:
    seen: set[str] = set()
    for position, one in enumerate(agenda.parts):
        if one.day != day:
            continue
        needed = BEFORE.get(one.kind, "")
        # a talk may show the results itself
        if needed and needed not in seen and not (one.kind == "discuss" and "vote" in seen):
            problem = f"the {one.kind} {one.id} comes on day {day} without a {needed} before it; add one, or move it"
            yield Found(("parts", position, "kind"), "part-order", problem)
        seen.add(one.kind)


# ---------------------------------------------------------------- training cases


def case_problems(case: TrainingFile) -> Iterator[Found]:
    """What is wrong with a case by itself: how much of everything, and what its facts touch."""
    yield from _counted(case, SIZES)
    if case.source.kind != "illustration":
        yield Found(("source",), "source", "a training case is made up; write {kind: illustration}")
    asked = [one.subject for one in case.questions]
    for name, number in Counter(asked).items():
        if number > 1:
            yield Found(("questions",), "duplicate-id", f"{name} is asked twice; ask it once")
    for position, inject in enumerate(case.injects):
        for name in inject.touches:
            if name not in asked:
                problem = f"{inject.id} touches {name}, which the case does not ask; ask it, or leave it out"
                yield Found(("injects", position, "touches"), "untouched", problem)


def key_problems(case: TrainingFile, caps: Mapping[str, int]) -> Iterator[Found]:
    """What is wrong with the key: an answer for each question and each fact that touches it, within the scales.

    `caps` is the highest impact of each risk item.
    """
    kinds = {one.subject: one.about for one in case.questions}
    touched = {(name, one.id) for one in case.injects for name in one.touches if name in kinds}
    wanted = {(name, "") for name in kinds} | touched
    given = Counter((one.subject, one.inject) for one in case.key)
    for name, inject in sorted(wanted - set(given)):
        after = f" after {inject}" if inject else ""
        yield Found(("key",), "no-key", f"the key has no answer to {name}{after}; write one with its reason")
    for position, one in enumerate(case.key):
        if (one.subject, one.inject) not in wanted or given[one.subject, one.inject] > 1:
            problem = f"nothing asks for this answer to {one.subject}, or it stands twice; remove it, or mend its ids"
            yield Found(("key", position), "stray-key", problem)
        else:
            yield from _ranges(position, one, kinds[one.subject], caps)


def _ranges(position: int, one: KeyShape, kind: str, caps: Mapping[str, int]) -> Iterator[Found]:
    at = ("key", position, "ranges")
    tops = SCALES[kind]
    if kind == "item":
        tops = (5, caps.get(one.subject, 5))
    if len(one.ranges) != len(tops):
        yield Found(at, "wrong-count", f"{one.subject} has {len(tops)} scale(s); write a range for each")
    elif any(high > top for (_, high), top in zip(one.ranges, tops, strict=True)):
        yield Found(
            at, "off-scale", f"a range goes beyond the scale of {one.subject}, which ends at {max(tops)}; mend it"
        )
    words = sum(map(len, sentences(one.because)))
    if words > MOST_REASON:
        yield Found(("key", position, "because"), "long-reason", f"{words} words; {MOST_REASON} at most")


def _caps(content: Content) -> dict[str, int]:
    return {one.id: one.impact_cap for _, file in content.all(schema_items.ItemsFile) for one in file.items}


# ---------------------------------------------------------------- a case among the other content


def _profile(case: TrainingFile, content: Content) -> Iterator[Found]:
    """Every field of the profile is answered with options that there are."""
    if not content.sure("field", "option", "fact"):
        return
    fields = {one.id: one for one in _fields(content)}
    for name in sorted(set(fields) - set(case.profile)):
        yield Found(("profile",), "open-field", f"the profile says nothing of {name}; answer it")
    for name, value in case.profile.items():
        if name not in fields:
            yield Found(("profile", name), "unknown-field", f"the profile has no field {name}; remove it")
            continue
        options = {one.id for one in fields[name].options}
        picked = (value,) if isinstance(value, str) else value
        for option in picked:
            if option not in options:
                yield Found(("profile", name), "unknown-option", f"{name} has no option {option}; choose another")
        if isinstance(value, str) is not (fields[name].kind is FieldKind.ONE):
            yield Found(("profile", name), "one-or-many", f"{name} takes one option as text, or several as a list")
    known = {one.id for _, file in content.all(schema.FactsFile) for one in file.facts}
    for name in case.facts:
        if name not in known:
            yield Found(("facts", name), "unknown-fact", f"there is no fact {name}; check the spelling")


def _asked(case: TrainingFile, content: Content, conditions: Mapping[str, Condition]) -> Iterator[Found]:
    """Each question applies to the case, and trainers have a note on it."""
    facts = _facts(case, content) if content.sure("field", "fact") else {}
    there = {one.id for _, file in content.all(NotesFile) for one in file.notes}
    for position, one in enumerate(case.questions):
        at = ("questions", position)
        if facts and one.subject in conditions and truth(conditions[one.subject], facts) is False:
            problem = f"{one.subject} does not apply to a system with this profile; ask another, or mend the profile"
            yield Found(at, "not-applicable", problem)
        if content.sure("note") and one.subject not in there:
            yield Found(at, "no-note", f"trainers have no note on {one.subject}; write one in workshop/notes/")


def _facts(case: TrainingFile, content: Content) -> Mapping[str, Truth]:
    declared = [one.core() for _, file in content.all(schema.FactsFile) for one in file.facts]
    return facts_of(_fields(content), declared, case.profile, case.facts)


def _fields(content: Content) -> list[ProfileField]:
    return [one.core() for _, file in content.all(schema.ProfileFile) for one in file.fields]


def _conditions(content: Content) -> dict[str, Condition]:
    items = {one.id: one.applies_when for _, file in content.all(schema_items.ItemsFile) for one in file.items}
    questions = {one.id: one.applies_when for _, file in content.all(WorkbookFile) for one in file.questions}
    return items | questions


# ---------------------------------------------------------------- notes, texts, the manifest


def _note(note: NoteShape) -> Iterator[Found]:
    yield from _counted(note, NOTE_SIZES)
    for position, prompt in enumerate(note.prompts):
        if not prompt.rstrip("”’").endswith("?"):
            yield Found(("prompts", position), "no-question", "a prompt asks and does not tell; end with a question")


def _manifest(content: Content, notes: Notes) -> None:
    for path, file in content.all(WorkshopFile):
        if file.level not in DEFAULT_NAMES:
            problem = f"there is no level {file.level}; choose one of {', '.join(DEFAULT_NAMES)}"
            notes.error(path, ("level",), "unknown-level", problem)
        if len({name.casefold() for name in file.names}) < len(file.names):
            notes.error(path, ("names",), "names-alike", "two names are the same; choose others")


def _enough(content: Content, notes: Notes) -> None:
    there = {"agenda": len(list(content.all(AgendaFile))), "training": len(list(content.all(TrainingFile)))}
    wanted = {"agenda": (FEWEST_AGENDAS, AGENDAS, "agendas"), "training": (FEWEST_CASES, CASES, "training cases")}
    for kind, (least, folder, name) in wanted.items():
        if content.sure(kind) and there[kind] < least:
            notes.error(folder, (), f"too-few-{kind}", f"there are {there[kind]} {name}; write at least {least}")
    kinds = {one.kind for _, file in content.all(TextsFile) for one in file.texts}
    for kind in ("poster", "ballot", "handout"):
        if content.sure("printed") and kind not in kinds:
            notes.error(TEXTS, (), "missing-text", f"there is no {kind} to print; write one")
