"""Every component once, with ordinary and with awkward content: for the tests, and for people to look at."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from toolkit.content.interface import interface
from toolkit.core.matrix import product_grid
from toolkit.core.method import Interval, LevelName
from toolkit.core.model import Term
from toolkit.render.charts import Placed, cell_marks, matrix_gist
from toolkit.render.html import environment, stylesheet
from toolkit.render.report_parts import ReportContext

LEVELS = (
    LevelName("low", "Low", "r1", "○"),
    LevelName("medium", "Medium", "r3", "◑"),
    LevelName("high", "High", "r4", "◕"),
    LevelName("extreme", "Extreme", "r5", "●"),
    LevelName("unacceptable", "Unacceptable", "r6", "■"),
)
LOW, MEDIUM, HIGH, EXTREME, UNACCEPTABLE = LEVELS
GRID = product_grid([6, 12, 20], {4: 1, 5: 2})
LIKELIHOOD = ("rare", "unlikely", "possible", "likely", "almost certain")
IMPACT = ("negligible", "minor", "serious", "grave", "severe or irreversible")
PLACED = (
    Placed("1", "A wrong person is suggested first", Interval(4, 4), Interval(4, 4)),
    Placed("2", "The stop is not recorded", Interval(2, 4), Interval(3, 4)),
    Placed("3", "A witness is named", Interval(1, 1), Interval(5, 5)),
    Placed("4", "Nothing is known", Interval(1, 5), Interval(1, 5)),
)
TERMS = (
    Term("override", "override", "When an officer sets the output aside.", ("overrides",)),
    Term("human-oversight", "human oversight", "People watch over the system and can stop it."),
)
OPTIONS = [
    {"value": "always", "label": "Yes, always, and it is recorded"},
    {"value": "partly", "label": "Partly, in some situations", "hint": "For example only by day."},
    {"value": "unknown", "label": "Don’t know", "exclusive": True},
]
LONG = "Long-word-without-a-break-" * 6


def bars() -> list[dict[str, Any]]:
    names = ("Lawfulness", "Minimization of harm", "Human autonomy", "Fairness", "Good governance", "New")
    spans: tuple[tuple[int | None, int | None], ...] = ((0, 2), (2, 2), (1, 3), (0, 0), (4, 4), (None, None))
    return [
        {"label": name, "route": "x", "low": lo, "high": hi, "levels": LEVELS, "count_text": "4 of 17 items"}
        for name, (lo, hi) in zip(names, spans, strict=True)
    ]


def shown(lang: str) -> dict[str, str]:
    """Each component by name, rendered."""
    c = environment(lang).get_template("components.j2").module
    return {**_results(c, lang), **_questions(c), **_telling(c, lang)}


def _results(c: Any, lang: str) -> dict[str, str]:
    labels = {
        "caption": "Where the risks sit",
        "levels": LEVELS,
        "summary": matrix_gist(interface(lang), PLACED, {"High": 2}),
    }
    return {
        "chip": Markup(" ").join(c.chip(level) for level in LEVELS),
        "level_range": c.level_range(MEDIUM, EXTREME),
        "level_range same": c.level_range(HIGH, HIGH),
        "level_range none": c.level_range(None, None, "Not applicable"),
        "tiers": c.tiers(
            {"low": EXTREME, "high": EXTREME},
            {"low": MEDIUM, "high": HIGH},
            {"low": None, "high": None, "text": "Not planned"},
        ),
        "matrix": c.matrix(GRID, LIKELIHOOD, IMPACT, cell_marks(PLACED), labels),
        "bars": c.bars(bars()),
    }


def _questions(c: Any) -> dict[str, str]:
    groups = [
        {"id": "vision", "label": "Pictures and video", "options": [{"value": "face", "label": "Face matching"}]},
        {"id": "text", "label": "Text", "options": [{"value": "triage", "label": LONG}]},
    ]
    return {
        "radios": c.radios(
            "item/x/likelihood",
            "Can an officer override the output?",
            OPTIONS,
            "partly",
            3,
            "Think of an arrest.",
            "h2",
        ),
        "radios numbered": c.radios("a", "Pick one", OPTIONS, None, numbers=True),
        "checks": c.checks("profile/use", "What is it used for?", OPTIONS, ["face"], 2, "Tick all.", groups),
        "select": c.select(
            "status",
            "Status",
            [{"value": "", "label": "Not there"}, {"value": "planned", "label": "Planned"}],
            "planned",
        ),
        "text": c.text("note", "Note (optional)", "“Quoted” & <tagged>", 1, "No personal or case data"),
        "textarea": c.text("evidence", "Evidence", "one\ntwo", 1, "No personal or case data", 3),
        "upload": c.upload("bundle", "Bring in a file"),
        "buttons": Markup(" ").join(
            c.button(label, "go", "x", kind)
            for label, kind in (
                ("Save and continue", "primary"),
                ("Finish later", "secondary"),
                ("Delete", "warning"),
                ("Undo", "link"),
            )
        ),
    }


def _telling(c: Any, lang: str) -> dict[str, str]:
    task = {"route": "x/section/1", "note": "3 of 7 answered"}
    words = environment(lang).from_string("<p>{{ text | words(terms) }}</p>")
    return {
        "words": Markup(
            words.render(text="An officer overrides it. Human oversight means the right to override.", terms=TERMS)
        ),
        "progress": c.progress(14, 41),
        "details": c.details("Why we ask this", "Because it matters.", "why"),
        "notices": Markup("").join(
            c.notice(kind, kind.title(), "A sentence.") for kind in ("info", "demo", "warn", "stop", "ok")
        ),
        "error_summary": c.error_summary("There is a problem", [{"href": "note", "text": "Give a reason"}]),
        "tasks": c.tasks(
            [
                {
                    "title": "Describe",
                    "tasks": [
                        task | {"title": "Purpose", "status": "done", "status_label": "Completed"},
                        task | {"title": "Users", "status": "doing", "status_label": "In progress"},
                        {"title": "Result", "route": "", "status": "blocked", "status_label": "Cannot start yet"},
                    ],
                }
            ]
        ),
        "summary": c.summary(
            [{"key": "Purpose", "value": "Find a missing person", "change_route": "x", "change_label": "Change"}]
        ),
        "table": c.table("Other methods", ["", "Level"], [["linear", c.chip(LOW)], ["rights-first", c.chip(HIGH)]]),
    }


def page(lang: str) -> str:
    """The gallery as a document."""
    env = environment(lang)
    c: Any = env.get_template("components.j2").module
    body = Markup("").join(
        Markup('<section aria-label="{}"><h2>{}</h2>{}</section>').format(name, name, html)
        for name, html in shown(lang).items()
    )
    header = {
        "product": "Responsible AI Toolkit",
        "home": "list",
        "help": "help",
        "back": "x",
        "demo": True,
        "status": "Saved 14:02",
    }
    whole = c.shell(header, Markup("<h1 id=title tabindex=-1>Components</h1>") + body)
    return (
        f'<!doctype html><html lang="{lang}" dir="{interface(lang).dir}">'
        '<head><meta charset="utf-8"><title>Components</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>body {{ margin: 0 }}\n{stylesheet()}</style></head><body>{whole}</body></html>"
    )


def report_context(text: str = "Plate reader in patrol cars") -> ReportContext:
    """A report in which every free text is `text`."""
    answer: dict[str, Any] = {
        "number": "1",
        "title": text,
        "state": "answered",
        "state_text": "Answered",
        "likelihood": "4 likely",
        "impact": "4 grave",
        "level": {"low": HIGH, "high": HIGH},
        "note": text,
        "evidence": text,
        "reason": "",
        "reviewer": "",
        "controls": [text],
    }
    withheld = answer | {"number": "2", "state": "withheld", "note": "SECRET", "evidence": "SECRET", "reviewer": text}
    point = {"title": text, "detail": text, "level": {"low": MEDIUM, "high": HIGH}}
    context: Any = {
        "system": text,
        "organization": text,
        "classification": text,
        "version": "1.2",
        "status": "Draft",
        "written": date(2026, 11, 21),
        "demo": True,
        "inherent": {"low": EXTREME, "high": EXTREME},
        "current": {"low": MEDIUM, "high": HIGH},
        "target": {"low": MEDIUM, "high": MEDIUM},
        "headline": "At least Medium, at most High: 4 answers are unknown.",
        "summary": [text, text],
        "decisions": [text],
        "matrix": {
            "grid": GRID,
            "levels": LEVELS,
            "likelihood": LIKELIHOOD,
            "impact": IMPACT,
            "marks": cell_marks(PLACED),
            "gist": "4 items are in the matrix.",
            "key": [("1", text), ("2", text)],
        },
        "bars": bars(),
        "drivers": [point],
        "find_out": [point],
        "treatments": [
            {"risk": text, "decision": "Reduce", "action": text, "owner": text, "due": "1 May 2027", "status": ""}
        ],
        "law": [{"title": text, "text": text, "article": "Article 5", "pack": "eu-ai-act 1.0.0", "matches": "Matches"}],
        "answers": [{"title": text, "answers": [answer, withheld]}],
        "annex": {
            "name": "Rights-first",
            "paragraphs": [text],
            "health": [["", "rights-first", "linear"], ["Reversed pairs", "4.5 %", "0.8 %"]],
        },
        "versions": [("Content", "1.0.0")],
        "sha256": "ab" * 32,
    }
    return context  # type: ignore[no-any-return]  # written as plain dicts, as callers do
