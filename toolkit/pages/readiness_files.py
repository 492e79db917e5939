"""A readiness assessment as a whole: as a file in and out, submitted, illustrated, and begun anew after a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from toolkit.core.kept import READINESS, SHEET, keyed, rating_values, ratings_of, without
from toolkit.core.readiness_change import carried
from toolkit.exchange.bundle import dumps
from toolkit.exchange.record import ENDING, Record, Sheet, read_record, write_record
from toolkit.pages import files_out
from toolkit.pages.conflicts import conflict_of
from toolkit.pages.desk import Context
from toolkit.pages.exports import JSON, records, stem
from toolkit.pages.inputs import BadInput, text
from toolkit.pages.readiness_frozen import earlier, frozen
from toolkit.pages.readiness_inputs import META
from toolkit.pages.readiness_report import made_of
from toolkit.pages.readiness_state import MAIN, Person, ReadinessState, ReadinessWork, frozen_people, settled
from toolkit.pages.readiness_words import open_answers, stage_words
from toolkit.pages.screen import Command, Create, Download, Event, Manage, Open, Part
from toolkit.pages.share import Step
from toolkit.render.html import render
from toolkit.store import Role

OWN_KEYS = ("sheet/", "meta/previous", "meta/plan", "meta/left_out", "meta/main")
"""Keys that name other records of this database, and mean nothing in another."""

NOT_OPENED = "Open everybody’s answers first. Without them there is no result to keep."
NOT_READINESS = "This file holds another kind of record. Open it on the page for that kind."

# ---------------------------------------------------------------- out


def download(state: ReadinessState, event: Event, context: Context) -> Step:
    """The complete assessment as a file; to its owner with what each person answered."""
    if state.record is None:
        return state, ()
    if parts := files_out.asked(event, "report", "form"):
        return state, (made_of(parts, state, context),)
    if state.is_sheet:
        return state, ()
    if text(event.value) != "json":
        raise BadInput(files_out.NO_FORMAT)
    work = ReadinessWork(state, context)
    if work.waiting:
        raise BadInput("Open everybody’s answers first: until then the file would show them.")
    name = f"{'demo-' if state.record.demo else ''}{stem(state.record.title)}{ENDING}"
    return state, (Download(name, JSON, dumps(write_record(record_of(work))).encode()),)


def record_of(work: ReadinessWork) -> Record:
    """The assessment as an exchange record; without names and single answers for whoever does not own it."""
    record, owner = work.record, work.state.role is Role.OWNER
    if record is None:
        return Record(READINESS, "", {})
    kept = work.frozen_people is not None
    answered = (one for one in work.people if one.id != MAIN and (kept or one.there)) if owner else ()
    sheets = tuple(_sheet_of(work, one) for one in answered)
    result = record.result if isinstance(record.result, Mapping) else None
    values = dict(work.state.values)
    if not owner:
        values = without(values, ("sheet",))
        result = {key: part for key, part in result.items() if key != "people"} if result else None
    return Record(
        READINESS,
        record.title,
        values,
        sheets,
        record.questionnaire_version,
        record.questionnaire_sha256,
        record.demo,
        record.id,
        result,
    )


def _sheet_of(work: ReadinessWork, one: Person) -> Sheet:
    """What one person answered: as it is, or after submission as it was then."""
    title = work.record.title if work.record else ""
    found = work.state.linked.get(one.id)
    if work.frozen_people is None and found is not None:
        return Sheet(one.id, found.title, found.values)
    values: dict[str, Any] = {"meta/name": one.name, "meta/role": one.role}
    for name, rating in one.ratings.items():
        values |= keyed("rating", name, rating_values(rating))
    return Sheet(one.id, title, values)


# ---------------------------------------------------------------- in


def uploaded(state: ReadinessState, event: Event, context: Context) -> Step:
    """A file becomes a new assessment with its sheets; a bad one leaves a sentence and nothing else."""
    value = event.value if isinstance(event.value, Mapping) else {}
    read = read_record(str(value.get("text", "")).encode())
    if read.record.kind != READINESS:
        raise BadInput(NOT_READINESS)
    return replace(state, message=" ".join(read.notices)), made(read.record)


def made(record: Record) -> tuple[Command, ...]:
    """The commands that store a record: itself, then each sheet that counts, which it refers to."""
    values = {key: value for key, value in record.values.items() if not key.startswith(OWN_KEYS)}
    main = Create(record.title, values, record.demo, screen="tasks")
    out = record.values.get("meta/left_out")
    left = out if isinstance(out, list) else ()
    return (main, *(_sheet(record, one) for one in record.sheets if one.id not in left))


def _sheet(record: Record, one: Sheet) -> Create:
    said = record.values.get(f"sheet/{one.id}")
    given = said if isinstance(said, Mapping) else {}
    note = {part: str(given.get(part) or one.values.get(f"meta/{part}") or "") for part in ("name", "role")}
    values = {key: value for key, value in one.values.items() if key != "meta/main"}
    return Create(one.title or record.title, values, record.demo, kind=SHEET, refer="sheet/{id}", note=note, stay=True)


def add_samples(state: ReadinessState, event: Event, context: Context) -> Step:
    """Put the illustrations on the person's list; they are marked as such everywhere and can be deleted."""
    there = {one.title for one in state.summaries if one.demo}
    new = [one for one in records(READINESS) if one.title not in there]
    commands = [command for one in new for command in made(one)]
    return state, (*commands, Open("")) if commands else ()


