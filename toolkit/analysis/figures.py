"""Charts of many systems as plain Plotly specifications: data and layout, no Plotly needed to make them.

The browser draws them with the plotly.js of the installed package; `figure` makes an ordinary Plotly figure of one, for
JupyterLab. Colours are names of the page's own (`var(--…)`), which both replace by its tokens.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from toolkit.core.method import Interval, Method
from toolkit.core.portfolio import Share

Spec = dict[str, Any]

UNKNOWN = -1
"""The height at which what is not assessed stands: apart from the levels, never at the lowest."""

SPREAD = 0.34
"""How far dots are moved aside, of one group's width, so that they do not cover each other."""

DASHES = ("solid", "dash", "dot")
"""Lines are told apart without colour; so many groups are drawn."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A system in a strip plot: where it leads, its group (an index), its level; None is not assessed."""

    id: str
    title: str
    route: str
    group: int
    level: Interval | None


def jitter(name: str) -> float:
    """How far a dot is moved aside, −SPREAD to SPREAD: the same for the same id, on every computer."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    return round((2 * number / (2**32 - 1) - 1) * SPREAD, 4)


def strip(dots: Sequence[Dot], groups: Sequence[str], method: Method, words: Mapping[str, str]) -> Spec:
    """Each system as a dot at its level, by group; a range as an open dot with a line up to its upper end.

    `words` are the texts of `sure`, `range` and `unknown`.
    """
    kinds = {
        "sure": [one for one in dots if one.level and one.level.determined],
        "range": [one for one in dots if one.level and not one.level.determined],
        "unknown": [one for one in dots if one.level is None],
    }
    traces = [_dots(kind, some, method, words) for kind, some in kinds.items() if some]
    ticks = [words["unknown"], *(level.label for level in method.levels), method.unacceptable.label]
    layout = _layout() | {"xaxis": _axis(0, groups, 0.6), "yaxis": _axis(UNKNOWN, ticks, 0.5)}
    return {"data": traces, "layout": layout}


def _axis(first: int, names: Sequence[str], room: float) -> Spec:
    """An axis with a name at each whole number from `first` on, and so much room at both ends."""
    places = list(range(first, first + len(names)))
    return {
        "tickvals": places,
        "ticktext": [escape(one) for one in names],
        "range": [first - room, first + len(names) - 1 + room],
        "fixedrange": True,
        "zeroline": False,
        "automargin": True,
    }


def _dots(kind: str, dots: Sequence[Dot], method: Method, words: Mapping[str, str]) -> Spec:
    ends = [(one.level.lo, one.level.hi) if one.level else (UNKNOWN, UNKNOWN) for one in dots]
    names = [_said(method, lo, hi, words["unknown"]) for lo, hi in ends]
    symbol = {"sure": "circle", "range": "circle-open", "unknown": "x-thin-open"}[kind]
    wide = {"type": "data", "symmetric": False, "array": [hi - lo for lo, hi in ends], "arrayminus": [0] * len(dots)}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(words[kind]),
        "x": [round(one.group + jitter(one.id), 4) for one in dots],
        "y": [lo for lo, _ in ends],
        "text": [f"{escape(one.title)}: {escape(name)}" for one, name in zip(dots, names, strict=True)],
        "customdata": [one.route for one in dots],
        "hoverinfo": "text",
        "marker": {"symbol": symbol, "size": 11, "color": "var(--primary-dark)", "line": {"width": 2}},
        "error_y": wide | {"color": "var(--muted)", "thickness": 1, "width": 4} if kind == "range" else None,
    }


def _said(method: Method, low: int, high: int, unknown: str) -> str:
    if low == UNKNOWN:
        return unknown
    names = [method.level(one).label for one in dict.fromkeys((low, high))]
    return " – ".join(names)


def ecdf(groups: Mapping[str, Sequence[Share]], method: Method, words: Mapping[str, str]) -> Spec:
    """For each group the share of systems at or above each level: at least (lower line) and at most (upper line).

    `groups` has, by name, the shares of each level above the lowest, lowest first; `words` the texts of `share`,
    `least`, `most`. Only the first three groups are drawn: further lines could not be told apart.
    """
    names = [level.label for level in (*method.levels[1:], method.unacceptable)]
    traces: list[Spec] = []
    for dash, (group, shares) in zip(DASHES, groups.items(), strict=False):
        for end, word in enumerate((words["least"], words["most"])):
            heights = [round(one.bounds[end], 4) for one in shares]
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "name": f"{escape(group)}: {escape(word)}",
                    "x": [escape(name) for name in names],
                    "y": heights,
                    "text": [_out_of(group, word, one, end) for one in shares],
                    "hoverinfo": "text",
                    "line": {"shape": "hv", "dash": dash, "width": 3 - end, "color": "var(--primary-dark)"},
                    "marker": {"symbol": "circle" if end == 0 else "circle-open", "size": 8},
                }
            )
    axis = {"tickformat": ".0%", "range": [0, 1.02], "title": {"text": escape(words["share"])}, "fixedrange": True}
    return {"data": traces, "layout": _layout() | {"yaxis": axis, "xaxis": {"type": "category", "fixedrange": True}}}


def _out_of(group: str, word: str, one: Share, end: int) -> str:
    return f"{escape(group)}: {escape(word)} {(one.sure, one.most)[end]} / {one.total}"


@dataclass(frozen=True, slots=True)
class Held:
    """A risk that holds systems at their level: its title, where it leads, and the systems by id."""

    title: str
    route: str
    systems: tuple[str, ...]


def pareto(rows: Sequence[Held], total: int, words: Mapping[str, str]) -> Spec:
    """Risks by how many systems they hold, and how many different systems the first ones hold together.

    The line counts each system once, so it never passes `total`; `words` are the texts of `systems` and `together`.
    """
    seen: set[str] = set()
    together = []
    for one in rows:
        seen |= {*one.systems}
        together.append(len(seen))
    names = [f"{number}" for number, _ in enumerate(rows, 1)]
    bars = {
        "type": "bar",
        "name": escape(words["systems"]),
        "y": [len(one.systems) for one in rows],
        "text": [f"{escape(one.title)}: {len(one.systems)} / {total}" for one in rows],
        "textposition": "none",
        "marker": {"color": "var(--r4)", "line": {"color": "var(--ink)", "width": 1}},
    }
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(words["together"]),
        "y": together,
        "text": [f"1–{name}: {number} / {total}" for name, number in zip(names, together, strict=True)],
        "line": {"color": "var(--primary-dark)", "width": 2},
    }
    both = {"x": names, "hoverinfo": "text", "customdata": [one.route for one in rows]}
    return {"data": [bars | both, line | both], "layout": _layout() | _pareto_axes(total, words["systems"])}


def _pareto_axes(total: int, title: str) -> Spec:
    up = {"range": [0, total * 1.05 or 1], "title": {"text": escape(title)}, "fixedrange": True}
    return {"yaxis": up, "xaxis": {"type": "category", "fixedrange": True}}


def _layout() -> Spec:
    return {
        "template": "none",
        "paper_bgcolor": "var(--bg)",
        "plot_bgcolor": "var(--bg)",
        "font": {"family": "system-ui, sans-serif", "size": 15, "color": "var(--ink)"},
        "margin": {"t": 24, "r": 16, "b": 64, "l": 64},
        "height": 460,
        "legend": {"orientation": "h", "y": -0.25},
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": True,
    }


def figure(spec: Spec, colours: Mapping[str, str]) -> Any:
    """An ordinary Plotly figure of a specification, for JupyterLab; `colours` by their name on the page."""
    from plotly.graph_objects import Figure  # half a second that pages never need

    plain = _plain(spec, colours)
    return Figure(data=plain["data"], layout=plain["layout"])


def _plain(value: Any, colours: Mapping[str, str]) -> Any:
    if isinstance(value, str) and value.startswith("var("):
        return colours[value.removeprefix("var(").removesuffix(")")]
    if isinstance(value, dict):
        return {key: _plain(one, colours) for key, one in value.items() if one is not None}
    return [_plain(one, colours) for one in value] if isinstance(value, list) else value
