"""Freezing levels into a bundle, and checking later that the same answers still give them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from toolkit import __version__
from toolkit.content import Library
from toolkit.content.scoring import score
from toolkit.core.method import Interval, Method
from toolkit.core.responses import Assessment
from toolkit.exchange.bundle import dumps, read_bundle, write_bundle
from toolkit.exchange.problems import printable
from toolkit.exchange.safe_json import Source

UNVERIFIED = 2
"""Exit code for a bundle without a frozen result."""

# Words for what a result states, in the order of the report.
STATED = {
    "engine": "program version",
    "method": "scoring method",
    "method_version": "version of the scoring method",
    "content_sha256": "content of the questionnaire",
    "answers_sha256": "answers",
}

AGREES, DIFFERS, NOTE = "agrees", "differs", "note"
EXCUSED = ("engine", "answers_sha256")
"""What may differ or be absent: another program with the same levels is no reason for doubt, and results written by
other programs need not hold a digest of the answers."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a result can be confirmed, in sentences; `frozen` is False where the bundle states no result."""

    agrees: bool
    lines: tuple[str, ...]
    frozen: bool = True

    @property
    def exit_code(self) -> int:
        """0 if everything agrees, 1 if something differs, 2 if there is nothing to check."""
        if not self.frozen:
            return UNVERIFIED
        return 0 if self.agrees else 1


def freeze(assessment: Assessment, library: Library, on: date, method: str = "") -> dict[str, object]:
    """The levels of an assessment with everything they depend on: program, method, content, answers, packs and day."""
    scored = score(library, assessment, on, method)
    tiers = {tier.value: _ends(result.system.level, scored.method) for tier, result in scored.result.tiers.items()}
    return {
        "engine": __version__,
        "method": scored.method.id,
        "method_version": scored.method.version,
        "content_sha256": library.sha256,
        "answers_sha256": answers_digest(assessment, library),
        "packs": {pack.id: pack.version for pack in library.packs},
        "evaluated_on": on.isoformat(),
        "tiers": tiers,
        "stress": _ends(scored.result.stress, scored.method),
    }


def answers_digest(assessment: Assessment, library: Library) -> str:
    """SHA-256 of everything a person gave, withheld text excepted; content and method versions do not change it."""
    bundle = write_bundle(assessment, library)
    given = {key: value for key, value in bundle.items() if key not in ("questionnaire", "method", "notice")}
    return hashlib.sha256(dumps(given).encode()).hexdigest()


def _ends(level: Interval | None, method: Method) -> dict[str, str] | None:
    if level is None:
        return None
    return {"at_least": method.level(level.lo).id, "at_most": method.level(level.hi).id}


def verify(source: Source, library: Library, on: date | None = None) -> Verification:
    """Recompute a bundle's levels for the day it states, or for `on`, and say what agrees and what does not.

    Raises BundleError for a file that cannot be read.
    """
    imported = read_bundle(source, library)
    stated = imported.result
    if stated is None:
        line = "not verified: the file states no result; export it again from a submitted assessment"
        return Verification(agrees=False, lines=(line,), frozen=False)
    method = str(stated["method"])
    if method not in library.methods:
        known = ", ".join(library.methods)
        return Verification(False, (f"differs: scoring method – the file says {printable(method)}, here are {known}",))
    day = on or date.fromisoformat(str(stated["evaluated_on"]))
    found = list(_compare(stated, freeze(imported.assessment, library, day, method)))
    lines = tuple(f"{mark}: {line}" for mark, line in found)
    return Verification(all(mark != DIFFERS for mark, _ in found), lines + imported.notices)


def _compare(stated: Mapping[str, object], here: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, name in STATED.items():
        yield _line(name, stated.get(key), here[key], excused=key in EXCUSED and (key == "engine" or key not in stated))
    yield _line("day of evaluation", stated["evaluated_on"], here["evaluated_on"], excused=True)
    yield from _each("legal pack", _map(stated.get("packs")), _map(here["packs"]))
    yield from _each("level", _map(stated["tiers"]), _map(here["tiers"]))
    if "stress" in stated:
        yield _line("stress level", stated["stress"], here["stress"])


def _each(name: str, stated: Mapping[str, object], here: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key in sorted({*stated, *here}):
        yield _line(f"{name} {printable(key)}", stated.get(key, "no entry"), here.get(key, "no entry"))


def _line(name: str, stated: object, here: object, *, excused: bool = False) -> tuple[str, str]:
    if stated == here:
        return AGREES, f"{name} – {_words(here)}"
    return NOTE if excused else DIFFERS, f"{name} – the file says {_words(stated)}, here it is {_words(here)}"


def _map(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _words(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        low, high = value.get("at_least"), value.get("at_most")
        return printable(f"{low}" if low == high else f"at least {low}, at most {high}", 100)
    return printable(str(value), 80)
