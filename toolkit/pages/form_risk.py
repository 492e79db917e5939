"""The risk assessment as a form: description, legal questions, risks, safeguards and treatments, a sheet each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from toolkit.content import Library, load_library
from toolkit.content.interface import ENGLISH, Interface
from toolkit.core.method import Method
from toolkit.core.model import UNKNOWN_CHOICE, FieldKind, Item, ProfileField
from toolkit.core.responses import ControlStatus, Decision, State
from toolkit.exchange.form import Answer, Cells, Column, Form, Option, Row, Tab, Values
from toolkit.exchange.form_answers import Choice, Day, Safeguard, Scale, Text, Ticks
from toolkit.pages.answers import SEVERITY
from toolkit.pages.form_common import (
    Detail,
    about,
    apart,
    how_to,
    listed_words,
    numbered,
    released,
    roles,
    steps,
    texts,
    truths,
)
from toolkit.pages.view_question import likelihood_anchor

CONFIDENCES = {
    "certain": "Certain: measured, or beyond doubt",
    "high": "High: good records",
    "medium": "Medium: some records, some judgement",
    "low": "Low: mostly judgement",
}
STATUSES = {ControlStatus.IN_PLACE.value: "In place", ControlStatus.PLANNED.value: "Planned"}
DECISIONS = {
    Decision.OPEN.value: "Not decided yet",
    Decision.MITIGATE.value: "Reduce it",
    Decision.AVOID.value: "Avoid it: do not do this",
    Decision.TRANSFER.value: "Share or transfer it",
    Decision.ACCEPT.value: "Accept it, with a reason",
}
PROGRESS = {"not-started": "Not started", "in-hand": "In hand", "done": "Done"}
AXES = ("likelihood", "impact")
TEXTS = ("reason", "evidence", "note")


def risk_form(
    spoken: Interface, values: Values, only: Collection[str] = (), name: str = "", *, demo: bool = False
) -> Form:
    """The form in a language; `only` are the ids of the risks to ask about (empty: all). Methods give the words."""
    _, library, wanted = spoken.gettext, load_library(spoken.lang), frozenset(only)
    chosen = str(values.get("meta/method"))
    method = library.method(chosen if chosen in library.methods else library.default_method)
    items = [item for item in library.items if not wanted or item.id in wanted]
    lines = (
        _("Describe the system first: the toolkit then leaves out the risks that do not apply to it."),
        _("Rate each risk without its safeguards. A range is better than a guess: fill in “Up to” as well."),
        _("“Not applicable” counts only with a reason beside it."),
    )
    tabs = (
        _about(spoken), _profile(spoken, library), _law(spoken, library), _risks(spoken, library, method, items),
        _safeguards(spoken, library, items, values), _treatments(spoken, items),
    )  # fmt: skip
    return Form(
        "risk", _("Risk assessment of one AI system"), spoken, how_to(spoken, demo, name, lines),
        tabs, library.version, library.sha256, name, demo, ("meta/method", *_parts(method, items)), lines,
    )  # fmt: skip


def _parts(method: Method, items: Sequence[Item]) -> tuple[str, ...]:
    """The keys from which a method builds the impact, if it does."""
    return tuple(f"item/{item.id}/severity/{part}" for item in items for part in SEVERITY if method.parts)


def _about(spoken: Interface) -> Tab:
    _ = spoken.gettext
    return about(
        spoken,
        (
            Detail("meta/organization", _("Organisation")),
            Detail("meta/unit", _("Unit")),
            Detail("meta/review_date", _("When will it be reviewed?"), Cells.DAY),
            Detail("meta/summary", _("What should readers know first?")),
        ),
    )


# ---------------------------------------------------------------- the description and the law


def _profile(spoken: Interface, library: Library) -> Tab:
    _ = spoken.gettext
    columns = (
        Column("question", _("Question"), Cells.FIXED, 60),
        Column("hint", _("Hint"), Cells.FIXED, 60),
        Column("answer", _("Answer"), Cells.CHOICE, 40, _("Choose from the list."), truths(spoken)[:1]),
    )
    rows = [row for one in library.profile for row in _field(spoken, one)]
    return Tab("profile", _("Description"), "", columns, tuple(rows))


def _field(spoken: Interface, field: ProfileField) -> Iterator[Row]:
    """One row with a list; or, where several may be chosen, a heading and a row for each choice."""
    key, fixed = f"profile/{field.id}", {"question": field.label, "hint": field.hint}
    choices = (*_choices(field), *apart(spoken, UNKNOWN_CHOICE))
    if field.kind is FieldKind.ONE:
        answer = Choice(((field.id, "answer"),), (key,), choices)
        yield Row(field.id, field.label, fixed, (answer,), options={"answer": choices})
        return
    yield Row(field.id, field.label, fixed, heading=True)
    names = [f"{field.id}/{one.value}" for one in choices]
    alone = tuple(one.id for one in field.options if one.exclusive)
    ticks = Ticks(tuple((name, "answer") for name in names), (key,), choices, truths(spoken)[:1], alone)
    hints = {option.id: option.hint for option in field.options}
    for place, (name, one) in enumerate(zip(names, choices, strict=True)):
        texts = {"question": f"• {one.word}", "hint": hints.get(one.value, "")}
        yield Row(name, f"{field.label} {one.word}", texts, () if place else (ticks,))


def _choices(field: ProfileField) -> tuple[Option, ...]:
    english = {one.id: one.label for one in load_library(ENGLISH).field(field.id).options}
    return tuple(Option(one.id, one.label, (english.get(one.id, one.label),)) for one in field.options)


def _law(spoken: Interface, library: Library) -> Tab:
    _ = spoken.gettext
    columns = (
        Column("number", _("No."), Cells.FIXED, 6),
        Column("question", _("Question"), Cells.FIXED, 70),
        Column("hint", _("Hint"), Cells.FIXED, 60),
        Column("answer", _("Answer"), Cells.CHOICE, 20, "", truths(spoken, unknown=True)),
    )
    rows = [
        Row(
            one.id, one.question, {"question": one.question, "hint": one.hint},
            (Choice(((one.id, "answer"),), (f"fact/{one.id}",), truths(spoken, unknown=True)),),
        )
        for one in library.facts if one.question
    ]  # fmt: skip
    return Tab("law", _("Legal questions"), "", columns, numbered(rows))


# ---------------------------------------------------------------- risks


def _scales(spoken: Interface) -> Iterator[Column]:
    """The columns of likelihood and impact: what the steps mean, the step, and for a range its upper end and guess."""
    _ = spoken.gettext
    names = {"likelihood": _("Likelihood"), "impact": _("Impact")}
    asks = {"likelihood": _("How likely is it, without safeguards?"), "impact": _("How bad is it, if it happens?")}
    ends = {"highest": _("Only for a range: its upper end."), "guess": _("Only for a range, and only if you have one.")}
    for axis in AXES:
        name = names[axis]
        yield Column(f"{axis}_words", spoken.say("{name}: the steps", name=name), Cells.FIXED, 44)
        yield Column(axis, name, Cells.CHOICE, 18, asks[axis])
        yield Column(f"{axis}_highest", spoken.say("{name}: up to", name=name), Cells.CHOICE, 14, ends["highest"])
        yield Column(f"{axis}_guess", spoken.say("{name}: best guess", name=name), Cells.CHOICE, 14, ends["guess"])


def _risks(spoken: Interface, library: Library, method: Method, items: Sequence[Item]) -> Tab:
    _ = spoken.gettext
    columns = (
        Column("number", _("No."), Cells.FIXED, 6),
        Column("principle", _("Principle"), Cells.FIXED, 18),
        Column("question", _("Risk"), Cells.FIXED, 50),
        *_scales(spoken),
        Column("applies", _("Does it apply?"), Cells.CHOICE, 18, _("Leave it empty if the risk applies.")),
        Column("reason", _("Why not applicable"), width=24, prompt=_("Needed if you chose “Not applicable”.")),
        Column("confidence", _("How sure are you?"), Cells.CHOICE, 20, "", listed_words(CONFIDENCES, spoken)),
        Column("evidence", _("Evidence"), width=36, prompt=_("What shows it: a document with its date."), lines=2),
        Column("note", _("Note"), width=36, lines=2),
        Column("reviewer", _("Which role reviews a restricted answer?"), width=20),
        released(spoken),
    )
    rows = [_risk(spoken, library, method, item) for item in items]
    return Tab("risks", _("Risks"), "", columns, numbered(rows))


def _risk(spoken: Interface, library: Library, method: Method, item: Item) -> Row:
    root, where = f"item/{item.id}", item.id
    english = load_library(ENGLISH).method(method.id)
    unknown = apart(spoken, UNKNOWN_CHOICE)
    scales: list[Answer] = []
    lists: dict[str, tuple[Option, ...]] = {}
    for axis in AXES:
        top = 5 if axis == "likelihood" else item.impact_cap
        rungs = (*steps(getattr(method, axis), getattr(english, axis), top), *unknown)
        parts = _parts(method, [item]) if axis == "impact" else ()
        columns = (axis, f"{axis}_highest", f"{axis}_guess")
        scales.append(Scale(tuple((where, one) for one in columns), (f"{root}/{axis}",), rungs, parts))
        lists |= {axis: rungs, columns[1]: rungs[:-1], columns[2]: rungs[:-1]}
    applies = apart(spoken, *([State.NA] if item.na_allowed else []), State.WITHHELD)
    answers: tuple[Answer, ...] = (
        *scales,
        Choice(((where, "applies"),), (f"{root}/state",), applies),
        Choice(((where, "confidence"),), (f"{root}/confidence",), listed_words(CONFIDENCES, spoken)),
        *texts(where, "item", (*TEXTS, "reviewer")),
        Text(((where, "withhold"),), (f"withhold/{root}",)),
    )
    fixed = {
        "principle": library.principle(item.principle).name,
        "question": f"{item.title}\n{item.cause} {item.event} {item.consequence}",
        "likelihood_words": _ladder(spoken, item),
        "impact_words": "\n".join(f"{n} {text}" for n, text in enumerate(item.impact[: item.impact_cap], 1)),
    }
    return Row(item.id, item.title, fixed, answers, _help(spoken, item), {**lists, "applies": applies})


def _ladder(spoken: Interface, item: Item) -> str:
    anchors = (f"{n} {likelihood_anchor(spoken, item.likelihood, n)}" for n in range(1, 6))
    return "\n".join((item.likelihood.question, *anchors))


def _help(spoken: Interface, item: Item) -> str:
    evidence = spoken.say("What would settle it: {evidence}", evidence="; ".join(item.evidence))
    return "\n\n".join((item.why, item.help["basic"], item.help["intermediate"], evidence))


# ---------------------------------------------------------------- safeguards and treatments


def _safeguards(spoken: Interface, library: Library, items: Sequence[Item], values: Values) -> Tab:
    _ = spoken.gettext
    columns = (
        Column("question", _("Safeguard"), Cells.FIXED, 50),
        Column("risk", _("Risk"), Cells.FIXED, 44),
        Column("strength_words", _("How strong it can be"), Cells.FIXED, 44),
        Column("status", _("Status"), Cells.CHOICE, 16, "", listed_words(STATUSES, spoken)),
        Column("strength", _("How strong"), Cells.CHOICE, 14, _("Empty: as strong as it gets.")),
        Column("evidenced", _("Is there evidence that it works?"), Cells.CHOICE, 18, "", truths(spoken)),
        Column("note", _("Note"), width=36),
    )
    rows = [_safeguard(spoken, library, item, name) for item in items for name in _named(library, item, values)]
    return Tab("safeguards", _("Safeguards"), "", columns, tuple(rows))


def _named(library: Library, item: Item, values: Values) -> list[str]:
    """The safeguards that an item suggests, and those that were recorded for it besides."""
    prefix = f"item/{item.id}/control/"
    more = (key.removeprefix(prefix) for key in values if key.startswith(prefix))
    return [name for name in dict.fromkeys((*item.controls, *sorted(more))) if name in library.controls]


def _safeguard(spoken: Interface, library: Library, item: Item, name: str) -> Row:
    control, where = library.controls[name], f"{item.id}/{name}"
    strengths = tuple(Option(str(n), str(n)) for n in sorted(control.strength))
    columns = ("status", "strength", "evidenced", "note")
    answer = Safeguard(
        tuple((where, one) for one in columns), (f"item/{item.id}/control/{name}",),
        listed_words(STATUSES, spoken), strengths, truths(spoken),
    )  # fmt: skip
    fixed = {
        "question": control.title,
        "risk": item.title,
        "strength_words": "\n".join(f"{n} {text}" for n, text in sorted(control.strength.items())),
    }
    helps = f"{control.description}\n\n{'; '.join(control.evidence)}"
    return Row(where, f"{item.title}: {control.title}", fixed, (answer,), helps, {"strength": strengths})


def _treatments(spoken: Interface, items: Sequence[Item]) -> Tab:
    _ = spoken.gettext
    lists = {"decision": listed_words(DECISIONS, spoken), "owner_role": roles(spoken),
             "status": listed_words(PROGRESS, spoken)}  # fmt: skip
    columns = (
        Column("number", _("No."), Cells.FIXED, 6),
        Column("question", _("Risk"), Cells.FIXED, 50),
        Column("decision", _("Decision"), Cells.CHOICE, 24, "", lists["decision"]),
        Column("action", _("What will be done, or why it is accepted"), width=60, lines=3),
        Column("owner_role", _("Owner (role, not name)"), Cells.CHOICE, 24, "", lists["owner_role"], free=True),
        Column("due", _("Due date"), Cells.DAY, 16, _("Year, month, day, such as 2027-03-31.")),
        Column("status", _("Progress"), Cells.CHOICE, 16, "", lists["status"], free=True),
    )
    rows = []
    for item in items:
        at = {one: (((item.id, one),), (f"treatment/{item.id}/{one}",)) for one in (*lists, "action", "due")}
        answers = (
            Choice(*at["decision"], lists["decision"]), Text(*at["action"]), Day(*at["due"]),
            Choice(*at["owner_role"], lists["owner_role"], free=True),
            Choice(*at["status"], lists["status"], free=True),
        )  # fmt: skip
        rows.append(Row(item.id, item.title, {"question": item.title}, answers))
    return Tab("treatments", _("Treatments"), "", columns, numbered(rows))
