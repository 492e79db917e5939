"""A library of seven items over the tiny tree, with conditions, caps, law, and an item that cannot be left out."""

from hypothesis import strategies as st

from tests.core.strategies import responses
from tests.core.tiny import METHODS, PACKAGE, TREE, item, method, pack, trigger
from toolkit.content import Library
from toolkit.core.conditions import Fact
from toolkit.core.method import Aggregate
from toolkit.core.model import FactDeclaration, Principle
from toolkit.core.responses import Assessment

FACTS = ("live", "children", "forbidden", "grave", "binding")
ITEMS = (
    item("a", "equality", impact_cap=3),
    item("b", "accuracy"),
    item("c", "accuracy", applies_when=Fact("live")),
    item("d", "accuracy", na_allowed=False),
    item("e", "accuracy", impact_cap=4),
    item("f", "safety", applies_when=Fact("children")),
    item("g", "safety"),
)
LAW = pack(
    trigger("t1", "unacceptable", Fact("forbidden")),
    trigger("t2", "high", Fact("grave")),
    trigger("t3", "medium", Fact("live")),
    trigger("t4", "none", Fact("live")),
    binding_when=Fact("binding"),
)
SECOND = method("second", aggregate=Aggregate(k=2))
ESCALATING = method("escalating", aggregate=Aggregate(k=1, escalate=True, start=1, count=2))
BOTH = method("both", aggregate=Aggregate(k=3, escalate=True, start=0, count=3))
ALL_METHODS = (*METHODS, SECOND, ESCALATING, BOTH)


def library(items=ITEMS, packs=(LAW,)):
    """A library with nothing but what decides levels."""
    principles = [Principle(core, core, "") for core in TREE]
    principles += [Principle(child, child, "", core) for core, children in TREE.items() for child in children]
    return Library(
        lang="en",
        version="1",
        sha256="",
        questionnaire="tiny",
        title="",
        default_method="linear",
        principles=tuple(principles),
        rights={},
        terms=(),
        profile=(),
        facts=tuple(FactDeclaration(name, name, f"{name}?") for name in FACTS),
        contradictions=(),
        items=items,
        controls=PACKAGE,
        packs=packs,
        methods={m.id: m for m in ALL_METHODS},
        losses={},
        distributions={},
        translated=frozenset(),
    )


def assessment(given=None, identity="one", **facts):
    """An assessment of the tiny library; facts that are not named are unknown."""
    return Assessment(identity, identity, {}, given or {}, "linear", facts)


@st.composite
def assessments(draw):
    """An assessment with every kind of response, some items without one, and facts known or not."""
    given = draw(st.dictionaries(st.sampled_from([one.id for one in ITEMS]), responses))
    facts = draw(st.dictionaries(st.sampled_from(FACTS), st.sampled_from([True, False, None])))
    return assessment(given, **facts)
