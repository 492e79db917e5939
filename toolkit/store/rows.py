"""Assessments as rows: reading them, adding them, finding their family; inside a transaction that the caller opened."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, Text, insert, literal, or_, select, type_coerce

from toolkit.store.columns import JsonText, UtcTime
from toolkit.store.records import Json, Status, Stored, Summary, UnknownAssessment
from toolkit.store.tables import assessment, response

AnyRow: TypeAlias = "Row[*tuple[Any, ...]]"
"""A row whose columns are read by name."""

META = tuple(assessment.c[field.name] for field in fields(Summary))
"""The columns of a Summary."""

NEWEST = (assessment.c.updated_at.desc(), assessment.c.created_at.desc(), assessment.c.id)
"""The latest change first."""

CHUNK = 400
"""So many assessments are read at once."""

_INHERITED = ("owner", "title", "demo", "method", "questionnaire_id", "questionnaire_version", "questionnaire_sha256")


def add(connection: Connection, columns: Mapping[str, object], revision: int, now: datetime) -> str:
    """Insert a draft; returns its new id. It is the first version unless `columns` say otherwise."""
    start = {"status": str(Status.DRAFT), "version_no": 1, "revision": revision, "created_at": now, "updated_at": now}
    new = str(uuid.uuid4())
    connection.execute(insert(assessment).values(id=new, **start | dict(columns)))
    return new


def inherited(source: Summary) -> dict[str, object]:
    """What a copy and a new version take over."""
    return {name: getattr(source, name) for name in _INHERITED}


def copy_values(connection: Connection, source: str, new: str, by: tuple[str, datetime] | None = None) -> None:
    """Copy what is not cleared, as revision 1; `by` replaces who gave the values and when."""
    who, at = (response.c.who, response.c.updated_at) if by is None else (literal(by[0]), literal(by[1], UtcTime))
    there = (response.c.assessment_id == source, response.c.value != literal(None, JsonText))
    columns = ["assessment_id", "key", "value", "revision", "updated_at", "who"]
    values = select(literal(new), response.c.key, response.c.value, literal(1), at, who).where(*there)
    connection.execute(insert(response).from_select(columns, values))


def load(connection: Connection, assessment_id: str) -> Stored:
    """An assessment with all its values; raises UnknownAssessment."""
    row = _one(connection, assessment_id, assessment.c.result)
    texts = type_coerce(response.c.value, Text)
    wanted = select(response.c.key, texts, response.c.revision).where(response.c.assessment_id == assessment_id)
    given = connection.execute(wanted.order_by(response.c.key)).all()
    # One parse for all values: each on its own takes twice as long in the moment between a click and its answer.
    values = json.loads(f"[{','.join(text for _, text, _ in given)}]")
    return Stored(
        **nouns(row),
        values={one.key: value for one, value in zip(given, values, strict=True) if value is not None},
        revisions={key: revision for key, _, revision in given},
    )


def load_all(connection: Connection, ids: Collection[str]) -> dict[str, Stored]:
    """Assessments with their values by id; unknown ids are left out."""
    found: dict[str, Stored] = {}
    for some in batched(ids, CHUNK):
        metas = connection.execute(select(*META, assessment.c.result).where(assessment.c.id.in_(some))).all()
        texts = type_coerce(response.c.value, Text)
        columns = (response.c.assessment_id, response.c.key, texts, response.c.revision)
        wanted = select(*columns).where(response.c.assessment_id.in_(some))
        given = connection.execute(wanted.order_by(response.c.assessment_id, response.c.key)).all()
        values = json.loads(f"[{','.join(text for _, _, text, _ in given)}]")
        kept: dict[str, tuple[dict[str, Json], dict[str, int]]] = {row.id: ({}, {}) for row in metas}
        for (owner, key, _, revision), value in zip(given, values, strict=True):
            kept[owner][1][key] = revision
            if value is not None:
                kept[owner][0][key] = value
        found |= {row.id: Stored(**nouns(row), values=kept[row.id][0], revisions=kept[row.id][1]) for row in metas}
    return found


def batched(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    """Lists of at most `size` ids: databases limit how many values a query may have."""
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some


def follow(connection: Connection, record: Stored) -> Stored:
    """The assessment as it is now, of which `record` is an earlier state; reads only what has changed since."""
    row = _one(connection, record.id)
    if row.revision == record.revision:
        return record
    if row.revision < record.revision or row.status != record.status:  # restored from a backup, or submitted
        return load(connection, record.id)
    wanted = select(response.c.key, response.c.value, response.c.revision)
    newer = (response.c.assessment_id == record.id, response.c.revision > record.revision)
    changed = connection.execute(wanted.where(*newer)).all()
    values = {**record.values, **{one.key: one.value for one in changed}}
    revisions = {**record.revisions, **{one.key: one.revision for one in changed}}
    return replace(
        record,
        **nouns(row),
        values={key: value for key, value in sorted(values.items()) if value is not None},
        revisions=dict(sorted(revisions.items())),
    )


def summary(connection: Connection, assessment_id: str) -> Summary:
    """An assessment without its content; raises UnknownAssessment."""
    return Summary(**nouns(_one(connection, assessment_id)))


def listing(connection: Connection, owner: str, questionnaire: str | None = None) -> tuple[Summary, ...]:
    """What belongs to `owner`, or what of it is about one questionnaire, the latest change first."""
    wanted = select(*META).where(assessment.c.owner == owner).order_by(*NEWEST)
    if questionnaire is not None:
        wanted = wanted.where(assessment.c.questionnaire_id == questionnaire)
    return tuple(Summary(**nouns(row)) for row in connection.execute(wanted))


def family(connection: Connection, assessment_id: str) -> tuple[Summary, ...]:
    """An assessment and whatever parents and children connect it to, by version number; raises UnknownAssessment."""
    summary(connection, assessment_id)
    pair = select(assessment.c.id, assessment.c.parent_id)
    known = pair.where(assessment.c.id == assessment_id).cte(recursive=True)
    related = or_(assessment.c.id == known.c.parent_id, assessment.c.parent_id == known.c.id)
    known = known.union(pair.join(known, related))  # not union all: relatives find each other again
    order = (assessment.c.version_no, assessment.c.created_at)
    rows = connection.execute(select(*META).where(assessment.c.id.in_(select(known.c.id))).order_by(*order))
    return tuple(Summary(**nouns(row)) for row in rows)


def _one(connection: Connection, assessment_id: str, *more: Any) -> AnyRow:
    row = connection.execute(select(*META, *more).where(assessment.c.id == assessment_id)).first()
    if row is None:
        raise UnknownAssessment(assessment_id)
    return row


def nouns(row: AnyRow) -> dict[str, Any]:
    """The fields of a Summary from a row that begins with META, and whatever else it has but a role."""
    return {**{name: value for name, value in row._mapping.items() if name != "role"}, "status": Status(row.status)}
