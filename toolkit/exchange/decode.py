"""From a parsed bundle to an assessment: every value checked against the library, every problem with its path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from toolkit.content import Library
from toolkit.core import risk
from toolkit.core.model import UNKNOWN_CHOICE, FieldKind, Item, ProfileField
from toolkit.core.responses import (
    AppliedControl,
    Assessment,
    Confidence,
    ControlStatus,
    Decision,
    Factor,
    Response,
    State,
    Tier,
    Treatment,
)
from toolkit.exchange.fields import at, choice, day, entries, factor, members, text, whole
from toolkit.exchange.problems import Problems
from toolkit.exchange.safe_json import kind

TEXTS = ("note", "evidence", "reason", "reviewer")
RESPONSE = ("state", "likelihood", "impact", "confidence", *TEXTS, "controls", "rerated", "severity")
UNNAMED, UNTITLED = "unnamed", "Untitled system"
"""What a bundle without id or title is called."""

CONTROL = ("id", "status", "strength", "evidence", "note")
TREATMENT = ("decision", "action", "owner_role", "due", "status")
PARTS = ("scale", "scope", "irreversibility")
EVIDENCE = {True: True, False: False, "none": False, "document": True, "test": True}
"""What counts as evidence that a control works; the core keeps only yes or no."""


@dataclass(frozen=True, slots=True)
class Context:
    """What decoding needs: the library, the collector, and whether unknown item ids are dropped or refused."""

    library: Library
    problems: Problems
    drop_unknown: bool = False


def assessment(given: Mapping[str, object], method: str, context: Context) -> Assessment:
    """The assessment in the checked top level of a bundle; problems are noted, not raised."""
    items = {item.id: item for item in context.library.items}
    problems = context.problems
    demo = given.get("demo", False)
    if not isinstance(demo, bool):
        problems.add("demo", f"must be true or false, found {kind(demo)}")
    answers = _known_items(given.get("responses", {}), "responses", items, context)
    plans = _known_items(given.get("treatments", {}), "treatments", items, context)
    meta = entries(given.get("meta", {}), "meta", problems)
    return Assessment(
        id=text(given, "id", "", problems) if "id" in given else UNNAMED,
        title=text(given, "title", "", problems) if "title" in given else UNTITLED,
        profile=_profile(given.get("profile", {}), context),
        responses={name: response(raw, f"responses.{name}", items[name], context) for name, raw in answers.items()},
        method=method,
        facts=_facts(given.get("facts", {}), context),
        treatments={name: treatment(raw, f"treatments.{name}", problems) for name, raw in plans.items()},
        meta={key: text(meta, key, "meta", problems) for key in meta},
        demo=demo is True,
    )


def _known_items(raw: object, where: str, items: Mapping[str, Item], context: Context) -> dict[str, object]:
    out: dict[str, object] = {}
    for name, value in entries(raw, where, context.problems).items():
        if name in items:
            out[name] = value
        elif context.drop_unknown:
            context.problems.notice(f"{where}.{name}: this questionnaire has no such risk item; it was left out")
        else:
            context.problems.unknown(at(where, name), "risk item", name, items)
    return out


# ---------------------------------------------------------------- profile and facts


def _profile(raw: object, context: Context) -> dict[str, str | tuple[str, ...]]:
    fields = {field.id: field for field in context.library.profile}
    out: dict[str, str | tuple[str, ...]] = {}
    for name, value in entries(raw, "profile", context.problems).items():
        where = at("profile", name)
        if name not in fields:
            context.problems.unknown(where, "profile field", name, fields)
        elif isinstance(value, str):
            _check_options([value], where, fields[name], context.problems)
            out[name] = value
        elif isinstance(value, list | tuple) and all(isinstance(option, str) for option in value):
            if fields[name].kind is FieldKind.ONE:
                context.problems.add(where, "takes one option, not a list")
            _check_options(value, where, fields[name], context.problems)
            out[name] = tuple(value)
        else:
            what = f"an option, a list of options or “{UNKNOWN_CHOICE}”"
            context.problems.add(where, f"must be {what}, found {kind(value)}")
    return out


def _check_options(chosen: Iterable[str], where: str, field: ProfileField, problems: Problems) -> None:
    options = {option.id: option for option in field.options}
    picked = list(chosen)
    if picked == [UNKNOWN_CHOICE]:
        return
    for name in picked:
        if name not in options:
            problems.unknown(where, "option", name, options)
        elif options[name].exclusive and len(picked) > 1:
            problems.add(where, f"“{name}” cannot be combined with other options; keep it alone or remove it")


def _facts(raw: object, context: Context) -> dict[str, bool | None]:
    known = {fact.id: fact for fact in context.library.facts}
    out: dict[str, bool | None] = {}
    for name, value in entries(raw, "facts", context.problems).items():
        where = at("facts", name)
        if name not in known:
            context.problems.unknown(where, "fact", name, known)
        elif value is None or isinstance(value, bool):
            out[name] = value
            if not known[name].question:
                context.problems.notice(f"{where}: this follows from the profile; the answer in the file has no effect")
        else:
            context.problems.add(where, f"must be true, false or null, found {kind(value)}")
    return out


# ---------------------------------------------------------------- responses


def response(raw: object, where: str, item: Item, context: Context) -> Response:
    """One response, checked against its item."""
    problems = context.problems
    given = members(raw, where, RESPONSE, problems, required=("state",))
    confidence = given.get("confidence")
    likelihood, impact = _factors(given, where, problems)
    read = Response(
        state=choice(given.get("state", "skipped"), at(where, "state"), State, State.SKIPPED, problems),
        likelihood=likelihood,
        impact=impact,
        confidence=None
        if confidence is None
        else choice(confidence, at(where, "confidence"), Confidence, Confidence.LOW, problems),
        note=text(given, "note", where, problems),
        evidence=text(given, "evidence", where, problems),
        reason=text(given, "reason", where, problems),
        reviewer=text(given, "reviewer", where, problems),
        controls=_controls(given.get("controls", []), at(where, "controls"), context),
        rerated=_rerated(given.get("rerated", {}), at(where, "rerated"), problems),
    )
    _check(read, where, item, problems)
    return read


def _factors(given: Mapping[str, object], where: str, problems: Problems) -> tuple[Factor | None, Factor | None]:
    likelihood = factor(given.get("likelihood"), at(where, "likelihood"), problems)
    impact = factor(given.get("impact"), at(where, "impact"), problems)
    if "severity" not in given:
        return likelihood, impact
    where = at(where, "severity")
    parts = members(given["severity"], where, ("likelihood", *PARTS), problems, required=PARTS)
    numbers = [whole(parts[key], at(where, key), 1, 5, problems) for key in PARTS if key in parts]
    known = [number for number in numbers if number is not None]
    if "likelihood" in parts and likelihood is None:
        likelihood = factor(parts["likelihood"], at(where, "likelihood"), problems)
    if len(known) < len(PARTS):
        return likelihood, impact
    computed = risk.severity(*known)
    if impact not in (None, Factor(computed, computed)):
        problems.add(where, f"these parts give impact {computed}, but another impact stands beside them; keep one")
    return likelihood, Factor(computed, computed)


def _controls(raw: object, where: str, context: Context) -> tuple[AppliedControl, ...]:
    if not isinstance(raw, list | tuple):
        context.problems.add(where, f"must be a list, found {kind(raw)}")
        return ()
    return tuple(_control(value, f"{where}[{place}]", context) for place, value in enumerate(raw))


def _control(raw: object, where: str, context: Context) -> AppliedControl:
    problems = context.problems
    raw = {"id": raw} if isinstance(raw, str) else raw
    given = members(raw, where, CONTROL, problems, required=("id",))
    status = given.get("status", "in-place")
    name = text(given, "id", where, problems)
    if isinstance(given.get("id"), str) and name not in context.library.controls:
        problems.unknown(at(where, "id"), "control", name, context.library.controls)
    strength, evidence = given.get("strength"), given.get("evidence", False)
    if not isinstance(evidence, bool | str) or evidence not in EVIDENCE:
        problems.add(at(where, "evidence"), "must be true, false, “none”, “document” or “test”")
        evidence = False
    return AppliedControl(
        id=name,
        status=choice(status, at(where, "status"), ControlStatus, ControlStatus.PLANNED, problems),
        strength=None if strength is None else whole(strength, at(where, "strength"), 0, 3, problems),
        evidenced=EVIDENCE[evidence],
        note=text(given, "note", where, problems),
    )


def _rerated(raw: object, where: str, problems: Problems) -> dict[Tier, tuple[Factor, Factor]]:
    out: dict[Tier, tuple[Factor, Factor]] = {}
    for tier, value in members(raw, where, (Tier.CURRENT, Tier.TARGET), problems).items():
        inner = at(where, tier)
        given = members(value, inner, ("likelihood", "impact"), problems, required=("likelihood", "impact"))
        pair = [factor(given[key], at(inner, key), problems) for key in ("likelihood", "impact") if key in given]
        if any(key in given and given[key] is None for key in ("likelihood", "impact")):
            problems.add(inner, "a new rating needs both likelihood and impact; fill in both or remove it")
        known = [part for part in pair if part is not None]
        if len(known) == 2 and tier in (Tier.CURRENT, Tier.TARGET):
            out[Tier(tier)] = (known[0], known[1])
    return out


def _check(read: Response, where: str, item: Item, problems: Problems) -> None:
    if read.state is State.NA and not read.reason.strip():
        problems.add(at(where, "reason"), "“not applicable” needs a reason; write why, or choose another state")
    if read.state is State.NA and not item.na_allowed:
        problems.add(at(where, "state"), "this risk applies to every system; answer it or choose “unknown”")
    if read.state is State.WITHHELD and not read.reviewer.strip():
        problems.notice(f"{where}: withheld without a named reviewer; name who may read the answer")
    before = risk.inherent(item, read)
    for tier, after in read.rerated.items():
        for name, old, new in zip(("likelihood", "impact"), before, after, strict=True):
            if new.hi > old.hi:
                place = f"{where}.rerated.{tier}.{name}"
                problems.add(place, f"{new.hi} is above {old.hi}, the rating before controls; lower it")


def treatment(raw: object, where: str, problems: Problems) -> Treatment:
    """One treatment."""
    given = members(raw, where, TREATMENT, problems)
    return Treatment(
        decision=choice(given.get("decision", "open"), at(where, "decision"), Decision, Decision.OPEN, problems),
        action=text(given, "action", where, problems),
        owner_role=text(given, "owner_role", where, problems),
        due=day(given, "due", where, problems),
        status=text(given, "status", where, problems),
    )
