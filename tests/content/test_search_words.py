"""The words that mean the same: enough of them, in each language, and the linter finds what is wrong with them."""

import pytest

from tests.content.broken import Copy, swap
from toolkit.content.check_search import FEWEST_GROUPS
from toolkit.content.synonyms import load_synonyms

EN, AR = "search/en.yaml", "search/ar.yaml"
BROKEN = {
    "a phrase in two groups": swap("phrase-twice", EN, '"drones"', '"bodycam"'),
    "a phrase twice in a group": swap("phrase-twice", EN, '"drones"', '"Drone"'),
    "a phrase of signs only": swap("empty-phrase", EN, '"drones"', '"–––"'),
    "a group twice": swap("duplicate-id", EN, "id: drone,", "id: deepfake,"),
    "a group that English does not have": swap("dangling-id", AR, "id: drone,", "id: drones,"),
    "another language": swap("misfiled", AR, "lang: ar", "lang: fr"),
    "a group of one": swap(
        "shape", EN, 'words: ["drone", "drones", "UAV", "UAS", "unmanned aircraft"]', 'words: ["UAV"]'
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_found_with_its_place(copy: Copy, name: str) -> None:
    kind, file, damage = BROKEN[name]
    damage(copy)
    found = [one for one in copy.problems(kind) if one.file == file]
    assert found
    assert all(one.line > 0 and one.severity == "error" for one in found)


def test_too_few_groups_are_too_few(copy: Copy) -> None:
    kept = copy.path(EN).read_text("utf-8").splitlines()[: FEWEST_GROUPS + 2]
    copy.write(EN, "\n".join(kept) + "\n")
    copy.path(AR).unlink()
    assert "write at least" in copy.only("too-few-groups").message


def test_every_language_with_words_of_its_own_has_the_english_ones_too() -> None:
    english, arabic = load_synonyms("en"), load_synonyms("ar")
    assert len(english) >= FEWEST_GROUPS
    assert len(arabic) == len(english)
    for group in english:
        assert any(set(group) <= set(other) for other in arabic), group


def test_a_language_without_words_of_its_own_has_the_english_ones() -> None:
    assert load_synonyms("fr") == load_synonyms("en")
