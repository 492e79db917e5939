"""The action plan inside reports: quarter by quarter, and what in it cannot work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from toolkit.content.guides import load_guides
from toolkit.content.interface import interface
from toolkit.core.kept import plan_of
from toolkit.core.plan import FINISHED, Action, Plan, board, overdue, troubles
from toolkit.pages import report_labels as labels
from toolkit.pages.reading_labels import role_name
from toolkit.pages.report_file import Wish
from toolkit.pages.report_material import Material
from toolkit.pages.report_release import withheld
from toolkit.pages.report_words import Teller
from toolkit.render.document import (
    Block,
    Document,
    Line,
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


def plan_document(main: Material, others: Sequence[Material], wish: Wish) -> Document:
    """The printable plan; other records say nothing here."""
    tell = Teller(interface(wish.lang), load_guides(wish.lang).translated)
    _, plan = tell.gettext, plan_of(main.values)
    blocks: list[Block] = [heading(1, typed(main.title)), para(tell.day(wish.moment.date()), tone=Tone.ABOVE)]
    blocks += plan_blocks(plan, tell, wish.moment.date(), short=wish.short)
    blocks += [] if plan else [para(_("There is no action in this plan yet."))]
    if wish.release:
        blocks += withheld(tell, dict.fromkeys(main.hidden, _("Action plan")))
    return Document(wish.lang, main.title, _("Action plan"), tuple(blocks), "", main.text("organization"), main.demo)


def plan_blocks(plan: Plan, tell: Teller, on: date, *, short: bool = False) -> Iterator[Block]:
    """The plan by quarter; the short one without what is finished."""
    if not plan:
        return
    _ = tell.gettext
    yield heading(2, _("Action plan by quarter"))
    done = sum(one.status in FINISHED for one in plan)
    yield para(tell.say("{done} of {all} actions are done or dropped.", done=str(done), all=str(len(plan))))
    late = overdue(plan, on)
    if late:
        yield para(strong(tell.say_n("{number} action is late.", "{number} actions are late.", len(late))))
    for place, actions in board(plan).items():
        shown = [one for one in actions if not (short and one.status in FINISHED)]
        if shown:
            yield heading(3, _quarter(place, tell))
            yield _table(shown, place, tell)
    yield from _troubles(plan, tell)


def _quarter(place: tuple[int, int] | None, tell: Teller) -> str:
    if place is None:
        return tell.gettext("Without a day")
    return tell.interface.say("Quarter {number} of {year}", number=place[1], year=place[0])


def _table(actions: list[Action], place: tuple[int, int] | None, tell: Teller) -> Block:
    _ = tell.gettext
    head = [_("Action"), _("Owner"), _("Start"), _("Due"), _("Status"), _("Progress")]
    return table(_quarter(place, tell), head, [_row(one, tell) for one in actions])


def _row(one: Action, tell: Teller) -> list[Said]:
    owner = typed(role_name(tell.interface, one.owner_role))
    status = labels.action_status(tell.interface, one.status)
    return [_title(one, tell), owner, tell.day(one.start), tell.day(one.due), status, _progress(one)]


def _title(one: Action, tell: Teller) -> Line:
    """What people typed, or the title of the recommendation that they took over."""
    found = tell.content(one.title)
    return line(typed(one.title) if found.lang else found)


def _progress(one: Action) -> Line:
    parts = [typed(part) for part in (one.progress, one.reason) if part]
    return line(parts[0], "; ", parts[1]) if len(parts) > 1 else line(*parts)


def _troubles(plan: Plan, tell: Teller) -> Iterator[Block]:
    found = troubles(plan)
    if found:
        titles = {one.id: one.title for one in plan}
        yield heading(3, tell.gettext("What in this plan cannot work yet"))
        yield listing([
            line(typed(titles[one.action]), " ", labels.trouble(tell.interface, one.kind), *_other(one.other, titles))
            for one in found
        ])  # fmt: skip


def _other(name: str, titles: dict[str, str]) -> tuple[Said, ...]:
    return (": ", typed(titles[name])) if name in titles else ()
