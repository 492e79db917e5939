"""Fills the report of one assessment from its results; the same numbers and sentences as on the screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit.content.interface import Interface
from toolkit.core.health import health
from toolkit.core.method import Method
from toolkit.core.model import Item, Source
from toolkit.core.responses import Decision, Factor, Response, State, Tier
from toolkit.pages.desk import Context
from toolkit.pages.report_material import Material, of_stored
from toolkit.pages.report_words import Teller
from toolkit.pages.risk_state import Work
from toolkit.pages.view_result import decision_words, matrix_shape, result_context
from toolkit.render.document import Line, Said, line, typed
from toolkit.render.report import between
from toolkit.render.report_parts import Annex, Answer, LawRow, Point, Range, ReportContext, Section, Treatment

Row = dict[str, Any]


def teller(context: Context) -> Teller:
    """What speaks in the language of the page about the content of the library."""
    return Teller(context.interface, context.library.translated)


def report_context(work: Work, material: Material | None = None) -> ReportContext:
    """Everything that the report shows, as plain values; `material` says version and state of what is in no store."""
    context, assessment, about = work.context, work.assessment, material or of_stored(work.state.record)
    shown = result_context(context, work)
    return ReportContext(
        system=assessment.title,
        organization=assessment.meta.get("organization", ""),
        classification="",
        version=context.interface.say("Version {number}", number=about.version),
        status=status_words(context.interface, about),
        written=context.today,
        demo=assessment.demo,
        inherent=level_range(shown["tiers"]["inherent"]),
        current=level_range(shown["current"]["level"] if shown["current"]["assessed"] else None),
        target=level_range(shown["tiers"]["target"]),
        headline=headline(context, shown),
        summary=[line for line in (assessment.meta.get("summary", ""), _counted(context, shown)) if line],
        decisions=_decisions(context, shown),
        matrix=matrix_shape(context, work),
        bars=shown["principles"],
        drivers=[_driver(context, row) for row in shown["holders"]],
        find_out=[_to_find_out(context, row) for row in shown["unknowns"] if _to_ask(row)][:12],
        treatments=treatments(context, work),
        law=[_law(context, row) for row in shown["law"]],
        answers=_answers(context, work),
        annex=annex(context, work),
        versions=_versions(work),
        sha256=context.library.sha256,
        sources=_sources(context, work),
    )


def _versions(work: Work) -> list[tuple[str, str]]:
    _, library = work.context.interface.gettext, work.library
    method = (_("Scoring method"), f"{work.scored.method.id} {work.scored.method.version}")
    questions = (_("Questions"), f"{library.questionnaire} {library.version}")
    return [method, questions, *((pack.title, pack.version) for pack in library.packs)]


def _sources(context: Context, work: Work) -> list[Said]:
    """Where the method and the legal rules are from, and how sure that is."""
    method, tell = work.scored.method, teller(context)
    given = [
        (tell.content(method.name), method.source),
        *((tell.content(p.title), p.source) for p in work.library.packs),
    ]
    return [line(name, ": ", source_line(tell, source)) for name, source in given]


def source_line(tell: Teller, source: Source) -> Line:
    """Where something is from: own work, or its origin with the address."""
    _ = tell.gettext
    if source.kind == "own":
        return line(_("written by this project"), *(("; ", tell.content(source.note)) if source.note else ()))
    return line(*between([tell.content(source.origin or source.note), typed(source.url)]))


def status_words(interface: Interface, about: Material) -> str:
    """Whether it is frozen."""
    return interface.gettext("Submitted") if about.frozen else interface.gettext("Draft")


def level_range(level: Row | None) -> Range:
    """A named level interval in the report's shape."""
    return Range(low=level["low"], high=level["high"]) if level else Range(low=None, high=None)


def headline(context: Context, shown: Row) -> str:
    """One sentence: the current level and how open it is."""
    say, level = context.interface.say, shown["current"]["level"]
    if not level or not shown["current"]["assessed"]:
        return context.interface.gettext("No question is answered yet, so there is no level to show.")
    if level["determined"]:
        return say("The current level is {level}. No open answer can change it.", level=level["high"].label)
    low, high = level["low"].label, level["high"].label
    open_count = len(shown["unknowns"])
    if not open_count:
        return say(
            "The current level is at least {low} and at most {high}: legal questions are open.", low=low, high=high
        )
    sentence = "The current level is at least {low} and at most {high}: {number} question is not settled."
    plural = "The current level is at least {low} and at most {high}: {number} questions are not settled."
    return context.interface.say_n(sentence, plural, open_count, low=low, high=high)


def _counted(context: Context, shown: Row) -> str:
    current = shown["current"]
    return context.interface.say(
        "{answered} of {items} questions are answered. Not applicable: {na}.",
        answered=current["answered"],
        items=current["items"],
        na=current["not_applicable"],
    )


def _decisions(context: Context, shown: Row) -> list[Said]:
    tell = teller(context)
    say, content = tell.say, tell.content
    lines: list[Said] = [
        say("Legal advice: {rule}", rule=content(r["finding"].trigger.message))
        for r in shown["law"]
        if r["finding"].matches
    ]
    deciding = [row["item"].title for row in shown["unknowns"] if _to_ask(row) and row["one"].weight.value == 0]
    lines += [say("Find out first: {title}", title=content(title)) for title in deciding[:3]]
    lines += [say("Decide on: {title}", title=content(row["item"].title)) for row in shown["holders"][:3]]
    return lines[:5]


