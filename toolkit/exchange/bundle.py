"""The native format: one assessment as JSON, lossless for everything that is scored, byte-identical for equal input.

Two things are given up on purpose. Withheld text never leaves (METHOD 2.9, invariant 26): see `public_copy`. And a
bundle may give impact by its severity parts or name the kind of evidence of a control, but the core keeps only the
impact and whether there is evidence, so a bundle written again holds those.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from toolkit.content import Library
from toolkit.core.responses import Assessment, Factor, Response, State, Treatment
from toolkit.exchange import decode
from toolkit.exchange.fields import at, day, entries, members, text
from toolkit.exchange.problems import BundleError, Problems, printable
from toolkit.exchange.safe_json import Source, kind, load

FORMAT = "toolkit-assessment/1"
FIELDS = (
    *("format", "notice", "id", "title", "demo", "questionnaire", "method", "profile", "facts", "responses"),
    *("treatments", "meta", "result"),
)
REQUIRED = ("format",)
RESULT_TEXTS = ("engine", "method", "method_version", "content_sha256", "answers_sha256")

INDEPENDENT = "Made with an independent toolkit; not an official UNICRI or INTERPOL score."
ILLUSTRATION = "Illustration – not a real agency's result"

# Written as \u escapes, so that no editor shows a bundle in another order than it is stored: line and paragraph
# separators, marks and every bidirectional control.
_INVISIBLE_CODES = (0x7F, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_INVISIBLE = {code: f"\\u{code:04x}" for code in _INVISIBLE_CODES}


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of a register that was edited after export; `applied` says whether the new value was taken over."""

    risk_id: str
    column: str
    was: str
    now: str
    applied: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: the assessment, notices about it, edited cells, and the frozen levels if there are any."""

    assessment: Assessment
    notices: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    result: Mapping[str, object] | None = None


# ---------------------------------------------------------------- reading


def read_bundle(source: Source, library: Library, *, drop_unknown: bool = False) -> Imported:
    """The assessment in a bundle of at most 20 MB; raises BundleError with every problem, each with its path.

    Risk items that the library does not have are refused, or left out with a notice if `drop_unknown`.
    """
    given = load(source)
    problems = Problems()
    _check_format(given.get("format"), problems)
    problems.stop()
    members(_without_foreign(given, problems), "", FIELDS, problems, required=REQUIRED)
    if given.get("id") == "":
        problems.add("id", "is empty; give the assessment an id")
    text(given, "notice", "", problems)
    _compare_questionnaire(given.get("questionnaire", {}), library, problems)
    method = _method(given.get("method", library.default_method), library, problems)
    read = decode.assessment(given, method, decode.Context(library, problems, drop_unknown))
    result = _result(given["result"], problems) if "result" in given else None
    problems.stop()
    return Imported(read, tuple(problems.notices), result=result)


def _without_foreign(given: Mapping[str, object], problems: Problems) -> dict[str, object]:
    """The fields without those that look like somebody else's; one that looks misspelt stays, to be refused."""
    foreign = [key for key in given if key not in FIELDS and not get_close_matches(key[:80], FIELDS, n=1)]
    problems.notices += [f"{printable(key)}: not part of this format, and left out" for key in foreign]
    return {key: value for key, value in given.items() if key not in foreign}


def _check_format(found: object, problems: Problems) -> None:
    if found == FORMAT:
        return
    if isinstance(found, str):
        mend = "update the toolkit or export again"
        problems.add("format", f"“{printable(found)}” cannot be read here, only {FORMAT}; {mend}")
    else:
        problems.add("format", f'is missing; a bundle starts with "format": "{FORMAT}"')


def _compare_questionnaire(raw: object, library: Library, problems: Problems) -> None:
    given = members(raw, "questionnaire", ("id", "version", "sha256"), problems)
    here = {"id": library.questionnaire, "version": library.version, "sha256": library.sha256}
    for key in given:
        value = text(given, key, "questionnaire", problems)
        if key in here and value != here[key]:
            problems.notice(
                f"questionnaire.{key}: the file was made with {printable(value, 80)}, here it is {here[key]};"
                " check the answers to changed questions"
            )


def _method(raw: object, library: Library, problems: Problems) -> str:
    raw = {"id": raw} if isinstance(raw, str) else raw
    given = members(raw, "method", ("id", "version"), problems, required=("id",))
    name, version = text(given, "id", "method", problems), text(given, "version", "method", problems)
    if name not in library.methods:
        if isinstance(given.get("id"), str):
            problems.unknown("method", "scoring method", name, library.methods)
        return library.default_method
    if version and version != library.methods[name].version:
        here = library.methods[name].version
        problems.notice(f"method.version: the file was made with {printable(version)}, here it is {here}")
    return name


