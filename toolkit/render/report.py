"""The report of one assessment as a document, whole or short; nothing here knows in which format it will be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.content.interface import Interface, interface
from toolkit.render.charts import Mark
from toolkit.render.document import (
    Block,
    Document,
    Figure,
    Group,
    Level,
    Line,
    Said,
    Table,
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
from toolkit.render.document_html import html
from toolkit.render.report_parts import Answer, Bar, LawRow, MatrixShape, Point, Range, ReportContext

SHORT = 6
"""The short report shows so many entries of a list."""


def report_document(lang: str, context: ReportContext, *, short: bool = False) -> Document:
    """The report as blocks. The short one has no answers one by one and no health of the matrix.

    Raises ToolkitError for a language that is not there.
    """
    spoken = interface(lang)
    parts = (_head, _decide, _where, _lists, _treatments, _law, _withheld, *(() if short else (_answers,)), _annex)
    return Document(
        lang=lang,
        title=str(context["system"]),
        product=spoken.gettext("AI risk assessment"),
        blocks=tuple(block for part in parts for block in part(spoken, context, short)),
        classification=context["classification"],
        organization=context["organization"],
        demo=context["demo"],
    )


def excerpt(lang: str, context: ReportContext) -> Iterator[Block]:
    """What another report takes over: what to decide, what drives the level, what to find out, treatments and law."""
    for part in (_decide, _lists, _treatments, _law):
        yield from part(interface(lang), context, True)


def report_html(lang: str, context: ReportContext) -> str:
    """The whole report as one HTML document in a language; raises ToolkitError for a language that is not there."""
    return html(report_document(lang, context))


def level(spoken: Interface, given: Range) -> Level:
    """A level interval in words and by name; “not assessed” where there is none."""
    low, high = given["low"], given["high"]
    if low is None or high is None:
        return Level(given.get("text") or spoken.gettext("Not assessed"))
    words = (
        low.label if low.id == high.id else spoken.say("at least {low}, at most {high}", low=low.label, high=high.label)
    )
    return Level(words, low, high)


def _head(spoken: Interface, report: ReportContext, short: bool) -> Iterator[Block]:
    _ = spoken.gettext
    yield heading(1, typed(report["system"]))
    above = (typed(report["organization"]), report["version"], spoken.date(report["written"]), report["status"])
    yield para(*between(above), tone=Tone.ABOVE)
    yield para(_("Overall level now:"), " ", level(spoken, report["current"]), tone=Tone.OVERALL)
    yield para(report["headline"], tone=Tone.LEAD)
    tiers = (
        (_("Inherent: before any control"), report["inherent"]),
        (_("Current: with controls in place"), report["current"]),
        (_("Target: with planned controls"), report["target"]),
    )
    yield facts([(name, level(spoken, one)) for name, one in tiers], "tiers")


def _decide(spoken: Interface, report: ReportContext, short: bool) -> Iterator[Block]:
    _ = spoken.gettext
    if report["summary"] or report["decisions"]:
        yield heading(2, _("For the decision-maker"))
    if report["summary"]:
        yield listing(report["summary"])
    if report["decisions"]:
        yield heading(3, _("What needs a decision"))
        yield listing(report["decisions"], ordered=True)


def _where(spoken: Interface, report: ReportContext, short: bool) -> Iterator[Block]:
    _, matrix = spoken.gettext, report["matrix"]
    yield heading(2, _("Where the risks sit"), new_page=not short)
    if not short:
        caption = _("Likelihood and impact, with controls in place")
        yield Figure("matrix", matrix | {"caption": caption}, (para(matrix["gist"]), _grid(spoken, matrix, caption)))
        if matrix["key"]:
            yield heading(3, _("Numbers in the matrix"))
            yield facts(matrix["key"], "key")
    head = [_("Principle"), _("Level"), _("Items at the highest level")]
    rows: list[list[Said]] = [[one["label"], level(spoken, _bar(one)), one["count_text"]] for one in report["bars"]]
    yield Figure("bars", report["bars"], (table(_("Risk by principle"), head, rows, shown=True),))


def _bar(one: Bar) -> Range:
    low, high, levels = one["low"], one["high"], one["levels"]
    if low is None or high is None:
        return Range(low=None, high=None, text=one.get("text", ""))
    return Range(low=levels[low], high=levels[high])


def _grid(spoken: Interface, matrix: MatrixShape, caption: str) -> Table:
    """The matrix as a table: the level of each cell, and the numbers of the items that sit there."""
    _, names, marks = spoken.gettext, matrix["levels"], matrix["marks"]
    head = [f"{_('Likelihood')} ↑ {_('Impact')} →", *(f"{n} {name}" for n, name in enumerate(matrix["impact"], 1))]
    rows = []
    for likely, row in reversed(list(enumerate(matrix["grid"], 1))):
        cells = [_cell(names[index].label, marks.get((likely, impact), ())) for impact, index in enumerate(row, 1)]
        rows.append([f"{likely} {matrix['likelihood'][likely - 1]}", *cells])
    return table(caption, head, rows, shown=True)


def _cell(label: str, here: Sequence[Mark]) -> str:
    return f"{label}: {', '.join(one['label'] for one in here)}" if here else label


def _lists(spoken: Interface, report: ReportContext, short: bool) -> Iterator[Block]:
    _ = spoken.gettext
    for title, points in ((_("What drives this level"), report["drivers"]), (_("Find out first"), report["find_out"])):
        if points:
            yield heading(2, title)
            shown = points[:SHORT] if short else points
            yield listing([_point(spoken, one) for one in shown], ordered=True)
            if len(shown) < len(points):
                more = len(points) - len(shown)
                yield para(
                    spoken.say_n(
                        "{number} more is in the whole report.", "{number} more are in the whole report.", more
                    )
                )


def _point(spoken: Interface, one: Point) -> list[Said]:
    found = line(" ", level(spoken, one["level"])) if "level" in one else ()
    return [line(strong(one["title"]), found), one["detail"]]


def _treatments(spoken: Interface, report: ReportContext, short: bool) -> Iterator[Block]:
    _ = spoken.gettext
    if report["treatments"]:
        yield heading(2, _("Treatments"))
        head = [_("Risk"), _("Decision"), _("Action"), _("Owner"), _("Due"), _("Status")]
        rows = [
            [one["risk"], one["decision"], typed(one["action"]), typed(one["owner"]), one["due"], one["status"]]
            for one in report["treatments"]
        ]
        yield table(_("Treatments"), head, rows)


def _law(spoken: Interface, report: ReportContext, short: bool) -> Iterator[Block]:
    if report["law"]:
        yield heading(2, spoken.gettext("Legal rules that match or may match"))
        yield facts(
            [(_rule(one), [line(one["text"]), line(*between((one["article"], one["pack"])))]) for one in report["law"]]
        )


def _rule(one: LawRow) -> Line:
    return line(one["title"], " (", one["matches"], ")")


def _withheld(spoken: Interface, report: ReportContext, short: bool) -> Iterator[Block]:
    yield from report.get("withheld", ())


def _answers(spoken: Interface, report: ReportContext, short: bool) -> Iterator[Block]:
    _ = spoken.gettext
    yield heading(2, _("Answers with evidence"))
    for section in report["answers"]:
        yield heading(3, section["title"])
        yield from (Group(tuple(_answer(spoken, one))) for one in section["answers"])
    if not report["answers"]:
        yield para(_("Nothing was answered yet."))


def _answer(spoken: Interface, one: Answer) -> Iterator[Block]:
    _ = spoken.gettext
    yield heading(4, f"{one['number']}. ", one["title"])
    if one["state"] == "withheld":
        said = _("Restricted: the answer is not part of this report and counts as unknown.")
        who = spoken.say("Reviewed by: {reviewer}.", reviewer=one["reviewer"])
        yield para(said, *((" ", typed(who)) if one["reviewer"] else ()))
        return
    yield facts([
        (_("Level"), level(spoken, one["level"])),
        (_("Answer"), one["state_text"]),
        (_("Likelihood"), one["likelihood"]),
        (_("Impact"), one["impact"]),
        (_("Reason"), typed(one["reason"])),
        (_("Note"), typed(one["note"])),
        (_("Evidence"), typed(one["evidence"])),
        (_("Safeguards"), [line(control) for control in one["controls"]]),
    ])  # fmt: skip


def _annex(spoken: Interface, report: ReportContext, short: bool) -> Iterator[Block]:
    _, annex = spoken.gettext, report["annex"]
    yield heading(2, _("The method in one page"), new_page=not short)
    yield para(strong(annex["name"]))
    yield from (para(one) for one in annex["paragraphs"])
    if annex["health"] and not short:
        head, *rows = annex["health"]
        yield table(_("What the matrix can and cannot tell apart"), head, rows, shown=True)
    if report.get("sources"):
        yield heading(3, _("Sources"))
        yield listing(report["sources"])
    yield heading(3, _("Versions"))
    rows_ = [(name, typed(version)) for name, version in report["versions"]]
    yield facts([*rows_, (_("Hash of the questions"), typed(report["sha256"]))])
    yield para(_(
        "This report is not a certificate. It shows what the agency answered, and what follows from it under the "
        "method named here."
    ))  # fmt: skip


def between(parts: Sequence[Said]) -> Line:
    """Parts on one line with a dot between them; empty ones are left out."""
    found: Line = ()
    for one in map(line, parts):
        found = line(found, " · ", one) if found and one else found or one
    return found
