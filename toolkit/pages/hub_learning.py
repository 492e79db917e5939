"""The learning centre: paths by role and level, modules with a warning first, a check, and where somebody stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from toolkit.core.guide import Question
from toolkit.core.guides import Guides, address
from toolkit.core.hub import HelpContact, Hub, LearningPath, Module, PathStep
from toolkit.pages.hub_frame import Frame, page, prose
from toolkit.render.links import Links

ROLES = {
    "investigator": "Investigators",
    "technical": "Forensic and technical staff",
    "unit-head": "Heads of unit",
    "legal": "Legal advisers",
}
LEVELS = {"basic": "First steps", "intermediate": "Further on", "advanced": "For those whom others ask"}
KINDS = {
    "module": "Module",
    "chapter": "Chapter",
    "explorable": "Try it out",
    "case": "Case",
    "primer": "Short guide",
    "principle": "Principle",
}


@dataclass(frozen=True, slots=True)
class Help:
    """Where people of the reader's agency find help; `mine` says whether the reader enters it."""

    contacts: tuple[HelpContact, ...] = ()
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How somebody reads a module: marked as done, past its warning, without what is sensitive."""

    done: bool
    warned: bool
    short: bool


def learning_page(frame: Frame, hub: Hub, role: str, level: str, done: Collection[str], found: Help) -> str:
    """Paths, those of a role and a level only where they are chosen; and all modules."""
    _ = frame.spoken.gettext
    chosen = [one for one in hub.paths if role in ("", one.role) and level in ("", one.level)]
    given = {
        "roles": [(name, _(ROLES[name])) for name in ROLES],
        "levels": [(name, _(LEVELS[name])) for name in LEVELS],
        "role": role,
        "level": level,
        "paths": [(one, _(ROLES[one.role]), _(LEVELS[one.level]), _left(one, done)) for one in chosen],
        "modules": [(one, one.id in done) for one in hub.modules],
        "done": sum(one.id in done for one in hub.modules),
    }
    return page(frame, "hub_learning.j2", **given, **_help(frame, hub, found))


def _left(path: LearningPath, done: Collection[str]) -> tuple[int, int]:
    """How many modules of a path are done, and how many there are."""
    modules = [one.target for one in path.steps if one.kind == "module"]
    return sum(one in done for one in modules), len(modules)


def path_page(
    frame: Frame,
    hub: Hub,
    guides: Guides,
    principles: Mapping[str, str],
    path: LearningPath,
    done: Collection[str],
    found: Help,
) -> str:
    """One path, step by step; `principles` are the names of the principles by their ids."""
    steps = [
        _step(frame, hub, lambda one: principles.get(one.target) or _title(guides, one), one, done)
        for one in path.steps
    ]
    return page(frame, "hub_path.j2", path=path, steps=steps, **_help(frame, hub, found))


def _step(
    frame: Frame, hub: Hub, title: Callable[[PathStep], str], one: PathStep, done: Collection[str]
) -> dict[str, object]:
    word = frame.spoken.gettext(KINDS[one.kind])
    if one.kind == "module":
        module = hub.module(one.target)
        place = f"{frame.hub}learning/{module.id}?lang={frame.lang}"
        return {"word": word, "title": module.title, "place": place, "done": module.id in done, "module": module}
    place = Links(frame.base, lang=frame.lang).url(address(one.kind, one.target).removeprefix("/read/"))
    return {"word": word, "title": title(one), "place": place, "done": False, "module": None}


def _title(guides: Guides, one: PathStep) -> str:
    """What a step is called: the title of what it leads to."""
    if one.kind == "chapter":
        return guides.chapter(one.target).title
    if one.kind == "explorable":
        return guides.explorable(one.target).title
    return guides.case(one.target).title if one.kind == "case" else guides.primer(one.target).title


def module_page(frame: Frame, hub: Hub, module: Module, given: Mapping[str, str], how: Reading, found: Help) -> str:
    """A module: the warning alone first, then the text.

    `given` are the numbers of the chosen answers by the id of the question.
    """
    if module.warning and not how.warned:
        return page(frame, "hub_warning.j2", module=module, **_help(frame, hub, found))
    sections = [
        {"one": one, "text": prose(frame, hub, one.text), "left_out": how.short and one.sensitive}
        for one in module.sections
    ]
    checks = [_check(one, given.get(one.id, "")) for one in module.check]
    more = {"sections": sections, "checks": checks, "answered": bool(given), "done": how.done, "short": how.short}
    return page(frame, "hub_module.j2", module=module, **more, **_help(frame, hub, found))


def _check(one: Question, chosen: str) -> dict[str, object]:
    place = int(chosen) if chosen.isascii() and chosen.isdigit() and int(chosen[:3]) < len(one.answers) else None
    return {"question": one, "chosen": place, "answer": None if place is None else one.answers[place]}


def _help(frame: Frame, hub: Hub, found: Help) -> dict[str, object]:
    guide = hub.guide("help-contacts")
    mine = {"help_contacts": found.contacts, "help_mine": found.mine}
    return {"help_title": guide.title, "help_text": prose(frame, hub, guide.text), **mine}
