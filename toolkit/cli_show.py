"""Results as text for a terminal, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from toolkit.cli_io import clean
from toolkit.cli_score import Outcome, coverage
from toolkit.content.interface import Interface, interface
from toolkit.core.health import health
from toolkit.core.method import Interval, Method
from toolkit.core.responses import Tier
from toolkit.core.risk import Node
from toolkit.core.sensitivity import ToFindOut, Weight
from toolkit.core.triggers import Finding

NOT_AFFILIATED = (
    "Independent implementation. Not affiliated with or endorsed by the United Nations, UNICRI or INTERPOL; "
    "levels are not official scores."
)
DEMO = "Illustration: made-up answers, not a real agency’s result"
TIERS = {Tier.INHERENT: "Inherent", Tier.CURRENT: "Current", Tier.TARGET: "Target"}
STATES = {
    "answered": "answered",
    "range": "as a range",
    "unknown": "unknown",
    "skipped": "no answer yet",
    "withheld": "restricted",
    "na": "not applicable",
}
MOST = 10
"""Lists show so many entries; `--json` has them all."""


def console() -> Console:
    """A console that takes every text as it is; into a pipe it is as wide as lines need."""
    plain = Console(highlight=False, markup=False, emoji=False)
    return plain if plain.is_terminal else Console(highlight=False, markup=False, emoji=False, width=160)


def show(outcome: Outcome, lang: str) -> None:
    """Print the result of one assessment."""
    words, out = interface(lang), console()
    assessment = outcome.scored.assessment
    out.print(Text(clean(assessment.title), style="bold"))
    if assessment.demo:
        out.print(Text(words.gettext(DEMO), style="bold reverse"))
    out.print(_levels(outcome, words))
    for title, lines in _sections(outcome, words):
        if lines:
            out.print(Text(f"\n{title}", style="bold"))
            for line in lines:
                out.print(Text(f"  {clean(line)}"))
    out.print()
    out.print(Text(words.gettext(NOT_AFFILIATED), style="italic"))


def _sections(outcome: Outcome, words: Interface) -> Iterator[tuple[str, list[str]]]:
    titles = {item.id: item.title for item in outcome.scored.items}
    held = [f"{name}  {titles[name]}" for name in outcome.holders()]
    yield words.gettext("Answers"), list(_coverage(outcome, words))
    yield words.gettext("What holds the current level"), first(held, words)
    found = (f"{one.item}  {titles[one.item]}  ({_weight(one, words)})" for one in outcome.find_out())
    yield words.gettext("Find out first"), first(found, words)
    yield words.gettext("Law"), [_law(finding, words) for finding in outcome.findings]
    yield words.gettext("Made with"), list(_versions(outcome, words))
    yield words.gettext("Notices"), list(outcome.told)


def first(lines: Iterable[str], words: Interface) -> list[str]:
    """The first lines, and how many more there are."""
    given = list(lines)
    more = len(given) - MOST
    rest = [words.say_n("… and {number} more (--json lists all)", "… and {number} more (--json lists all)", more)]
    return given[:MOST] + (rest if more > 0 else [])


def level_words(method: Method, level: Interval | None, words: Interface) -> str:
    """A level interval in words, such as “at least High, at most Extreme”."""
    if level is None:
        return words.gettext("not applicable")
    low, high = method.level(level.lo).label, method.level(level.hi).label
    return low if level.determined else words.say("at least {low}, at most {high}", low=low, high=high)


def _levels(outcome: Outcome, words: Interface) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    results = outcome.scored.result.tiers
    for tier in results:
        table.add_column(words.gettext(TIERS[tier]))
    for name, indent, place in _nodes(outcome, words):
        nodes = [result.system if not place else getattr(result, place[0])[place[1]] for result in results.values()]
        cells = [_node_words(outcome.method, node, words) for node in nodes]
        table.add_row(*(Text(clean(cell), style="" if indent else "bold") for cell in ("  " * indent + name, *cells)))
    return table


def _node_words(method: Method, node: Node, words: Interface) -> str:
    if node.level is not None and not node.assessed:
        return words.gettext("not assessed")
    return level_words(method, node.level, words)


def _nodes(outcome: Outcome, words: Interface) -> Iterator[tuple[str, int, tuple[str, str] | None]]:
    library = outcome.library
    yield words.gettext("The whole system"), 0, None
    for core, children in library.tree.items():
        yield library.principle(core).name, 0, ("core", core)
        for name in children:
            yield library.principle(name).name, 1, ("instrumental", name)


def _coverage(outcome: Outcome, words: Interface) -> Iterator[str]:
    counted = coverage(outcome)
    done, total = counted["items"]["dealt_with"], counted["items"]["total"]
    yield words.say("{done} of {total} questions dealt with", done=done, total=total)
    states = [f"{words.gettext(STATES[name])}: {number}" for name, number in counted["states"].items() if number]
    yield ", ".join(states)
    stress = level_words(outcome.method, outcome.scored.result.stress, words)
    yield words.say("Inherent level if each “not applicable” were unknown: {level}", level=stress)


def _weight(one: ToFindOut, words: Interface) -> str:
    match one.weight:
        case Weight.ALONE:
            return words.gettext("can lower the level by itself")
        case Weight.TOGETHER:
            return words.gettext("can lower the level together with others")
        case Weight.NONE:
            return words.gettext("does not decide the level")


def _law(finding: Finding, words: Interface) -> str:
    matches = words.gettext("matches") if finding.matches else words.gettext("may match: a legal answer is missing")
    binding = words.gettext("binding") if finding.binding else words.gettext("for information")
    since = words.say("applies from {day}", day=finding.applies_from.isoformat())
    if not finding.in_force:
        since = words.say("not in force before {day}", day=finding.applies_from.isoformat())
    pack = f"{finding.pack.id} {finding.pack.version}"
    return f"{finding.trigger.title}: {matches}; {binding}; {since} [{finding.trigger.id}, {pack}]"


def _versions(outcome: Outcome, words: Interface) -> Iterator[str]:
    method, library = outcome.method, outcome.library
    yield words.say("Scoring method {name}, version {version}", name=method.id, version=method.version)
    yield words.say(
        "Questionnaire {name}, version {version}, content {sha}",
        name=library.questionnaire, version=library.version, sha=library.sha256[:16],
    )  # fmt: skip
    packs = ", ".join(f"{pack.id} {pack.version}" for pack in library.packs)
    yield words.say("Legal packs {packs}, evaluated on {day}", packs=packs, day=outcome.on.isoformat())


# ---------------------------------------------------------------- methods


def show_methods(methods: Iterable[Method], default: str) -> None:
    """Print each scoring method with the health report of its matrix (METHOD 1.2)."""
    out = console()
    for method in methods:
        chosen = " (default)" if method.id == default else ""
        out.print(Text(f"{method.id} {method.version}{chosen}: {method.name}", style="bold"))
        out.print(Text(f"  {clean(method.summary)}"))
        for line in health_lines(method):
            out.print(Text(f"  {line}"))
        out.print()


def health_lines(method: Method) -> Iterator[str]:
    """What the matrix of a method can and cannot tell apart, one sentence a line."""
    report = health(method.grid, len(method.levels))
    names = [level.label for level in method.levels]
    yield (
        "the top level holds only risks above the lowest level"
        if report.weak
        else "a top-level risk can be smaller than a lowest-level one"
    )
    yield (
        "no step to a touching cell leads from lowest to top"
        if report.between
        else "one step can lead from lowest to top"
    )
    mixed = ", ".join(f"{names[low]} and {names[high]}" for low, high in report.overlaps)
    yield (
        f"levels that overlap though they do not touch: {mixed}" if mixed else "levels that do not touch do not overlap"
    )
    yield f"steps that skip a level: {len(report.jumps)}"
    whole = "has" if report.lowest_edges else "has not"
    yield f"the whole lowest row and column {whole} the lowest level"
    right, tie, wrong = report.pairs.right, report.pairs.tie, report.pairs.reversed
    yield f"random pairs of risks: {right:.1%} in the right order, {tie:.1%} tied, {wrong:.1%} reversed"
    cells = ", ".join(f"{name} {count}" for name, count in zip(names, report.cells, strict=True))
    yield f"cells of each level: {cells}"
