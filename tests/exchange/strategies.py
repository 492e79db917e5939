"""Random assessments of the small library, with the texts that break spreadsheets."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.exchange.small import LIBRARY
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
from toolkit.core.risk import inherent

NASTY = (
    *("=1+1", '=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", " =1"),
    *(
        "'=1",
        "''=1",
        "'quoted'",
        "'",
        "#N/A",
        "<script>alert(1)</script>",
        "a,b;c\td",
        'say "no"',
        "one\ntwo",
        "a\r\nb",
    ),
    *(
        "مرحبا",
        "\u202eevil",
        "a\u2067b",
        "\u2069x\u202c",
        "👮🏽‍♀️",
        "_x0041_",
        "_x000D_",
        "\ufffe",
        "\x07bell",
        "2-4",
        "NaN",
    ),
    *("restricted", "unknown", "  spaces  ", "{}", "[1]", "null", "TRUE", "1e5", "007", "é", "x" * 33_000),
)
texts = st.one_of(
    st.just(""), st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
).map(lambda text: text.replace("\0", ""))
ids = st.text("abc-1", min_size=1, max_size=8)


@st.composite
def factors(draw: st.DrawFn, most: int = 5) -> Factor:
    low = draw(st.integers(1, most))
    high = draw(st.integers(low, most))
    return Factor(low, high, draw(st.none() | st.integers(low, high)))


applied = st.builds(
    AppliedControl,
    id=st.sampled_from(sorted(LIBRARY.controls)),
    status=st.sampled_from(ControlStatus),
    strength=st.none() | st.integers(0, 3),
    evidenced=st.booleans(),
    note=texts,
)


@st.composite
def responses(draw: st.DrawFn, name: str) -> Response:
    item = LIBRARY.item(name)
    state = draw(st.sampled_from([state for state in State if state is not State.NA or item.na_allowed]))
    given = Response(
        state=state,
        likelihood=draw(st.none() | factors()),
        impact=draw(st.none() | factors()),
        confidence=draw(st.none() | st.sampled_from(Confidence)),
        note=draw(texts),
        evidence=draw(texts),
        reason=draw(texts.filter(str.strip)) if state is State.NA else draw(texts),
        reviewer=draw(texts),
        controls=tuple(draw(st.lists(applied, max_size=2))),
    )
    likelihood, impact = inherent(item, given)
    rating = st.tuples(factors(likelihood.hi), factors(impact.hi))
    rerated = draw(st.dictionaries(st.sampled_from([Tier.CURRENT, Tier.TARGET]), rating, max_size=2))
    return Response(**{**{name: getattr(given, name) for name in given.__slots__}, "rerated": rerated})


treatments = st.builds(
    Treatment,
    decision=st.sampled_from(Decision),
    action=texts,
    owner_role=texts,
    due=st.just("") | st.dates().map(lambda day: day.isoformat()),
    status=texts,
)
profiles = st.fixed_dictionaries(
    {},
    optional={
        "application": st.sampled_from(["unknown", ("face-search",), ("helpdesk",), ()]),
        "stage": st.sampled_from(["unknown", "plan", "use"]),
    },
)
names = [item.id for item in LIBRARY.items]
assessments = st.builds(
    Assessment,
    id=ids,
    title=texts,
    profile=profiles,
    responses=st.fixed_dictionaries({}, optional={name: responses(name) for name in names}),
    method=st.sampled_from(sorted(LIBRARY.methods)),
    facts=st.dictionaries(st.just("scores_people"), st.none() | st.booleans()),
    treatments=st.dictionaries(st.sampled_from(names), treatments, max_size=2),
    meta=st.dictionaries(st.sampled_from(["system_id", "system_version", "review_date", "note"]), texts, max_size=2),
    demo=st.booleans(),
)
