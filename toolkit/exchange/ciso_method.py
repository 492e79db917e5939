"""Matrices of CISO Assistant as scoring methods of ours: five steps on each axis, two to five levels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from toolkit.content.schema_rules import MethodFile
from toolkit.core.model import ToolkitError
from toolkit.exchange.problems import printable

TOKENS = {2: "r1 r5", 3: "r1 r3 r5", 4: "r1 r3 r4 r5", 5: "r1 r2 r3 r4 r5"}
ICONS = {2: "○●", 3: "○◑●", 4: "○◑◕●", 5: "○◔◑◕●"}
SLUG = re.compile(r"[^a-z0-9]+")

At = tuple[str | int, ...]
"""Keys and places that lead to a part of a file."""

Bad = Callable[[At, str], None]
"""Notes a problem at a place."""


def slug(text: object) -> str:
    """An id of small letters, digits and hyphens."""
    return SLUG.sub("-", str(text).lower()).strip("-")[:60]


def method_of(raw: Mapping[str, Any], at: At, library: Mapping[str, Any], bad: Bad) -> Mapping[str, Any]:
    """A matrix as the file of a scoring method; {} and a problem where it cannot be one."""
    axes = [_labels(raw.get(name)) for name in ("probability", "impact", "risk")]
    grid = raw.get("grid")
    rows = [list(row) for row in grid] if isinstance(grid, list) and all(isinstance(x, list) for x in grid) else []
    size = f"{len(axes[0])} × {len(axes[1])}"
    if size != "5 × 5" or len(rows) != 5 or any(len(row) != 5 for row in rows):
        bad(at, f"the matrix has {size} steps; scoring methods here have 5 × 5")
        return {}
    if len(axes[2]) not in TOKENS or len(set(map(slug, axes[2]))) != len(axes[2]):
        bad((*at, "risk"), f"has {len(axes[2])} levels; here are 2 to 5, each with a name of its own")
        return {}
    if any(not isinstance(cell, int) or not 0 <= cell < len(axes[2]) for row in rows for cell in row):
        bad((*at, "grid"), f"each cell must be a place from 0 to {len(axes[2]) - 1} in “risk”")
        return {}
    data = _method_data(raw, axes, rows, library)
    try:
        MethodFile.model_validate(data).core()
    except (ToolkitError, ValidationError, KeyError) as error:
        bad(at, f"cannot be a scoring method: {printable(str(error), 200)}")
    return data


def _labels(raw: object) -> list[str]:
    found = raw if isinstance(raw, list) else []
    return [str(one.get("name", "")) for one in found if isinstance(one, Mapping)]


def _method_data(
    raw: Mapping[str, Any], axes: Sequence[Sequence[str]], rows: Sequence[Sequence[int]], library: Mapping[str, Any]
) -> dict[str, Any]:
    names = [slug(name) for name in axes[2]]
    tokens, icons = TOKENS[len(names)].split(), ICONS[len(names)]
    defaults = {"low": names[0], "medium": names[min(1, len(names) - 1)], "high": names[-2], "extreme": names[-1]}
    return {
        "id": slug(raw.get("ref_id") or raw.get("name")),
        "version": f"{library.get('version') or 1}.0.0",
        "name": str(raw.get("name") or "Imported matrix"),
        "summary": f"{raw.get('description') or raw.get('name')}. Imported; its axes are taken as five equal steps.",
        "levels": [
            {"id": name, "label": label, "token": tokens[place], "icon": icons[place]}
            for place, (name, label) in enumerate(zip(names, axes[2], strict=True))
        ],
        "unacceptable": {"id": "unacceptable", "label": "Unacceptable", "token": "r6", "icon": "■"},
        "scales": {"likelihood": [*axes[0]], "impact": [*axes[1]], "axis": "linear"},
        "matrix": {"kind": "lookup", "grid": {str(n): [names[c] for c in row] for n, row in enumerate(rows, start=1)}},
        "aggregate": {"k": 1},
        "severity": {"enabled": False, "rule": "max(scale, min(scope, irreversibility))"},
        "aliases": {name: own for name, own in defaults.items() if name not in names},
        "losses": {"needless_escalation": 1, "miss": 5},
        "source": _source(library),
    }


def _source(library: Mapping[str, Any]) -> dict[str, str]:
    origin = f"{library.get('urn', '')} version {library.get('version', '')}, {library.get('provider', '')}"
    return {"kind": "derived", "from": origin, "sure": "secondary", "note": "From a library of CISO Assistant."}
