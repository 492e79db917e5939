"""A fundamental-rights impact assessment by the six points of Article 27(1) of the EU AI Act, as far as answers go.

No official template was known when this was written. What an assessment does not hold is named as missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from toolkit.content.interface import interface
from toolkit.core.law import Article
from toolkit.core.model import Item
from toolkit.core.responses import ControlStatus, Response, State, Tier
from toolkit.pages.report_assessment import level_range, state_words
from toolkit.pages.report_file import Wish
from toolkit.pages.report_material import Material
from toolkit.pages.report_release import withheld
from toolkit.pages.report_risk import work_of
from toolkit.pages.report_words import Teller
from toolkit.pages.risk_state import Work
from toolkit.pages.view_whatif import named
from toolkit.render.document import (
    Block,
    Document,
    Notice,
    Said,
    Tone,
    facts,
    heading,
    line,
    listing,
    para,
    table,
    typed,
)
from toolkit.render.report import between, level

PACK, ARTICLE = "eu-ai-act", "art-27"
PROCESS = ("application", "technique", "stage", "activity", "supplier", "effect", "legal-basis")
"""Fields of the profile that describe the process (point a)."""

PEOPLE = ("groups", "data", "scale")
OVERSIGHT = ("human-control-oversight", "human-agency")
REMEDIES = ("contestability-redress", "accountability", "traceability-auditability")
"""Principles whose controls are about oversight (point e), and about what happens when a risk comes true (point f)."""


def fria_document(main: Material, others: Sequence[Material], wish: Wish) -> Document:
    """The six sections of a risk assessment; other records say nothing here."""
    work = work_of(main, wish)
    tell = Teller(interface(wish.lang), work.library.translated)
    blocks: list[Block] = [*_head(work, main, tell, wish), *_process(work, main, tell), *_period(work, tell)]
    blocks += [*_people(work, tell), *_harm(work, tell), *_oversight(work, tell), *_remedies(work, tell)]
    if wish.release:
        names = {item.id: work.library.principle(item.principle).name for item in work.library.items}
        blocks += withheld(tell, {one: names.get(one.id, "") for one in main.hidden})
    title = main.title or work.assessment.title
    product = tell.gettext("Fundamental-rights impact assessment")
    return Document(wish.lang, title, product, tuple(blocks), "", main.text("organization"), main.demo)


def _head(work: Work, main: Material, tell: Teller, wish: Wish) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(1, typed(main.title))
    yield para(*between((typed(main.text("organization")), tell.day(wish.moment.date()))), tone=Tone.ABOVE)
    yield para(
        _("By the six points of Article 27(1) of the EU AI Act, from the answers of a risk assessment."), tone=Tone.LEAD
    )
    found = _article(work)
    if found:
        when = tell.say("Article 27 applies from {day}.", day=tell.day(found.applies_from))
        note = _("Ask your legal adviser whether it binds you, and notify the authority of the result if it does.")
        yield Notice("info", line(when), line(note))
    yield Notice("warn", line(_("A draft to complete")), line(_("This is no official template and no legal advice.")))


def _article(work: Work) -> Article | None:
    articles = (one for pack in work.library.packs if pack.id == PACK for one in pack.articles)
    return next((one for one in articles if one.id == ARTICLE), None)


def _rows(work: Work, tell: Teller, wanted: Sequence[str]) -> Block:
    """Fields of the profile with what was chosen; what was not answered says so."""
    rows: list[tuple[Said, Said | Sequence[tuple[Said, ...]]]] = []
    for name in wanted:
        field = work.library.field(name)
        chosen = work.assessment.profile.get(name, ())
        picked = (chosen,) if isinstance(chosen, str) else chosen
        labels = [line(tell.content(one.label)) for one in field.options if one.id in picked]
        rows.append((tell.content(field.label), labels or tell.gettext("Not answered")))
    return facts(rows)  # type: ignore[arg-type]  # lines are tuples of pieces


def _missing(tell: Teller, text: str) -> Block:
    return Notice("warn", line(tell.gettext("Still to write")), line(text))


# ---------------------------------------------------------------- the six points


def _process(work: Work, main: Material, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(2, _("(a) The processes in which the system is used"))
    summary = main.text("summary")
    if summary:
        yield para(typed(summary))
    yield _rows(work, tell, PROCESS)
    yield _missing(
        tell, _("How the system is used, step by step, and that this is the purpose that its provider intends.")
    )


def _period(work: Work, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(2, _("(b) For how long and how often it is used"))
    yield _rows(work, tell, ("scale",))
    review = work.assessment.meta.get("review_date", "")
    if review:
        yield para(tell.say("The next review is on {day}.", day=tell.day(date.fromisoformat(review))))
    yield _missing(
        tell, _("From when until when the system is used, and how often. The risk assessment does not ask for it.")
    )


def _people(work: Work, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(2, _("(c) The people and groups who are likely to be affected"))
    yield _rows(work, tell, PEOPLE)


def _harm(work: Work, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(2, _("(d) The specific risks of harm for these people"))
    yield para(_("Each risk with its level before safeguards and now. A range means that answers are open."))
    head = [_("Risk"), _("Who is harmed and how"), _("Rights"), _("Inherent"), _("Current")]
    yield table(_("Risks of harm"), head, [_risk(item, work, tell) for item in _by_level(work)], shown=False)
    open_ = [item for item in _by_level(work) if _response(work, item).state in (State.UNKNOWN, State.SKIPPED)]
    if open_:
        yield _missing(tell, _("These risks have no answer yet. They count as if they could be of any level."))
        yield listing([tell.content(item.title) for item in open_])


def _response(work: Work, item: Item) -> Response:
    return work.assessment.responses.get(item.id, Response())


def _by_level(work: Work) -> list[Item]:
    """Applicable risks, the highest current level first (its upper end, then its lower); not applicable ones last."""
    rated = work.scored.result.tiers[Tier.CURRENT].items

    def place(item: Item) -> tuple[int, int]:
        one = rated.get(item.id)
        return (-one.level.hi, -one.level.lo) if one else (1, 1)

    return sorted(work.scored.items, key=place)


def _risk(item: Item, work: Work, tell: Teller) -> list[Said]:
    rights = [tell.content(work.library.rights[name].name) for name in item.rights if name in work.library.rights]
    levels: list[Said] = []
    for tier in (Tier.INHERENT, Tier.CURRENT):
        rated = work.scored.result.tiers[tier].items.get(item.id)
        shown = level_range(named(work.scored.method, rated.level)) if rated else None
        levels.append(level(tell.interface, shown) if shown else state_words(work.context)[State.NA])
    return [tell.content(item.title), tell.content(item.consequence), tell.listed(rights), *levels]


def _oversight(work: Work, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(2, _("(e) How people oversee it"))
    yield _rows(work, tell, ("autonomy",))
    yield from _controls(work, tell, OVERSIGHT)


def _remedies(work: Work, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(2, _("(f) What happens when a risk comes true"))
    yield _rows(work, tell, ("reversibility",))
    yield from _controls(work, tell, REMEDIES)
    given = [(item, work.assessment.treatments.get(item.id)) for item in work.scored.items]
    rows: list[list[Said]] = [
        [tell.content(item.title), typed(one.action), typed(one.owner_role), tell.day(_day(one.due))]
        for item, one in given
        if one and one.action
    ]
    if rows:
        head = [_("Risk"), _("What will be done"), _("By which role"), _("By when")]
        yield table(_("Planned treatments"), head, rows, shown=True)
    yield _missing(tell, _("Who decides inside the agency, and how people complain and get an answer."))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _controls(work: Work, tell: Teller, principles: Sequence[str]) -> Iterator[Block]:
    """Controls of some principles that were chosen anywhere, each once: in place with evidence, without it, planned."""
    _ = tell.gettext
    best: dict[str, int] = {}
    for item in work.scored.items:
        for one in _response(work, item).controls:
            control = work.library.controls.get(one.id)
            if control and control.principle in principles:
                rank = 2 if one.status is ControlStatus.PLANNED else 0 if one.evidenced else 1
                best[one.id] = min(rank, best.get(one.id, rank))
    words = (_("in place, with evidence"), _("in place, without evidence yet"), _("planned"))
    if best:
        order = sorted(best, key=lambda name: best[name])
        yield table(
            _("Safeguards"),
            [_("Safeguard"), _("Status")],
            [[tell.content(work.library.controls[name].title), words[best[name]]] for name in order],
            shown=True,
        )
    else:
        yield _missing(tell, _("No safeguard of this kind is recorded in the risk assessment."))