def _to_ask(row: Row) -> bool:
    """Whether somebody could find out: what is restricted is known already, to others."""
    return row["one"].state is not State.WITHHELD


def _driver(context: Context, row: Row) -> Point:
    detail = context.interface.gettext("holds the level")
    return Point(title=teller(context).content(row["item"].title), detail=detail, level=level_range(row["level"]))


def _to_find_out(context: Context, row: Row) -> Point:
    tell = teller(context)
    evidence = row["item"].evidence[0] if row["item"].evidence else ""
    return Point(
        title=tell.content(row["item"].title),
        detail=tell.say("Would settle it: {evidence}", evidence=tell.content(evidence)),
        level=level_range(row["level"]),
    )


def treatments(context: Context, work: Work) -> list[Treatment]:
    """The treatments that were decided or written down."""
    words, tell = decision_words(context), teller(context)
    return [
        Treatment(
            risk=tell.content(context.library.item(name).title),
            decision=words[plan.decision],
            action=plan.action,
            owner=plan.owner_role,
            due=plan.due,
            status=plan.status,
        )
        for name, plan in work.assessment.treatments.items()
        if plan.decision is not Decision.OPEN or plan.action
    ]


def _law(context: Context, row: Row) -> LawRow:
    _, finding, tell = context.interface.gettext, row["finding"], teller(context)
    matches = _("matches") if finding.matches else _("may match: a fact is open")
    if finding.matches and not finding.binding:
        matches = _("matches; advice only where you are")
    return LawRow(
        title=tell.content(finding.trigger.title),
        text=tell.content(finding.trigger.message),
        article=tell.content(row["article"].label) if row["article"] else "",
        pack=line(tell.content(finding.pack.title), f" {finding.pack.version}"),
        matches=matches,
    )


def _answers(context: Context, work: Work) -> list[Section]:
    sections, number = [], 0
    for name, items in work.by_principle.items():
        answers = []
        for item in items:
            number += 1
            answers.append(_answer(context, work, item, number))
        sections.append(Section(title=context.library.principle(name).name, answers=answers))
    return sections


def _answer(context: Context, work: Work, item: Item, number: int) -> Answer:
    response = work.assessment.responses.get(item.id, Response())
    rated = work.scored.result.tiers[Tier.CURRENT].items.get(item.id)
    method, restricted = work.scored.method, response.state is State.WITHHELD
    level = Range(low=None, high=None)
    if rated is not None:
        level = Range(low=method.level(rated.level.lo), high=method.level(rated.level.hi))
    return Answer(
        number=str(number),
        title=teller(context).content(item.title),
        state=response.state.value,
        state_text=state_words(context)[response.state],
        likelihood=factor_words(context, response.likelihood, method.likelihood),
        impact=factor_words(context, response.impact, method.impact),
        level=level,
        note="" if restricted else response.note,
        evidence="" if restricted else response.evidence,
        reason=response.reason,
        reviewer=response.reviewer,
        controls=[] if restricted else _controls(context, response),
    )


def state_words(context: Context) -> dict[State, str]:
    """What each state of an answer is called."""
    _ = context.interface.gettext
    return {
        State.ANSWERED: _("Answered"),
        State.RANGE: _("A range"),
        State.UNKNOWN: _("I don’t know"),
        State.SKIPPED: _("Not answered"),
        State.WITHHELD: _("Restricted"),
        State.NA: _("Not applicable"),
    }


def factor_words(context: Context, factor: Factor | None, names: Sequence[str]) -> str:
    """A likelihood or impact in words: “4 Likely”, “2 to 4”, or a dash."""
    if factor is None:
        return "–"
    if factor.lo == factor.hi:
        return f"{factor.lo} {names[factor.lo - 1]}"
    return context.interface.say("{low} to {high}", low=factor.lo, high=factor.hi)


def _controls(context: Context, response: Response) -> list[Said]:
    _, tell = context.interface.gettext, teller(context)
    words: list[Said] = []
    for one in response.controls:
        control = context.library.controls.get(one.id)
        if control:
            status = _("planned") if one.status == "planned" else _("in place")
            proof = _("with evidence") if one.evidenced else _("without evidence")
            words.append(line(tell.content(control.title), f" ({status}, {proof})"))
    return words


def annex(context: Context, work: Work) -> Annex:
    """The method of an assessment in one page."""
    return method_annex(context, work.scored.method)


def method_annex(context: Context, method: Method) -> Annex:
    """The method in one page, and the health of the matrices of the same size side by side."""
    _ = context.interface.gettext
    paragraphs: list[Said] = [
        teller(context).content(method.summary),
        _(
            "The highest risk decides: levels are looked up in the matrix and never averaged. "
            "What is not known counts as anything between the best and the worst."
        ),
        _(
            "Only the strongest safeguard with evidence counts; safeguards do not add up. "
            "A legal rule can raise a level, never lower it."
        ),
    ]
    methods = [m for m in context.library.methods.values() if not m.severity]
    rows = [[m.name, *_health(m)] for m in sorted(methods, key=lambda m: m.id != method.id)]
    head = [_("Method"), _("Jumps of two levels"), _("Pairs ordered rightly, of 100"), _("Tied"), _("Reversed")]
    return Annex(name=teller(context).content(method.name), paragraphs=paragraphs, health=[head, *rows])


def _health(method: Method) -> list[str]:
    report = health(method.grid, len(method.levels))
    shares = (report.pairs.right, report.pairs.tie, report.pairs.reversed)
    return [str(len(report.jumps)), *(f"{100 * share:.1f}" for share in shares)]
