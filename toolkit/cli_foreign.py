"""Commands for what others made: SurveyJS questionnaires, libraries of CISO Assistant, public AI inventories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from toolkit.cli_files import edited
from toolkit.cli_io import check_free, read, today, write
from toolkit.content import load_library
from toolkit.content.surveys import inventory_words, scoring_names, scoring_profile
from toolkit.content.yaml_out import dump_yaml
from toolkit.core.inventory import joined
from toolkit.core.model import ToolkitError
from toolkit.core.survey import Survey
from toolkit.core.survey_scoring import Part, Scores, most, prepared, score_both
from toolkit.exchange.bundle import INDEPENDENT, dumps, write_bundle
from toolkit.exchange.ciso_back import read_ciso_risks
from toolkit.exchange.ciso_library import read_ciso_library
from toolkit.exchange.inventory import read_inventory
from toolkit.exchange.inventory_out import finding_lines, report, start, write_inventory
from toolkit.exchange.safe_json import load, read_bytes
from toolkit.exchange.survey_file import read_answers, read_scoring, read_survey, write_survey
from toolkit.exchange.surveyjs import read_surveyjs

FORMAT = "toolkit-survey-score/1"
SUFFIX = ".questionnaire.json"
UNSCORED = "none"


def import_foreign(files: Sequence[Path], out: Path | None, *, given: Mapping[str, str], force: bool) -> Iterator[str]:
    """`import surveyjs FILE` and `import inventory FILE…`; raises ToolkitError with the kinds there are."""
    what, *paths = files
    if str(what) == "surveyjs" and len(paths) == 1:
        yield from import_surveyjs(paths[0], out, name=given["name"], scoring=given["scoring"], force=force)
    elif str(what) == "inventory":
        yield from import_inventory(paths, out, record=given["record"], force=force)
    elif str(what) == "ciso" and len(paths) == 1 and given["into"]:
        yield from import_ciso_risks(paths[0], Path(given["into"]), out, force=force)
    elif str(what) == "ciso" and len(paths) == 1:
        yield from import_ciso(paths[0], out, force=force)
    else:
        kinds = "surveyjs FILE, inventory FILE or ciso FILE"
        raise ToolkitError(f"cannot import “{what}” that way; write: toolkit import {kinds}")


def import_ciso(given: Path, out: Path | None, *, force: bool) -> Iterator[str]:
    """Write what a library of CISO Assistant holds: questionnaires and scoring methods; yields what stays behind."""
    found = read_ciso_library(read_bytes(given))
    written = [(Path(f"{one.id}{SUFFIX}"), dumps(write_survey(one))) for one in found.surveys]
    written += [(Path(f"{one['id']}.method.yaml"), dump_yaml(one)) for one in found.methods]
    if out and len(written) > 1:
        raise ToolkitError(f"{given.name} holds {len(written)} things; leave -o out, each file is named after its id")
    for name, text in written:
        check_free(out or name, force)
        write(out or name, text.encode(), force)
        yield f"{out or name} written"
    if found.methods:
        yield "put a scoring method into the folder methods/ of a content pack: toolkit pack new FOLDER"
    yield from found.notices


def import_ciso_risks(given: Path, into: Path, out: Path | None, *, force: bool) -> Iterator[str]:
    """Write a bundle with what was edited in a risk assessment of CISO Assistant; yields each difference."""
    target = out or Path(f"{into.stem}-ciso.json")
    check_free(target, force)
    library = load_library()
    found = read_ciso_risks(given, read(into, library).assessment, library, today())
    write(target, dumps(write_bundle(found.assessment, library)).encode(), force)
    yield from found.notices
    yield from (edited(difference) for difference in found.differences)
    yield f"{target} written"


def import_inventory(paths: Sequence[Path], out: Path | None, *, record: str, force: bool) -> Iterator[str]:
    """Write the records of public inventories, or start an assessment from one; yields the import report."""
    target = out or Path(f"{record.lower()}.json" if record else f"{paths[0].stem}.inventory.json")
    check_free(target, force)
    words = inventory_words()
    found = [read_inventory(read_bytes(path), words) for path in paths]
    records, twice = joined(inventory.records for inventory in found)
    if record:
        library = load_library()
        data: dict[str, Any] = write_bundle(start(records, record, words), library)
        write(target, dumps(data).encode(), force)
        yield f"{target} written: the profile of {record} as published, no answer and no level; confirm each entry"
        return
    for inventory in found:
        yield from report(inventory)
    if twice:
        yield f"{twice} records stand in an earlier file just the same and are taken once."
    yield from finding_lines(records, words)
    write(target, dumps(write_inventory(found, words)).encode(), force)
    yield f"{target} written; begin an assessment with --record ID"


def import_surveyjs(given: Path, out: Path | None, *, name: str, scoring: str, force: bool) -> Iterator[str]:
    """Write a SurveyJS questionnaire as one of ours, with a scoring profile; yields what a person should know."""
    id_ = name or given.stem.lower().replace("_", "-")
    target = out or Path(f"{id_}{SUFFIX}")
    check_free(target, force)
    found = read_surveyjs(read_bytes(given), id_)
    profile = _profile(scoring) if scoring else _fitting(found.survey)
    if profile:
        limits = most(found.survey, read_scoring(profile))
        if not scoring:
            endings = " and ".join(ending for ending, adds in profile["suffixes"].items() if adds != Part.NONE)
            yield f"scored as {profile['id']}, because names end in {endings}; --scoring none leaves scores out"
        yield f"at most {_number(limits.raw)} raw points and {_number(limits.mitigation)} mitigation points"
    write(target, dumps(write_survey(found.survey, profile)).encode(), force)
    yield from found.notices
    yield f"{target} written; score it with: toolkit score --questionnaire {id_} --answers FILE --json"


def _profile(scoring: str) -> dict[str, Any] | None:
    """A profile that ships with the toolkit, or one in a file of the agency's own."""
    if scoring == UNSCORED:
        return None
    return load(Path(scoring)) if scoring.endswith(".json") else scoring_profile(scoring)