def _result(raw: object, problems: Problems) -> Mapping[str, object]:
    known = (*RESULT_TEXTS, "packs", "evaluated_on", "tiers", "stress")
    given = members(raw, "result", known, problems, required=("method", "evaluated_on", "tiers"))
    for key in RESULT_TEXTS:
        text(given, key, "result", problems)
    if not day(given, "evaluated_on", "result", problems) and given.get("evaluated_on") == "":
        problems.add("result.evaluated_on", "is empty; give the day of evaluation, such as 2026-12-31")
    packs = entries(given.get("packs", {}), "result.packs", problems)
    for name in packs:
        text(packs, name, "result.packs", problems)
    tiers = members(given.get("tiers", {}), "result.tiers", ("inherent", "current", "target"), problems)
    levels = {at("result.tiers", name): ends for name, ends in tiers.items()} | {"result.stress": given.get("stress")}
    for where, ends in levels.items():
        if ends is not None:
            pair = members(ends, where, ("at_least", "at_most"), problems, required=("at_least", "at_most"))
            for key in pair:
                text(pair, key, where, problems)
    return given


# ---------------------------------------------------------------- writing


def write_bundle(
    assessment: Assessment, library: Library, result: Mapping[str, object] | None = None
) -> dict[str, object]:
    """The bundle of an assessment, without withheld text; `result` is what `verify.freeze` returned."""
    public = public_copy(assessment)
    out: dict[str, object] = {
        "format": FORMAT,
        "notice": f"{ILLUSTRATION}. {INDEPENDENT}" if public.demo else INDEPENDENT,
        "id": public.id,
        "title": public.title,
        "demo": public.demo,
        "questionnaire": {"id": library.questionnaire, "version": library.version, "sha256": library.sha256},
        "method": {"id": public.method, "version": library.method(public.method).version},
        "profile": {name: value if isinstance(value, str) else list(value) for name, value in public.profile.items()},
        "facts": dict(public.facts),
        "responses": {name: _response(response) for name, response in public.responses.items()},
        "treatments": {name: _treatment(treatment) for name, treatment in public.treatments.items()},
        "meta": dict(public.meta),
    }
    if result is not None:
        out["result"] = dict(result)
    return cleaned(out)


def public_copy(assessment: Assessment) -> Assessment:
    """The assessment without what was withheld: scores, notes, evidence, reasons and actions of withheld responses.

    What remains – state, reviewer, controls and new ratings – is what the levels already show.
    """
    hidden = {name for name, response in assessment.responses.items() if response.state is State.WITHHELD}
    if not hidden:
        return assessment
    responses = {n: _without_text(r) if n in hidden else r for n, r in assessment.responses.items()}
    treatments = {n: replace(t, action="", status="") if n in hidden else t for n, t in assessment.treatments.items()}
    return replace(assessment, responses=responses, treatments=treatments)


def _without_text(response: Response) -> Response:
    return replace(
        response,
        likelihood=None,
        impact=None,
        confidence=None,
        note="",
        evidence="",
        reason="",
        controls=tuple(replace(control, note="") for control in response.controls),
    )


def _response(response: Response) -> dict[str, object]:
    out: dict[str, object] = {"state": response.state.value}
    out |= {key: _factor(value) for key, value in _pair(response.likelihood, response.impact) if value is not None}
    if response.confidence is not None:
        out["confidence"] = response.confidence.value
    out |= {key: getattr(response, key) for key in decode.TEXTS if getattr(response, key)}
    if response.controls:
        out["controls"] = [
            {"id": c.id, "status": c.status.value, "strength": c.strength, "evidence": c.evidenced, "note": c.note}
            for c in response.controls
        ]
    if response.rerated:
        out["rerated"] = {
            tier.value: {key: _factor(value) for key, value in _pair(*factors)}
            for tier, factors in response.rerated.items()
        }
    return out


def _pair(likelihood: Factor | None, impact: Factor | None) -> tuple[tuple[str, Factor | None], ...]:
    return ("likelihood", likelihood), ("impact", impact)


def _factor(value: Factor | None) -> object:
    if value is None or (value.lo == value.hi and value.mode is None):
        return None if value is None else value.lo
    ends = {"lo": value.lo, "hi": value.hi}
    return ends if value.mode is None else ends | {"mode": value.mode}


def _treatment(treatment: Treatment) -> dict[str, object]:
    texts = {key: getattr(treatment, key) for key in ("action", "owner_role", "due", "status")}
    return {"decision": treatment.decision.value} | {key: value for key, value in texts.items() if value}


def cleaned(data: Mapping[str, object]) -> dict[str, object]:
    """An object without what readers refuse: NUL goes, half a character becomes the replacement character."""
    return {str(_cleaned(key)): _cleaned(value) for key, value in data.items()}


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(inner) for key, inner in value.items()}
    return [_cleaned(inner) for inner in value] if isinstance(value, list | tuple) else value


def dumps(data: Mapping[str, object]) -> str:
    """Canonical JSON text: sorted keys, two spaces, one newline at the end; equal data gives identical bytes.

    Raises BundleError for NaN and infinities, which JSON does not have.
    """
    try:
        encoded = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False)
    except (ValueError, TypeError) as error:
        raise BundleError([f"this cannot be written as JSON ({error}); {kind(data)} must hold plain values"]) from error
    return encoded.translate(_INVISIBLE) + "\n"
