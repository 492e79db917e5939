"""The linter's checks on what guides say: Markdown, links, claims without a source, warnings, length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from toolkit.content import schema, schema_guides, schema_practice, schema_workshop
from toolkit.content.check_report import At, Notes
from toolkit.content.check_shapes import Content, Declared
from toolkit.content.guide_numbers import resources, words
from toolkit.content.guide_walk import SHAPES, Leaf, leaves
from toolkit.content.markdown import links, refused
from toolkit.core.guides import ADDRESSES, TOUR, WORDS_A_MINUTE

MOST_PRIMER = 420
OTHER_PAGES = frozenset({"/", "/read", "/risk", TOUR, *ADDRESSES.values()})
"""Addresses without an id that texts may link to."""

ANCHORS = {"chapter": "section"}
"""Kinds of pages whose parts have ids of their own; a link may name them after #."""

_MARKUP = re.compile(r"\*\*|\]\(|^\s*(?:[-*]|\d+\.)\s", re.MULTILINE)
_FOLDED = re.compile(r"\S [-*] \S")
_CLAIM = re.compile(r"\d\s?(?:%|per cent|percent)|\b(?:19|20)\d\d\b")
_ABUSE = re.compile(r"child (?:sexual )?abuse|abuse of (?:a )?child|sexual abuse", re.IGNORECASE)
_VIOLENCE = re.compile(r"\b(?:domestic violence|murder\w*|kill(?:s|ed|ing)|rape\w*|tortur\w+)\b", re.IGNORECASE)


def check_guide_texts(content: Content, ids: Iterable[Declared], notes: Notes) -> None:
    """Note markup, links, claims, missing warnings and lengths that readers would stumble over."""
    known: dict[str, set[str]] = {}
    for one in ids:
        known.setdefault(one.kind, set()).add(one.id)
    for path, shape in content.shapes.items():
        if isinstance(shape, SHAPES):
            for leaf in leaves(shape):
                _leaf(path, leaf, known, content, notes)
            _claims(path, shape, notes)
            _length(path, shape, notes)
        if isinstance(shape, schema_practice.CaseFile | schema_workshop.TrainingFile):
            _warning(path, shape, notes)


def _leaf(path: str, leaf: Leaf, known: Mapping[str, set[str]], content: Content, notes: Notes) -> None:
    if not leaf.markdown:
        if leaf.readable and (found := _MARKUP.search(leaf.text)):
            problem = f"Markdown (near “{leaf.text[found.start() :][:15].strip()}”) in a plain text; write it without"
            notes.error(path, leaf.at, "markup", problem)
        return
    for name in refused(leaf.text):
        problem = f"Markdown of the kind “{name}”; only paragraphs, lists, bold, emphasis and links are used here"
        notes.error(path, leaf.at, "markup", problem)
    if _FOLDED.search(leaf.text):
        notes.error(path, leaf.at, "markup", "a list that runs together on one line; begin its block with | and not >")
    for target in links(leaf.text):
        for problem in link_problems(target, known, content):
            notes.error(path, leaf.at, "dead-link", problem)


def link_problems(target: str, known: Mapping[str, set[str]], content: Content) -> Iterator[str]:
    """What is wrong with the target of a link in a text."""
    page, _, anchor = target.partition("#")
    kind = next((kind for kind, base in ADDRESSES.items() if page.startswith(f"{base}/")), "")
    if page in OTHER_PAGES:
        return
    if not kind:
        yield f"the link {target} leads outside the toolkit; link to /read/… and put other addresses into `sources`"
        return
    name = page.removeprefix(f"{ADDRESSES[kind]}/")
    if content.sure(kind) and name not in known.get(kind, ()):
        yield f"the link {target} leads nowhere, because there is no {kind} {name}; check the spelling"
    elif anchor and kind in ANCHORS and f"{name}:{anchor}" not in known.get(ANCHORS[kind], ()) and content.sure(kind):
        yield f"the link {target} leads nowhere, because {name} has no {ANCHORS[kind]} {anchor}; check the spelling"


def _claims(path: str, shape: BaseModel, notes: Notes) -> None:
    """A percentage or a year is a claim about the world, or an illustration that says so; aims need no source."""
    for resource in resources(shape):
        if any(source.kind != "own" for source in _sources(resource.shape)):
            continue
        for leaf in leaves(resource.shape):
            aim = "evidence" in leaf.at
            if leaf.readable and not aim and (found := _CLAIM.search(leaf.text)):
                near = leaf.text[max(0, found.start() - 20) : found.end() + 5].strip()
                advice = "add where it is from, or {kind: illustration} if it is made up"
                notes.warn(
                    path,
                    (*resource.at, *leaf.at),
                    "unsourced",
                    f"“{near}” in {resource.id}, which has no source; {advice}",
                )
                break


def _sources(value: Any) -> Iterator[schema.SourceShape]:
    if isinstance(value, schema.SourceShape):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _sources(getattr(value, name))
    elif isinstance(value, tuple):
        for entry in value:
            yield from _sources(entry)


def _length(path: str, shape: BaseModel, notes: Notes) -> None:
    if isinstance(shape, schema_practice.PrimerFile):
        number = words(leaves(shape))
        if number > MOST_PRIMER:
            problem = f"{number} words do not fit on one page; {MOST_PRIMER} at most"
            notes.error(path, ("id",), "too-long", problem)
    if isinstance(shape, schema_guides.ChapterFile):
        every = leaves(shape)
        short = words(leaf for leaf in every if not leaf.technical) / WORDS_A_MINUTE
        long = words(every) / WORDS_A_MINUTE
        if not short - 1 <= shape.minutes <= long + 1:
            problem = f"`minutes` says {shape.minutes}; reading takes {short:.0f} to {long:.0f}"
            notes.warn(path, ("minutes",), "minutes", f"{problem} at {WORDS_A_MINUTE} words a minute; mend it")


def _warning(path: str, case: schema_practice.CaseFile | schema_workshop.TrainingFile, notes: Notes) -> None:
    text = " ".join(leaf.text for leaf in leaves(case) if leaf.readable)
    at: At = ("warning",)
    if case.warning == "none" and _ABUSE.search(text):
        problem = "the case speaks of child abuse; write `warning: child-abuse`, so that readers can skip it"
        notes.error(path, at, "content-warning", problem)
    elif case.warning == "none" and (found := _VIOLENCE.search(text)):
        problem = f"the case speaks of violence (“{found[0]}”); write `warning: violence`, so that readers can skip it"
        notes.warn(path, at, "content-warning", problem)