def _fitting(survey: Survey) -> dict[str, Any] | None:
    """The shipped profile by which a questionnaire has points of both kinds, or none."""
    for name in scoring_names():
        profile = scoring_profile(name)
        limits = most(survey, read_scoring(profile))
        if limits.raw and limits.mitigation:
            return profile
    return None


def score_survey(questionnaire: str, answers: Path | None) -> dict[str, Any]:
    """The scores of answers to a foreign questionnaire, before and after completion; raises ToolkitError."""
    if answers is None:
        raise ToolkitError("--questionnaire needs --answers FILE with the answers to score")
    path = Path(questionnaire) if questionnaire.endswith(".json") else Path(f"{questionnaire}{SUFFIX}")
    if not path.is_file():
        raise ToolkitError(f"{path} is not there; import the questionnaire first: toolkit import surveyjs FILE")
    known = read_survey(path)
    if known.scoring is None:
        names = ", ".join(scoring_names())
        raise ToolkitError(f"{path} has no scoring profile; import it again with --scoring and one of {names}")
    given, notices = read_answers(answers, known.survey)
    ready = prepared(known.survey, known.scoring)
    limits, (live, done) = ready.limits, score_both(ready, given)
    return {
        "format": FORMAT,
        "questionnaire": {"id": known.survey.id, "sha256": known.survey.sha256},
        "scoring": {"id": known.scoring.id, "version": known.scoring.version, "source": known.scoring.source},
        "most": {"raw": _number(limits.raw), "mitigation": _number(limits.mitigation)},
        "live": _scores(live),
        "completed": _scores(done),
        "notices": [INDEPENDENT, *notices],
    }


def _scores(found: Scores) -> dict[str, Any]:
    return {
        "raw_impact_score": _number(found.raw),
        "mitigation_score": _number(found.mitigation),
        "current_score": _number(found.current),
        "impact_level": found.level,
        "reduced": found.reduced,
        "visible_questions": list(found.visible),
        "open_scored_questions": list(found.open),
        "level_when_answered": {"at_least": found.range[0], "at_most": found.range[1]},
    }


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def lines(found: dict[str, Any]) -> Iterator[str]:
    """The scores in sentences."""
    for name, when in (("live", "while answering"), ("completed", "once completed")):
        one = found[name]
        waiting, ends = len(one["open_scored_questions"]), one["level_when_answered"]
        yield (
            f"Level {one['impact_level']} {when}: {one['current_score']} points, "
            f"from {one['raw_impact_score']} raw and {one['mitigation_score']} mitigation."
        )
        if waiting:
            yield (
                f"{waiting} scored questions that show are open. The method counts them as nothing; "
                f"with answers to them the level is {ends['at_least']} to {ends['at_most']}."
            )
    yield from found["notices"]
