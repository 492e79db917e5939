"""The system file: everything that is known about one AI system across versions, stages and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.content.interface import interface
from toolkit.core.release import Hidden
from toolkit.core.responses import Tier
from toolkit.core.thread import Next, Step
from toolkit.pages import report_labels as labels
from toolkit.pages.reading_labels import role_name
from toolkit.pages.report_assessment import level_range, report_context, status_words
from toolkit.pages.report_file import Wish
from toolkit.pages.report_material import Material
from toolkit.pages.report_readiness import stage_words
from toolkit.pages.report_release import withheld
from toolkit.pages.report_system_data import SystemFile, gate, steps, supports, system_of
from toolkit.pages.report_words import Teller
from toolkit.pages.report_workbook import answers, counted, gate_blocks, progress
from toolkit.pages.risk_state import Work
from toolkit.pages.view_whatif import named
from toolkit.render.document import (
    Block,
    Document,
    Said,
    Tone,
    facts,
    heading,
    line,
    listing,
    para,
    strong,
    table,
    typed,
)
from toolkit.render.report import between, excerpt, level


def system_document(main: Material, others: Sequence[Material], wish: Wish) -> Document:
    """The file of the system that `main`, a risk assessment or a workbook, is about; `others` are the rest of it."""
    bare = Teller(interface(wish.lang), frozenset())
    file = system_of(main, others, wish, bare)
    tell = Teller(bare.interface, _translated(file))
    blocks: list[Block] = [*_head(file, main, tell), *_next(file, tell), *_profile(file, tell), *_versions(file, tell)]
    blocks += [*_risk(file), *_workbook(file, tell), *_supports(file, tell), *_agency(file, tell)]
    if wish.release:
        blocks += withheld(tell, _places(file, [main, *others]))
    blocks += [] if wish.release else [*_history(file, tell)]
    organization = main.text("organization") or (file.latest[0].text("organization") if file.latest else "")
    return Document(wish.lang, file.title, tell.gettext("System file"), tuple(blocks), "", organization, main.demo)


def _translated(file: SystemFile) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    if file.latest:
        found |= file.latest[1].library.translated
    if file.work:
        found |= file.work.content.translated | file.work.library.translated
    if file.ready:
        found |= file.ready.content.translated | file.ready.guides.translated
    return found


def _places(file: SystemFile, records: Sequence[Material]) -> dict[Hidden, str]:
    """Each hidden answer under its principle or dimension, once, whatever versions mark it."""
    names: dict[str, str] = {}
    if file.latest:
        library = file.latest[1].library
        names |= {one.id: library.principle(one.principle).name for one in library.items}
    if file.work:
        names |= {one.id: file.work.principle(one.principle) for one in file.work.content.questions}
    if file.ready:
        names |= {one.id: file.ready.dimension(one.dimension) for one in file.ready.content.statements}
    found = {(one.kind, one.id): one for record in records for one in record.hidden}
    return {one: names.get(one.id, "") for one in found.values()}


# ---------------------------------------------------------------- what it is, and what is next


def _head(file: SystemFile, main: Material, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(1, typed(file.title))
    organization = main.text("organization") or (file.latest[0].text("organization") if file.latest else "")
    yield para(*between((typed(organization), tell.day(file.wish.moment.date()))), tone=Tone.ABOVE)
    if file.latest:
        shown = report_context(file.latest[1], file.latest[0])
        yield para(_("Overall level now:"), " ", level(tell.interface, shown["current"]), tone=Tone.OVERALL)
        yield para(shown["headline"], tone=Tone.LEAD)
    else:
        yield para(_("There is no risk assessment of this system in this file."), tone=Tone.LEAD)
    if file.work:
        yield para(_("Workbook:"), " ", counted(file.work, tell))


def _next(file: SystemFile, tell: Teller) -> Iterator[Block]:
    found = steps(file)
    if found:
        yield heading(2, tell.gettext("The next useful steps"))
        steps_: list[list[Said]] = [
            [strong(_about(one, file, tell)), labels.step(tell.interface, one.kind)] for one in found
        ]
        yield listing(steps_, ordered=True)


def _about(one: Step, file: SystemFile, tell: Teller) -> Said:
    if one.kind in (Next.TREAT, Next.FIND_OUT) and file.latest:
        return tell.content(file.latest[1].library.item(one.id).title)
    if one.kind in (Next.LEFT_OVER, Next.SETTLE) and file.work:
        return tell.content(file.work.content.question(one.id).question)
    if one.kind in (Next.OVERDUE, Next.ACT):
        return typed(next(action.title for action in file.plan if action.id == one.id))
    return tell.content(file.ready.title(one.id) if file.ready else one.id)


def _profile(file: SystemFile, tell: Teller) -> Iterator[Block]:
    if file.latest is None:
        return
    work = file.latest[1]
    yield heading(2, tell.gettext("What the system is"))
    rows: list[tuple[Said, Said | Sequence[tuple[Said, ...]]]] = []
    for field in work.library.profile:
        chosen = work.assessment.profile.get(field.id, ())
        wanted = (chosen,) if isinstance(chosen, str) else chosen
        labels_ = [line(tell.content(one.label)) for one in field.options if one.id in wanted]
        rows.append((tell.content(field.label), labels_ or tell.gettext("Not answered")))
    yield facts(rows)  # type: ignore[arg-type]  # lines are tuples of pieces


def _versions(file: SystemFile, tell: Teller) -> Iterator[Block]:
    if not file.risks:
        return
    _ = tell.gettext
    yield heading(2, _("Risk assessments, version by version"))
    head = [_("Version"), _("Last change"), _("Status"), _("Inherent"), _("Current"), _("Target")]
    rows = [_version(one, work, tell) for one, work in file.risks]
    yield table(_("Risk assessments, version by version"), head, rows)


def _version(one: Material, work: Work, tell: Teller) -> list[Said]:
    method, tiers = work.scored.method, work.scored.result.tiers
    nodes = [tiers[tier].system for tier in Tier]
    spans = [level_range(named(method, node.level) if node.assessed else None) for node in nodes]
    levels = [level(tell.interface, one) for one in spans]
    return [str(one.version), tell.day(one.day), status_words(tell.interface, one), *levels]


def _risk(file: SystemFile) -> Iterator[Block]:
    if file.latest:
        yield from excerpt(file.wish.lang, report_context(file.latest[1], file.latest[0]))


# ---------------------------------------------------------------- workbook, agency, history


def _workbook(file: SystemFile, tell: Teller) -> Iterator[Block]:
    if file.work is None:
        return
    yield from gate_blocks(file.work, tell, file.wish)
    yield from progress(file.work, tell)
    if not file.wish.short:
        yield from answers(file.work, tell, only_given=True)


def _supports(file: SystemFile, tell: Teller) -> Iterator[Block]:
    found = list(supports(file))
    if not found or file.latest is None or file.work is None:
        return
    _, controls = tell.gettext, file.latest[1].library.controls
    yield heading(2, _("Workbook answers that can serve as evidence for safeguards"))
    yield para(_("They count as evidence only after somebody has confirmed it in the risk assessment."))
    rows: list[list[Said]] = [
        [
            tell.content(controls[one.control].title) if one.control in controls else one.control,
            tell.content(file.work.content.question(one.question).question),
            typed(one.evidence),
            typed(role_name(tell.interface, one.owner_role)),
        ]
        for one in found
    ]
    head = [_("Safeguard"), _("Question"), _("Evidence"), _("Owner")]
    yield table(_("Workbook answers that can serve as evidence for safeguards"), head, rows)


def _agency(file: SystemFile, tell: Teller) -> Iterator[Block]:
    found = gate(file)
    if found is None or file.ready is None:
        return
    _ = tell.gettext
    yield heading(2, _("Is the agency ready for this system?"))
    stage = stage_words(tell, found.stage)
    needed = tell.span(found.needed) if found.needed.hi else _("none")
    said = "The agency is at {stage}. A system of this level needs stage: {needed}."
    yield para(tell.say(said, stage=stage, needed=needed))
    answer = {
        True: _("The agency’s stage is enough."),
        False: _("The agency’s stage is not enough for this system."),
        None: _("It is not known yet whether the agency’s stage is enough."),
    }[found.passes]
    yield para(answer, tone=Tone.LEAD)
    yield para(_("Level and stage stand side by side; they are never multiplied."), tone=Tone.HINT)


def _history(file: SystemFile, tell: Teller) -> Iterator[Block]:
    """Who changed what on which day, as numbers of changes; the records themselves keep each one."""
    _ = tell.gettext
    records = [one for one, _work in file.risks] + ([file.workbook] if file.workbook else [])
    counted_ = Counter((event.at.date(), event.who, record.kind) for record in records for event in record.history)
    if counted_:
        kinds = {"risk": _("Risk assessment"), "workbook": _("Workbook")}
        yield heading(2, _("History"))
        head = [_("Day"), _("Who"), _("Where"), _("Changes")]
        rows: list[list[Said]] = [
            [tell.day(day), typed(who), kinds.get(kind, kind), str(number)]
            for (day, who, kind), number in sorted(counted_.items(), reverse=True)
        ]
        yield table(_("History"), head, rows)
