"""The workbook report: what is settled about one system, what is open and with whom; nothing is scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.content.interface import interface
from toolkit.core.workbook import Question, Reply, StageGate, Status, Waiting, status_of
from toolkit.pages import report_labels as labels
from toolkit.pages.reading_labels import role_name
from toolkit.pages.report_assessment import status_words
from toolkit.pages.report_file import Wish
from toolkit.pages.report_material import Material
from toolkit.pages.report_release import withheld
from toolkit.pages.report_words import Teller
from toolkit.pages.report_work_data import Work, work_of
from toolkit.render.document import (
    Block,
    Document,
    Group,
    Line,
    Said,
    Tone,
    facts,
    heading,
    listing,
    para,
    strong,
    table,
    typed,
)
from toolkit.render.report import between

SHORT = 6
"""The short report shows so many entries of a list."""


def workbook_document(main: Material, others: Sequence[Material], wish: Wish) -> Document:
    """The report of a workbook; `others` may hold the risk assessment of its system."""
    work = work_of(main, others, wish)
    tell = Teller(interface(wish.lang), work.content.translated | work.library.translated)
    blocks: list[Block] = [*_head(main, work, wish, tell), *gate_blocks(work, tell, wish), *progress(work, tell)]
    if wish.release:
        names = {one.id: work.principle(one.principle) for one in work.content.questions}
        blocks += withheld(tell, {one: names.get(one.id, "") for one in main.hidden})
    blocks += [*([] if wish.short else answers(work, tell)), *_method(work, tell)]
    product, organization = tell.gettext("Responsible AI in action: workbook"), main.text("organization")
    return Document(wish.lang, main.title, product, tuple(blocks), "", organization, main.demo)


def _head(main: Material, work: Work, wish: Wish, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(1, typed(main.title))
    status = status_words(tell.interface, main)
    yield para(*between((typed(main.text("organization")), tell.day(wish.moment.date()), status)), tone=Tone.ABOVE)
    yield para(counted(work, tell), tone=Tone.LEAD)
    yield facts([
        (_("System"), typed(work.system)),
        (_("Stage"), labels.stage(tell.interface, work.stage)),
        (_("What the agency does with it"), labels.activity(tell.interface, work.activity)),
    ])  # fmt: skip
    if not work.known:
        yield para(_("No risk assessment of the system is at hand, so every question counts."), tone=Tone.HINT)


def counted(work: Work, tell: Teller) -> Line:
    """How many questions there are in each status, in a sentence."""
    counts = work.counts(work.questions)
    return tell.say(
        "Of {all} questions, {settled} are settled, {hand} in hand, {open} not begun, and {out} do not apply.",
        all=str(len(work.questions)),
        settled=str(counts[Status.SETTLED]),
        hand=str(counts[Status.IN_HAND]),
        open=str(counts[Status.OPEN]),
        out=str(counts[Status.NOT_APPLICABLE]),
    )


# ---------------------------------------------------------------- what remains, and with whom


def gate_blocks(work: Work, tell: Teller, wish: Wish) -> Iterator[Block]:
    """What remains before the system leaves its stage, by role."""
    _, gate = tell.gettext, work.gate
    if gate is None:
        return
    stage = labels.stage(tell.interface, gate.stage)
    yield heading(2, tell.say("Before leaving the stage “{stage}”", stage=stage))
    if gate.open_:
        yield para(_("Nothing remains."))
        return
    yield para(tell.say_n("{number} question remains.", "{number} questions remain.", len(gate.waiting)))
    yield para(_("A question that several roles may answer stands with each of them."), tone=Tone.HINT)
    for role, waiting in gate.by_role().items():
        yield from _role(role, waiting, gate, work, tell, wish)


def _role(
    role: str, waiting: Sequence[Waiting], gate: StageGate, work: Work, tell: Teller, wish: Wish
) -> Iterator[Block]:
    _, name = tell.gettext, role_name(tell.interface, role)
    yield heading(3, tell.say("Open with: {role}", role=typed(name)), f" ({len(waiting)})")
    head = [_("Question"), _("Principle"), _("Status"), _("Why now")]
    shown = waiting[:SHORT] if wish.short else waiting
    yield table(name, head, [_waiting(one, work, tell) for one in shown])
    if len(shown) < len(waiting):
        more = len(waiting) - len(shown)
        yield para(tell.say_n("{number} more is in the whole report.", "{number} more are in the whole report.", more))


def _waiting(one: Waiting, work: Work, tell: Teller) -> list[Said]:
    late, now = tell.gettext("left over from an earlier stage"), tell.gettext("belongs to this stage")
    status = labels.reply_status(tell.interface, one.status)
    principle = tell.content(work.principle(one.question.principle))
    return [tell.content(one.question.question), principle, status, late if one.left_over else now]


# ---------------------------------------------------------------- how far everything is


def progress(work: Work, tell: Teller) -> Iterator[Block]:
    """Counts of each status by stage and by principle."""
    _ = tell.gettext
    yield heading(2, _("How far the questions are"))
    stages = [(labels.stage(tell.interface, name), asked) for name, asked in work.by_stage().items() if asked]
    yield _counts(_("By stage"), _("Stage"), stages, work, tell)
    names = dict.fromkeys(one.principle for one in work.questions)
    groups = [(name, [one for one in work.questions if one.principle == name]) for name in names]
    principles = [(tell.content(work.principle(name)), asked) for name, asked in groups]
    yield _counts(_("By principle"), _("Principle"), principles, work, tell)


def _counts(
    caption: str, first: str, groups: Sequence[tuple[Said, Sequence[Question]]], work: Work, tell: Teller
) -> Block:
    order = (Status.SETTLED, Status.IN_HAND, Status.OPEN, Status.NOT_APPLICABLE)
    head = [first, *(labels.reply_status(tell.interface, status) for status in order)]
    rows: list[list[Said]] = []
    for name, asked in groups:
        counts = work.counts(asked)
        rows.append([name, *(str(counts[status]) for status in order)])
    return table(caption, head, rows, shown=True)


# ---------------------------------------------------------------- the answers


def answers(work: Work, tell: Teller, *, only_given: bool = False) -> Iterator[Block]:
    """Every question that matters with its answer, stage by stage; questions without any answer in a list."""
    yield heading(2, tell.gettext("Answers by stage"), new_page=True)
    for stage, asked in work.by_stage().items():
        given = [one for one in asked if one.id in work.replies]
        rest = [one for one in asked if one.id not in work.replies]
        if given or (rest and not only_given):
            yield heading(3, labels.stage(tell.interface, stage))
        yield from (Group(tuple(_answer(one, work.replies[one.id], work, tell))) for one in given)
        if rest and not only_given:
            yield para(strong(tell.gettext("No answer yet")))
            yield listing([tell.content(one.question) for one in rest])


def _answer(one: Question, reply: Reply, work: Work, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    status, said = status_of(reply), labels.reply_status(tell.interface, status_of(reply))
    if status is not reply.status:
        why = _("without an answer") if reply.status is Status.SETTLED else _("without a reason")
        said = f"{said} ({labels.reply_status(tell.interface, reply.status)}, {why})"
    yield heading(4, tell.content(one.question))
    yield facts([
        (_("Status"), said),
        (_("Answer"), typed(reply.text)),
        (_("Owner"), typed(role_name(tell.interface, reply.owner_role))),
        (_("Evidence"), typed(reply.evidence)),
        (_("Reason"), typed(reply.reason)),
        (_("Principle"), tell.content(work.principle(one.principle))),
    ])  # fmt: skip


def _method(work: Work, tell: Teller) -> Iterator[Block]:
    _ = tell.gettext
    yield heading(2, _("How to read this report"))
    yield para(_(
        "Nothing here is scored. “Settled” counts only with an answer, and “not applicable” only with a reason. "
        "A question without a status is open."
    ))  # fmt: skip
    yield facts([(_("Hash of the questions"), typed(work.content.sha256))])
