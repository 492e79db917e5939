"""The screens on which a workshop is set up: time, questions, people, and everything once more before it is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from toolkit.content.interface import languages
from toolkit.content.workshop import load_trainers
from toolkit.core.agreement import Limits
from toolkit.core.anonymity import LEAST
from toolkit.core.training import Agenda
from toolkit.core.workshop import About, Identity
from toolkit.pages.desk import Context
from toolkit.pages.screen import Part
from toolkit.pages.workshop_draft import MOST_GROUP, MOST_TITLE, MOST_WORDS, Draft
from toolkit.pages.workshop_inputs import suggested
from toolkit.pages.workshop_questions import Askable, askables, found, translated
from toolkit.pages.workshop_state import STEPS, WorkshopState
from toolkit.render.html import mark_language, render
from toolkit.store.workshop_records import LONGEST_DAYS

NO_COUNTS = "You expect {people} people, and nothing is counted below {least}: the screen will show no counts."
DOTS = "Below {few} people no figure separates much. The screen shows dots, and says so."
ONE_GROUP = "One group tells nobody apart. Choose another one, or none."
SMALL_GROUPS = (
    "{people} people in {groups} groups are fewer than {least} in each. Small groups are not shown: "
    "who is in them could be worked out. Choose fewer groups, or none."
)


def mark(context: Context, text: str) -> Markup:
    """A content text for the page, marked as English where it is not translated yet."""
    lang = context.interface.lang
    return mark_language(text, lang, translated(lang))


def _draft(state: WorkshopState) -> Draft:
    return state.draft or Draft()


def _agenda(draft: Draft, context: Context) -> Agenda:
    agendas = load_trainers(context.interface.lang).agendas
    return next((one for one in agendas if one.id == draft.agenda), agendas[0])


def _shared(state: WorkshopState, step: str) -> dict[str, Any]:
    place = STEPS.index(step)
    after = STEPS[place + 1] if place + 1 < len(STEPS) else ""
    return {"draft": _draft(state), "number": place + 1, "total": len(STEPS), "after": after, "errors": state.errors}


# ---------------------------------------------------------------- time


def time(state: WorkshopState, context: Context) -> list[Part]:
    """How long it takes: one of the agendas, whose parts can be longer or shorter."""
    draft, spoken = _draft(state), context.interface
    agenda = _agenda(draft, context)
    length = draft.length(agenda)
    options = [_agenda_option(one, context) for one in load_trainers(spoken.lang).agendas]
    days = max(part.day for part in agenda.parts)
    html = render(
        spoken.lang, "workshop_time.j2", **_shared(state, "time"), options=options, agenda=agenda, length=length,
        hours=hours(context, sum(length.values())), days=days, most=MOST_TITLE,
    )  # fmt: skip
    return [Part("step", html)]


def _agenda_option(agenda: Agenda, context: Context) -> dict[str, Any]:
    label = Markup("{} ({})").format(mark(context, agenda.title), hours(context, agenda.minutes))
    fits = context.interface.say_n("{number} question fits.", "{number} questions fit.", agenda.questions)
    people = context.interface.say("{people} people.", people=agenda.people)
    return {
        "value": agenda.id,
        "label": label,
        "hint": Markup("{} {} {}").format(mark(context, agenda.lead), people, fits),
    }


def hours(context: Context, minutes: int) -> str:
    """A length in hours and minutes."""
    spoken = context.interface
    whole, rest = divmod(minutes, 60)
    if whole and rest:
        return spoken.say("{hours} h {minutes} min", hours=spoken.number(whole), minutes=spoken.number(rest))
    if whole:
        return spoken.say("{hours} h", hours=spoken.number(whole))
    return spoken.say("{minutes} min", minutes=spoken.number(rest))


# ---------------------------------------------------------------- questions


def questions(state: WorkshopState, context: Context) -> list[Part]:
    """What the room is asked: a training case, and questions of every kind to choose from."""
    draft, spoken = _draft(state), context.interface
    shared = _shared(state, "questions")
    case = load_trainers(spoken.lang).known_case(draft.case)
    cases = [{"value": "", "label": spoken.gettext("None: we have our own questions")}]
    cases += [{"value": one.id, "label": one.title} for one in load_trainers(spoken.lang).cases]
    top = render(spoken.lang, "workshop_case.j2", **shared, cases=cases, case=case)
    chosen = render(
        spoken.lang,
        "workshop_chosen.j2",
        **shared,
        rows=chosen_rows(draft, context),
        advice=advice(draft, context),
        editing=state.editing,
    )
    return [Part("step", top), Part("chosen", chosen), Part("choose", _choose(state, context))]


def _choose(state: WorkshopState, context: Context) -> str:
    draft, spoken = _draft(state), context.interface
    fitting = found(spoken.lang, draft.kind, draft.query)
    kinds = [{"value": "", "label": spoken.gettext("Every kind")}]
    kinds += [{"value": str(one), "label": label} for one, label in kind_words(context).items()]
    rows = [_row(one, draft, context) for one in fitting[: state.shown]]
    more = max(0, len(fitting) - state.shown)
    shared = _shared(state, "questions") | {"kinds": kinds, "most": MOST_WORDS}
    return render(spoken.lang, "workshop_choose.j2", **shared, rows=rows, count=len(fitting), more=more)


def _row(one: Askable, draft: Draft, context: Context) -> dict[str, Any]:
    kind = kind_words(context)[one.about]
    return {"key": one.key, "title": one.title, "where": one.where, "kind": kind, "asked": one.key in draft.keys}


def kind_words(context: Context) -> dict[About, str]:
    """What each kind of question is called."""
    _ = context.interface.gettext
    return {
        About.ITEM: _("Risk: how likely, how bad"),
        About.STATEMENT: _("Readiness: which of five levels"),
        About.QUESTION: _("Workbook: open, in hand or settled"),
        About.DECISION: _("Decision of a case study"),
        About.PRINCIPLE: _("Principle: how far we keep it"),
    }


def chosen_rows(draft: Draft, context: Context) -> list[dict[str, Any]]:
    """The questions that will be asked, in their order; one that the content no longer has says so."""
    known = askables(context.interface.lang)
    asked = {one.subject for case in [load_trainers().known_case(draft.case)] if case for one in case.questions}
    gone = context.interface.gettext("This question is not there any more. Take it out.")
    return [
        {
            "key": one.key,
            "title": known[one.key].title if one.key in known else gone,
            "kind": kind_words(context)[one.about],
            "of_case": one.of in asked,
            "minutes": one.minutes,
        }
        for one in draft.picked
    ]


def advice(draft: Draft, context: Context) -> list[str]:
    """What a trainer should know about so many questions; it forbids nothing."""
    spoken, agenda = context.interface, _agenda(draft, context)
    fits, count = draft.fits(agenda), len(draft.picked)
    length = hours(context, sum(draft.length(agenda).values()))
    if count <= fits:
        return []
    one = "Too many for {length}: {number} question fits. Take some out, or skip them on the day."
    many = "Too many for {length}: {number} questions fit. Take some out, or skip them on the day."
    return [spoken.say_n(one, many, fits, length=length)]


# ---------------------------------------------------------------- people


def people(state: WorkshopState, context: Context) -> list[Part]:
    """Who comes: languages, names, groups, how few may be counted, how long it is kept, rehearsal or not."""
    draft, spoken = _draft(state), context.interface
    own = [one for one in draft.groups if one.id not in suggested(context)]
    groups = [{"value": one.id, "label": one.title} for one in (*suggested(context).values(), *own)]
    html = render(
        spoken.lang, "workshop_people.j2", **_shared(state, "people"),
        languages_offered=[{"value": code, "label": name} for code, name, _dir in languages()],
        identities=_identities(context), groups=groups, chosen=[one.id for one in draft.groups],
        warnings=warnings(draft, context), least=LEAST, longest=LONGEST_DAYS, most_group=MOST_GROUP,
        kinds=_occasions(context),
    )  # fmt: skip
    return [Part("step", html)]


def _identities(context: Context) -> list[dict[str, str]]:
    _ = context.interface.gettext
    free = _("Nobody gives a name. People say more when it can cost them nothing. This is the usual choice.")
    word = _("Each person gets a word and a number, such as Falcon 42. It says nothing about who they are.")
    name = _("People type their own name. It stands on their own phone, and never beside an answer.")
    words = {
        Identity.ANONYMOUS: (_("Anonymous"), free),
        Identity.NICKNAMES: (_("Nicknames"), word),
        Identity.NAMES: (_("Names"), name),
    }
    return [{"value": str(one), "label": label, "hint": hint} for one, (label, hint) in words.items()]


def _occasions(context: Context) -> list[dict[str, str]]:
    _ = context.interface.gettext
    return [
        {"value": "real", "label": _("A real workshop"), "hint": _("Robots cannot join it.")},
        {"value": "rehearsal", "label": _("A rehearsal"), "hint": _("Robots may join. Every screen and file says it.")},
    ]


def warnings(draft: Draft, context: Context) -> list[str]:
    """What so many people in so many groups mean for what can be shown."""
    spoken, number = context.interface, len(draft.groups)
    given = {"people": draft.people, "groups": number, "least": draft.least, "few": Limits().few}
    values = {name: spoken.number(one) for name, one in given.items()}
    found = []
    if draft.people < draft.least:
        found.append(spoken.say(NO_COUNTS, **values))
    elif draft.people < Limits().few:
        found.append(spoken.say(DOTS, **values))
    if number == 1:
        found.append(spoken.say(ONE_GROUP))
    if number > 1 and draft.people < number * draft.least:
        found.append(spoken.say(SMALL_GROUPS, **values))
    return found


# ---------------------------------------------------------------- check


def check(state: WorkshopState, context: Context) -> list[Part]:
    """Everything once more, with a way to change it, and the button that makes it."""
    draft, spoken = _draft(state), context.interface
    agenda = _agenda(draft, context)
    notes = [*advice(draft, context), *warnings(draft, context)]
    html = render(
        spoken.lang, "workshop_check.j2", **_shared(state, "check"), rows=_summary(draft, agenda, context),
        questions=chosen_rows(draft, context), notes=notes,
    )  # fmt: skip
    return [Part("step", html)]


def _summary(draft: Draft, agenda: Agenda, context: Context) -> list[dict[str, Any]]:
    spoken = context.interface
    _, join = spoken.gettext, spoken.gettext(", ").join
    case = load_trainers(spoken.lang).known_case(draft.case)
    names = {code: name for code, name, _dir in languages()}
    time = Markup("{} ({})").format(mark(context, agenda.title), hours(context, sum(draft.length(agenda).values())))
    identity = next(one["label"] for one in _identities(context) if one["value"] == draft.identity)
    occasion = _occasions(context)[int(draft.demo)]["label"]
    days = spoken.say_n(
        "{number} day after the last thing in it", "{number} days after the last thing in it", draft.days
    )
    rows: Iterable[tuple[str, Any, str]] = (
        (_("Name"), draft.title or _("Missing"), "time"),
        (_("Time"), time, "time"),
        (_("Training case"), mark(context, case.title) if case else _("None"), "questions"),
        (_("Languages"), join(names.get(code, code) for code in draft.languages), "people"),
        (_("What people are called"), identity, "people"),
        (_("Groups"), join(one.title for one in draft.groups) or _("None"), "people"),
        (_("Fewest people behind a count"), spoken.number(draft.least), "people"),
        (_("Kept"), days, "people"),
        (_("Occasion"), occasion, "people"),
    )
    return [{"key": key, "value": value, "change_route": f"new/{step}"} for key, value, step in rows]
