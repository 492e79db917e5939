"""The readiness report as a document: stages as intervals, the weakest link, gaps in order; never a grade."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.content.interface import interface
from toolkit.core.method import Interval
from toolkit.core.readiness import Standing
from toolkit.core.readiness_gaps import Gap
from toolkit.core.responses import State
from toolkit.core.statements import Rating, known, left_out
from toolkit.pages import reading_labels
from toolkit.pages import report_labels as labels
from toolkit.pages.reading_labels import role_name
from toolkit.pages.report_assessment import status_words
from toolkit.pages.report_change import changes
from toolkit.pages.report_file import Wish
from toolkit.pages.report_group import differences
from toolkit.pages.report_material import Material
from toolkit.pages.report_plan import plan_blocks
from toolkit.pages.report_ready_answers import answers, method
from toolkit.pages.report_ready_data import Ready, ready_of
from toolkit.pages.report_release import withheld
from toolkit.pages.report_words import Teller
from toolkit.render.document import (
    Block,
    Document,
    Line,
    Notice,
    Said,
    Tone,
    heading,
    line,
    listing,
    para,
    strong,
    table,
    typed,
)
from toolkit.render.report import between

SHORT = 6
"""The short report shows so many entries of a list."""


def readiness_document(main: Material, others: Sequence[Material], wish: Wish) -> Document:
    """The report of a readiness assessment; `others` may hold sheets, a plan and the assessment before."""
    tell = Teller(interface(wish.lang), frozenset())
    ready = ready_of(main, others, wish, tell)
    tell = Teller(tell.interface, ready.content.translated | ready.guides.translated)
    blocks: list[Block] = [*_head(main, ready, wish, tell), *_stages(ready, tell, wish), *_gaps(ready, tell, wish)]
    blocks += [*_advice(ready, tell, wish), *_strengths(ready, tell, wish), *_find_out(ready, tell, wish)]
    blocks += [*differences(ready, tell, wish), *plan_blocks(ready.plan, tell, wish.moment.date(), short=wish.short)]
    blocks += [*changes(ready, tell, wish)]
    if wish.release:
        names = {one.id: ready.dimension(one.dimension) for one in ready.content.statements}
        blocks += withheld(tell, {one: names.get(one.id, "") for one in main.hidden})
    blocks += [*([] if wish.short else answers(ready, tell)), *method(ready, tell)]
    product, organization = tell.gettext("Readiness assessment"), main.text("organization")
    return Document(wish.lang, main.title, product, tuple(blocks), "", organization, main.demo)


# ---------------------------------------------------------------- what it comes to


def stage_words(tell: Teller, stage: Interval | None) -> str:
    """A stage in words: “stage 2”, “at least stage 1, at most stage 3”."""
    if stage is None:
        return tell.gettext("no stage: nothing applies")
    if stage.determined:
        return tell.interface.say("stage {number}", number=stage.lo)
    return tell.interface.say("at least stage {low}, at most stage {high}", low=stage.lo, high=stage.hi)


def _head(main: Material, ready: Ready, wish: Wish, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(1, typed(main.title))
    status = status_words(tell.interface, main)
    yield para(*between((typed(main.text("organization")), tell.day(wish.moment.date()), status)), tone=Tone.ABOVE)
    overall = strong(stage_words(tell, ready.result.overall))
    yield para(tell.say("The agency as a whole: {stage}.", stage=overall), tone=Tone.OVERALL)
    yield para(_weakest(ready, tell), tone=Tone.LEAD)
    yield para(_(
        "A stage from 0 to 5 says up to where the practices that belong there are in place. The lowest dimension "
        "decides. It is no grade and no average, and what is not known counts as anything between the two ends."
    ))  # fmt: skip
    if main.text("summary"):
        yield para(typed(main.text("summary")))
    yield listing(_counted(ready, tell))
    if ready.changed:
        yield Notice("warn", tell.say_n(
            "{number} statement has changed since these answers were given.",
            "{number} statements have changed since these answers were given.",
            ready.changed,
        ))  # fmt: skip


def _weakest(ready: Ready, tell: Teller) -> Line:
    names = [tell.content(ready.dimension(name)) for name in ready.result.weakest]
    if not names:
        return line(tell.gettext("Nothing applies, so there is no stage to show."))
    if len(names) == 1:
        return tell.say("The weakest link: {name}.", name=names[0])
    return tell.say("The weakest link is one of these: {names}.", names=tell.listed(names))


def _counted(ready: Ready, tell: Teller) -> Iterator[Said]:
    ratings = [ready.ratings.get(one.id, Rating()) for one in ready.content.statements]
    yield tell.say(
        "{answered} of {all} statements are answered.", answered=str(sum(map(known, ratings))), all=str(len(ratings))
    )
    unknown = sum(one.state is State.UNKNOWN for one in ratings)
    out = sum(map(left_out, ratings))
    yield tell.say("I don’t know: {unknown}. Not applicable, with a reason: {out}.", unknown=str(unknown), out=str(out))
    restricted = sum(one.state is State.WITHHELD for one in ratings)
    if restricted:
        yield tell.say_n("{number} answer is withheld.", "{number} answers are withheld.", restricted)
    blockers = sum(gap.blocker for gap in ready.findings.gaps)
    if blockers:
        yield tell.say_n(
            "{number} practice is missing without which people can come to harm.",
            "{number} practices are missing without which people can come to harm.",
            blockers,
        )


def _stages(ready: Ready, tell: Teller, wish: Wish) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(2, _("Where each dimension stands"))
    head = [_("Dimension"), _("Stage"), _("Target"), _("Stages to go"), _("Practices in place"), _("Answered")]
    standings = [ready.result.standings[one.id] for one in ready.content.dimensions]
    yield table(_("Where each dimension stands"), head, [_standing(one, ready, tell) for one in standings])
    stressed = [one for one in standings if one.stress != one.stage]
    if stressed:
        yield para(_("If each “not applicable” were unknown, the stages would be:"))
        names = [(tell.content(ready.dimension(one.dimension)), one.stress) for one in stressed]
        yield listing([line(name, ": ", stage_words(tell, stress)) for name, stress in names])
    for one in standings:
        yield from _holding(one, ready, tell, wish)


def _standing(one: Standing, ready: Ready, tell: Teller) -> list[Said]:
    place = tell.interface.say("{done} of {all}", done=one.in_place, all=one.statements - one.not_applicable)
    answered = tell.interface.say("{done} of {all}", done=one.answered, all=one.statements - one.not_applicable)
    name, target = tell.content(ready.dimension(one.dimension)), tell.interface.say("stage {number}", number=one.target)
    return [name, stage_words(tell, one.stage), target, tell.span(one.gap), place, answered]


def _holding(one: Standing, ready: Ready, tell: Teller, wish: Wish) -> Iterator[Block]:
    for title, names in (
        (tell.gettext("What holds it: not in place at the next stage"), one.holds),
        (tell.gettext("What can move it: not settled yet"), one.open_),
    ):
        if names:
            yield heading(3, tell.content(ready.dimension(one.dimension)), " – ", title)
            yield listing([tell.content(ready.title(name)) for name in (names[:SHORT] if wish.short else names)])
            yield from _more(tell, len(names) - SHORT, wish)


# ---------------------------------------------------------------- what follows


def _gaps(ready: Ready, tell: Teller, wish: Wish) -> Iterator[Block]:
    _ = tell.gettext
    given = ready.findings.gaps
    yield heading(2, _("Gaps to the target, in the order to close them"))
    if not given:
        yield para(_("No certain gap at the stages that the agency aims at."))
    else:
        yield para(_("First what people come to harm without, then the larger gap, the more important, the easier."))
        yield _gap_table(given[: 2 * SHORT] if wish.short else given, ready, tell)
        yield from _more(tell, len(given) - 2 * SHORT, wish)
    if ready.findings.later and not wish.short:
        yield heading(3, _("Later: gaps at higher stages than the target"))
        yield _gap_table(ready.findings.later, ready, tell)


def _gap_table(gaps: Sequence[Gap], ready: Ready, tell: Teller) -> Block:
    _ = tell.gettext
    head = [_("Statement"), _("Level now"), _("Level aimed at"), _("Belongs to"), _("Recommendations that close it")]
    rows: list[list[Said]] = []
    for gap in gaps:
        harm = line(" (", strong(_("people can come to harm")), ")") if gap.blocker else ()
        place = tell.interface.say("stage {number}", number=gap.required_at)
        advice = tell.listed([tell.content(ready.guides.recommendation(name).title) for name in gap.recommendations])
        now = labels.rating(tell.interface, ready.ratings.get(gap.statement))
        rows.append([line(tell.content(ready.title(gap.statement)), harm), now, str(gap.target), place, advice])
    return table(_("Gaps"), head, rows)


def _more(tell: Teller, number: int, wish: Wish) -> Iterator[Block]:
    if wish.short and number > 0:
        yield para(
            tell.say_n("{number} more is in the whole report.", "{number} more are in the whole report.", number)
        )


def _advice(ready: Ready, tell: Teller, wish: Wish) -> Iterator[Block]:
    _ = tell.gettext
    given = ready.findings.advice
    if not given:
        return
    yield heading(2, _("Recommendations for these gaps"))
    entries: list[list[Said]] = []
    for one in given[:SHORT] if wish.short else given:
        found = ready.guides.recommendation(one.recommendation)
        serves = tell.say_n("closes {number} gap", "closes {number} gaps", len(one.statements))
        owner = role_name(tell.interface, found.owner)
        entries.append([
            line(strong(tell.content(found.title)), " – ", serves),
            tell.say("First step: {step}", step=tell.content(found.first_step)),
            tell.say("Owner: {role}. Effort: {effort}.", role=owner, effort=effort(tell, found.effort)),
        ])  # fmt: skip
    yield listing(entries, ordered=True)
    yield from _more(tell, len(given) - SHORT, wish)


def effort(tell: Teller, size: str) -> str:
    """How much work something is."""
    return reading_labels.effort(tell.interface, size) if size in reading_labels.EFFORTS else size


def _strengths(ready: Ready, tell: Teller, wish: Wish) -> Iterator[Block]:
    names = ready.findings.strengths
    if names:
        yield heading(2, tell.gettext("Strengths: what works and is proven"))
        shown = names[:SHORT] if wish.short else names
        yield listing([_rated(name, ready, tell) for name in shown])
        yield from _more(tell, len(names) - SHORT, wish)


def _rated(name: str, ready: Ready, tell: Teller) -> Line:
    level = labels.rating(tell.interface, ready.ratings.get(name))
    return line(tell.content(ready.title(name)), " (", tell.say("level {level}", level=level), ")")


def _find_out(ready: Ready, tell: Teller, wish: Wish) -> Iterator[Block]:
    gaps = [gap for gap in ready.findings.find_out if _askable(ready, gap)]
    if gaps:
        yield heading(2, tell.gettext("Find out first"))
        shown = gaps[:SHORT] if wish.short else gaps
        yield listing([_to_find(gap, ready, tell) for gap in shown], ordered=True)
        yield from _more(tell, len(gaps) - SHORT, wish)


def _askable(ready: Ready, gap: Gap) -> bool:
    """Whether somebody could find out: what is restricted is known already, to others."""
    return ready.ratings.get(gap.statement, Rating()).state is not State.WITHHELD


def _to_find(gap: Gap, ready: Ready, tell: Teller) -> list[Said]:
    evidence = ready.content.statement(gap.statement).evidence
    settles = tell.say("Would settle it: {evidence}", evidence=tell.content(evidence[0])) if evidence else ""
    return [strong(tell.content(ready.title(gap.statement))), settles]
