"""The linter's checks on the words that mean the same: each phrase once, groups that English has, enough of them."""

from __future__ import annotations

from toolkit.content.check_report import Notes
from toolkit.content.check_shapes import Content
from toolkit.content.interface import ENGLISH
from toolkit.content.schema_search import SynonymsFile
from toolkit.core.synonyms import plain

FEWEST_GROUPS = 60
"""Groups that the English file has at least."""


def check_search(content: Content, notes: Notes) -> None:
    """Note phrases that stand twice or hold no letter, groups unknown in English, and a file that is misfiled."""
    files = list(content.all(SynonymsFile))
    english = {group.id for _, file in files if file.lang == ENGLISH for group in file.groups}
    for path, file in files:
        if not path.endswith(f"/{file.lang}.yaml"):
            notes.error(path, ("lang",), "misfiled", f"rename the file to {file.lang}.yaml, or mend `lang`")
        if file.lang == ENGLISH and len(file.groups) < FEWEST_GROUPS:
            problem = f"{len(file.groups)} groups stand here; write at least {FEWEST_GROUPS}"
            notes.error(path, ("groups",), "too-few-groups", problem)
        for position, group in enumerate(file.groups):
            if group.id not in english:
                problem = f"search/{ENGLISH}.yaml has no group {group.id}; add it there, or mend the id"
                notes.error(path, ("groups", position, "id"), "dangling-id", problem)
        _once(path, file, notes)


def _once(path: str, file: SynonymsFile, notes: Notes) -> None:
    """A phrase, or an id, that stands in two places makes a search depend on the order of the groups."""
    phrases: dict[str, str] = {}
    ids: set[str] = set()
    for position, group in enumerate(file.groups):
        if group.id in ids:
            notes.error(
                path, ("groups", position, "id"), "duplicate-id", f"the group {group.id} stands twice; join them"
            )
        ids.add(group.id)
        for place, phrase in enumerate(group.words):
            at = ("groups", position, "words", place)
            if not plain(phrase):
                notes.error(path, at, "empty-phrase", "no letter or digit stands here; write a word")
            elif plain(phrase) in phrases:
                problem = f"“{phrase}” also stands in {phrases[plain(phrase)]}; keep one"
                notes.error(path, at, "phrase-twice", problem)
            phrases.setdefault(plain(phrase), group.id)