# ---------------------------------------------------------------- its end, and the next one


def submit(state: ReadinessState, event: Event, context: Context) -> Step:
    """Freeze the assessment with its result, the wording, and who had answered what."""
    if state.record is None or state.frozen or state.is_sheet:
        return state, ()
    work = ReadinessWork(state, context)
    if work.waiting:
        raise BadInput(NOT_OPENED)
    if not any(settled(one) for one in work.ratings.values()):
        raise BadInput("Nothing is answered yet, so there is nothing to submit.")
    people = {"people": frozen_people(work)} if work.apart else {}
    return state, (Manage("submit", result={**frozen(work), **people}),)


def repeat(state: ReadinessState, event: Event, context: Context) -> Step:
    """Begin the next assessment: with the evidence, to be confirmed, the targets and the plan; without the answers."""
    if state.record is None or not state.frozen or state.is_sheet:
        return state, ()
    title = text(event.form.get("title", ""), 200).strip()
    if not title or title == state.record.title:
        sentence = context.interface.gettext("Give the next assessment another name, for example with the new year.")
        return replace(state, errors=(("title-field", sentence),)), ()
    return state, (Create(title, next_values(state, context), state.record.demo, screen="tasks"),)


def next_values(state: ReadinessState, context: Context) -> dict[str, Any]:
    """What the next assessment begins with."""
    if state.record is None:
        return {}
    past = earlier(state.record, context.readiness)
    before = past.taken.ratings if past else ratings_of(state.values)
    known = {one.id for one in context.readiness.statements}
    values: dict[str, Any] = {"meta/previous": state.record.id}
    for name, one in carried(before).items():
        values |= keyed("rating", name, rating_values(one)) if name in known else {}
    kept = ("meta/organization", "meta/plan", "meta/lenient")
    return values | {
        key: value for key, value in state.values.items() if key.startswith("target/") or (key in kept and value)
    }


# ---------------------------------------------------------------- the screen


def export(state: ReadinessState, context: Context, work: ReadinessWork) -> list[Part]:
    """Files to take away, and submitting."""
    found, statements = work.result, work.content.statements
    html = render(
        context.interface.lang,
        "ready_export.j2",
        waiting=work.waiting,
        answered=sum(settled(work.ratings.get(one.id)) for one in statements),
        open=sum(not settled(work.ratings.get(one.id)) for one in statements),
        overall=stage_words(context, found.overall, open_answers(found)),
        apart=work.apart,
        owner=state.role is Role.OWNER,
        readonly=state.fixed,
        frozen=state.frozen,
        meta={
            name: {
                "value": state.values.get(f"meta/{name}") or "",
                "rev": state.rev(f"meta/{name}"),
                "conflict": conflict_of(state, context, f"meta/{name}"),
            }
            for name in META
        },
    )
    return [Part("export", html)]
