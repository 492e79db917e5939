"""What is frozen when a readiness assessment is submitted, and how it is read again a year later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from toolkit.core.kept import day_of, rating_of, rating_values, ratings_of
from toolkit.core.method import Interval
from toolkit.core.readiness_change import Taken
from toolkit.core.statements import HIGHEST, LOWEST, Mark, Readiness
from toolkit.pages.readiness_state import ReadinessWork
from toolkit.store import Stored

_THETA = re.compile(r"[0-9]{1,6}(?:/[1-9][0-9]{0,5})?")

FORMAT = "toolkit-readiness/1"


def frozen(work: ReadinessWork) -> dict[str, Any]:
    """The result to keep at submission: stages, and each statement as it was asked, placed and answered.

    `ratings` are those that count: of several respondents, what they were brought together to. `wording` lets somebody
    read later what a statement said that has changed since. All of it is JSON.
    """
    content, result = work.context.readiness, work.result
    return {
        "format": FORMAT,
        "version": content.version,
        "content_sha256": content.sha256,
        "lang": content.lang,
        "on": work.context.today.isoformat(),
        "theta": str(result.theta),
        "met_at": content.target,
        "stages": {name: _pair(one.stage) for name, one in result.standings.items()},
        "overall": _pair(result.overall),
        "weakest": list(result.weakest),
        "marks": [asdict(one.mark) for one in content.statements],
        "ratings": {name: rating_values(one) for name, one in work.ratings.items()},
        "wording": {one.id: one.statement for one in content.statements},
    }


def _pair(stage: Interval | None) -> list[int] | None:
    return [stage.lo, stage.hi] if stage else None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An assessment as it was: what `readiness_change.compare` needs, how its statements read, when, and how strictly.

    `on` and `theta` are None where the assessment was not submitted.
    """

    taken: Taken
    wording: Mapping[str, str]
    lang: str
    on: date | None = None
    theta: Fraction | None = None


def taken_of(result: Any) -> Earlier | None:
    """What a frozen result says; None for anything that `frozen` did not write."""
    if not isinstance(result, Mapping) or result.get("format") != FORMAT:
        return None
    ratings, wording = (found if isinstance(found := result.get(x), Mapping) else {} for x in ("ratings", "wording"))
    marks = result.get("marks")
    placed = [mark_of(one) for one in marks] if isinstance(marks, list) else []
    return Earlier(
        Taken(
            tuple(one for one in placed if one is not None),
            {str(name): rating_of(parts) for name, parts in ratings.items() if isinstance(parts, Mapping)},
        ),
        {str(name): text for name, text in wording.items() if isinstance(text, str)},
        str(result.get("lang") or ""),
        day_of(result.get("on")),
        _theta(result.get("theta")),
    )


def mark_of(given: Any) -> Mark | None:
    """A kept mark, or None where its place is none."""
    parts = given if isinstance(given, Mapping) else {}
    names = [parts.get(name) for name in ("id", "dimension", "fingerprint")]
    place = parts.get("required_at")
    if not all(isinstance(one, str) for one in names) or type(place) is not int or not LOWEST <= place <= HIGHEST:
        return None
    return Mark(str(names[0]), str(names[1]), place, str(names[2]))


def _theta(given: Any) -> Fraction | None:
    # Only as it is written here: a number with an exponent can fill the memory.
    return Fraction(given) if isinstance(given, str) and _THETA.fullmatch(given) else None


def earlier(record: Stored, content: Readiness) -> Earlier | None:
    """An assessment of before: as it was frozen or, if never submitted, its answers to the same version of the content.

    None where neither is there: what its statements said is then not known, and nothing can be compared.
    """
    found = taken_of(record.result)
    if found is not None or record.questionnaire_sha256 != content.sha256:
        return found
    wording = {one.id: one.statement for one in content.statements}
    marks = tuple(one.mark for one in content.statements)
    return Earlier(Taken(marks, ratings_of(record.values)), wording, content.lang)
