"""A visitor at the portfolio page, and agencies with as many systems as a test wants."""

from __future__ import annotations

import itertools
import random

from tests.pages.desk import FACE_SEARCH, TODAY
from toolkit.content import load_library
from toolkit.content.interface import interface
from toolkit.content.scoring import described
from toolkit.core.responses import Assessment
from toolkit.pages.portfolio_state import Book
from toolkit.pages.portfolio_visit import PortfolioVisit
from toolkit.pages.screen import Event
from toolkit.render.html import environment, render
from toolkit.store import NewAssessment

PROFILES = (
    FACE_SEARCH,
    {
        **FACE_SEARCH,
        "application": ["plate-recognition"],
        "stage": "planning",
        "data": ["vehicle"],
        "territory": "non-eu",
    },
    {"application": ["triage-reports"], "stage": "evaluation", "technique": ["classifier"]},
)


def profile(number):
    """One of three descriptions; options that the content does not have are left out."""
    library = load_library("en")
    known = {field.id: {one.id for one in field.options} | {"unknown"} for field in library.profile}
    kept = {}
    for name, value in PROFILES[number % len(PROFILES)].items():
        given = [one for one in ([value] if isinstance(value, str) else value) if one in known[name]]
        if given:
            kept[f"profile/{name}"] = given[0] if isinstance(value, str) else given
    return kept


def add(store, title="Plate reader", values=None, who="ada", demo=False, version="", method="rights-first"):
    """An assessment in the store, with the face search's description unless `values` has one."""
    library = load_library("en")
    given = values if values is not None else profile(0)
    new = NewAssessment(who, title, library.questionnaire, version or library.version, library.sha256, method, demo)
    return store.create(new, values=given, who=who)


def items_of(values):
    """The items that apply to a description."""
    fields = {
        key[8:]: tuple(v) if isinstance(v, list) else v for key, v in values.items() if key.startswith("profile/")
    }
    return described(load_library("en"), Assessment("", "", fields, {}), TODAY.date()).items


def answers(items, dice, unknown=0.15):
    """Random answers: most fixed, some ranges, some unknown, a few with controls."""
    values = {}
    for one in items:
        if dice.random() < unknown:
            continue
        low = dice.choice((1, 1, 2, 2, 3, 4))
        wide = dice.random() < 0.1
        values[f"item/{one.id}/likelihood"] = [low, min(5, low + 2)] if wide else low
        values[f"item/{one.id}/impact"] = min(dice.choice((1, 2, 2, 3, 3, 4)), one.impact_cap)
        if one.controls and dice.random() < 0.3:
            status = dice.choice(("in-place", "planned"))
            values[f"item/{one.id}/control/{one.controls[0]}"] = {"status": status, "evidenced": dice.random() < 0.7}
    return values


def fill(store, count, who="ada", seed=7):
    """So many systems with random answers, in six units."""
    dice = random.Random(seed)
    made = []
    for number in range(count):
        values = profile(number) | {"meta/unit": f"Unit {number % 6}"}
        values |= answers(items_of(values), dice)
        made.append(add(store, f"System {number:03}", values, who))
    return made


class Analyst:
    """One browser tab at the portfolio page."""

    def __init__(self, store, lang="en", who="ada", client="tab-1"):
        library = load_library(lang)
        environment(lang).globals["translated"] = library.translated
        self.visit = PortfolioVisit(library, interface(lang), store, who, lambda: TODAY, "http://127.0.0.1:1/")
        self.client, self.seq = client, itertools.count(1)

    @property
    def state(self):
        return self.visit.state

    @property
    def book(self):
        return Book(self.state, self.visit.context())

    def send(self, event):
        self.visit.handle(event, self.client, next(self.seq))
        return self

    def go(self, route):
        return self.send(Event("route", value=route))

    def act(self, name, value="", /, **form):
        return self.send(Event("act", name, value, form=form))

    def html(self):
        screen = self.visit.screen()
        return str(render(self.visit.interface.lang, "page.j2", screen=screen, css=""))
