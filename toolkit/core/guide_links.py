"""What belongs together: links between guides and the risk library, the order of the roadmap, and cases by filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from graphlib import CycleError, TopologicalSorter

from toolkit.core.guides import Guides
from toolkit.core.model import Control, Item, Principle, ToolkitError
from toolkit.core.practice import Case, Recommendation
from toolkit.core.statements import Statement
from toolkit.core.workbook import Question

LINKS: Mapping[str, str] = {
    "principles": "principle",
    "items": "item",
    "item": "item",
    "controls": "control",
    "cases": "case",
    "recommendations": "recommendation",
    "chapters": "chapter",
    "explorables": "explorable",
    "terms": "term",
    "statements": "statement",
    "other": "principle",
}
"""Fields of the nouns that hold ids, and the kind of thing that they name."""

Ref = tuple[str, str]
"""Kind and id."""


@dataclass(frozen=True, slots=True)
class Related:
    """Ids of everything that names a thing or is named by it: what it names itself comes first."""

    principles: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    explorables: tuple[str, ...] = ()
    primers: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Web:
    """All links in both directions, by kind and id."""

    links: Mapping[Ref, Related]

    def related(self, kind: str, name: str) -> Related:
        """What belongs to a thing of one of the kinds that Related names."""
        return self.links.get((kind, name), Related())


@dataclass(frozen=True, slots=True)
class Work:
    """The statements of the readiness assessment and the questions of the workbook."""

    statements: tuple[Statement, ...] = ()
    questions: tuple[Question, ...] = ()


NO_WORK = Work()


def web(
    guides: Guides,
    items: Sequence[Item],
    controls: Iterable[Control],
    principles: Sequence[Principle] = (),
    work: Work = NO_WORK,
) -> Web:
    """Every link between guides, risk library, readiness and workbook, in both directions; compute it once and keep it.

    A core principle also has what belongs to its instrumental ones, after its own.
    """
    pairs = [*_pairs(guides, items, controls), *_of_work(work)]
    found: dict[Ref, dict[Ref, None]] = {}
    for near, far in (*pairs, *((far, near) for near, far in pairs)):
        found.setdefault(near, {})[far] = None
    below = {one.id: [("principle", x.id) for x in principles if x.parent == one.id] for one in principles}
    for top, parts in below.items():
        mine = found.get(("principle", top), {})
        inherited = {ref: None for part in parts for ref in found.get(part, {}) if ref != ("principle", top)}
        if mine or inherited:
            found["principle", top] = mine | inherited
    return Web({ref: _related(refs) for ref, refs in found.items()})


def _pairs(guides: Guides, items: Sequence[Item], controls: Iterable[Control]) -> Iterator[tuple[Ref, Ref]]:
    for kind, resource in guides.resources():
        yield from (((kind, resource.id), ref) for ref in references_of(resource))
    for item in items:
        yield ("item", item.id), ("principle", item.principle)
        yield from ((("item", item.id), ("control", name)) for name in item.controls)
    for control in controls:
        yield ("control", control.id), ("principle", control.principle)


def _of_work(work: Work) -> Iterator[tuple[Ref, Ref]]:
    for one in work.statements:
        yield from ((("statement", one.id), ref) for ref in references_of(one))
    for asked in work.questions:
        yield ("question", asked.id), ("principle", asked.principle)
        yield from ((("question", asked.id), ref) for ref in references_of(asked))


def _related(refs: Iterable[Ref]) -> Related:
    given = list(refs)
    names = {field.name: field.name.removesuffix("s") for field in fields(Related)}
    return Related(**{name: tuple(one for kind, one in given if kind == wanted) for name, wanted in names.items()})


def references_of(thing: object) -> Iterator[Ref]:
    """Every id that a noun of the guides names, with its kind; what a recommendation needs is not among them."""
    for field in fields(thing):  # type: ignore[arg-type]  # a noun is a dataclass; its type says nothing of that
        value = getattr(thing, field.name)
        for entry in value if isinstance(value, tuple) else (value,):
            if is_dataclass(entry):
                yield from references_of(entry)
            elif field.name in LINKS and entry:
                yield LINKS[field.name], entry


# ---------------------------------------------------------------- the order of the roadmap


def layers(recommendations: Sequence[Recommendation]) -> tuple[tuple[Recommendation, ...], ...]:
    """Recommendations by how much must exist before: the first layer needs nothing, each needs only earlier ones.

    Within a layer they keep their order; needs that are not among them are ignored. Raises ToolkitError for a cycle.
    """
    known = {one.id: one for one in recommendations}
    sorter = TopologicalSorter({one.id: [need for need in one.needs if need in known] for one in recommendations})
    try:
        sorter.prepare()
    except CycleError as error:
        ring = " → ".join(reversed(error.args[1]))
        raise ToolkitError(f"these recommendations wait for each other: {ring}; remove one of the needs") from error
    out: list[tuple[Recommendation, ...]] = []
    while sorter.is_active():
        ready = set(sorter.get_ready())
        out.append(tuple(one for one in recommendations if one.id in ready))
        sorter.done(*ready)
    return tuple(out)


def in_order(recommendations: Sequence[Recommendation]) -> tuple[Recommendation, ...]:
    """Recommendations so that each stands after those it needs; raises ToolkitError for a cycle."""
    return tuple(one for layer in layers(recommendations) for one in layer)


def needed_by(recommendations: Iterable[Recommendation]) -> dict[str, tuple[str, ...]]:
    """Recommendation id to the ids of those that need it."""
    found: dict[str, tuple[str, ...]] = {}
    for one in recommendations:
        for need in one.needs:
            found[need] = (*found.get(need, ()), one.id)
    return found


# ---------------------------------------------------------------- cases by filter


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What cases a reader wants; an empty wish allows all."""

    application: str = ""
    technique: str = ""
    principle: str = ""
    jurisdiction: str = ""
    outcome: str = ""
    good_practice: bool = False


def cases_for(
    cases: Iterable[Case], wanted: CaseFilter, tree: Mapping[str, Sequence[str]] | None = None
) -> tuple[Case, ...]:
    """The cases that meet every wish; with `tree` (core to instrumental ids), a core principle includes its parts."""
    principles = {wanted.principle, *(tree or {}).get(wanted.principle, ())}
    return tuple(
        case
        for case in cases
        if wanted.application in ("", *case.applications)
        and wanted.technique in ("", *case.techniques)
        and wanted.jurisdiction in ("", case.jurisdiction)
        and wanted.outcome in ("", case.outcome)
        and (not wanted.principle or not principles.isdisjoint(case.principles))
        and (case.good_practice or not wanted.good_practice)
    )


def facets(cases: Iterable[Case]) -> dict[str, dict[str, int]]:
    """For each wish of a CaseFilter, the values that occur with their number of cases, most frequent first."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("application", "technique", "principle", "jurisdiction", "outcome")
    }
    for case in cases:
        counts["application"].update(case.applications)
        counts["technique"].update(case.techniques)
        counts["principle"].update(case.principles)
        counts["jurisdiction"][case.jurisdiction] += 1
        counts["outcome"][case.outcome] += 1
    return {name: dict(counter.most_common()) for name, counter in counts.items()}
