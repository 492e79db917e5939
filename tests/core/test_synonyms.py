"""Other words for a question, and the nearest word to a typing error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.core.search import Entry, Index, words_of
from toolkit.core.synonyms import alike, nearest

GROUPS = (("face recognition", "facial recognition", "FRT"), ("number plate", "ANPR"), ("face", "visage"))
INDEX = Index(
    [
        Entry("a", "own", "Facial recognition in the street"),
        Entry("a", "other", "Face recognition of suspects"),
        Entry("a", "letters", "A test of FRT"),
        Entry("a", "plates", "Cameras", (), ("ANPR reads the plates of Detroit.",)),
        Entry("a", "apart", "A face; later the recognition of a prize"),
    ]
)


def found(question):
    """The ids of what is found, in order."""
    words = words_of(question)
    return [row.entry.id for _, row in INDEX.found(words, alike(words, GROUPS))]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("facial recognition", ["own", "other", "letters"]),
        ("FRT", ["letters", "own", "other"]),
        ("number plate Detroit", ["plates"]),
        ("Detroit number plate", ["plates"]),
        ("number plate", ["plates"]),
        ("number Detroit", []),
        ("plate number", []),
    ],
)
def test_each_phrase_of_a_group_finds_what_the_others_find_and_its_own_first(question, ids):
    assert found(question)[: len(ids) or 1] == ids
    assert set(found(question)) - {"apart"} == set(ids)


def test_the_longest_phrase_counts():
    assert alike(("face", "recognition", "face"), GROUPS) == {
        0: (2, ("facial recognition", "frt")),
        2: (1, ("visage",)),
    }


def test_other_words_of_a_phrase_must_stand_together():
    assert "apart" not in found("FRT")


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("recogntion", "recognition"),
        ("privcy", "privacy"),
        ("zzzzz", ""),
        ("ai", ""),
        ("قضاء", ""),
        ("خصوصيةة", "خصوصية"),
    ],
)
def test_a_typing_error_leads_to_the_nearest_word(word, wanted):
    assert nearest(word, ["recognition", "privacy", "police", "خصوصية"]) == wanted


@given(st.text(max_size=40))
def test_groups_never_hide_what_the_words_alone_find(question):
    words = words_of(question)
    alone = {row.entry.id for _, row in INDEX.found(words)}
    assert alone <= {row.entry.id for _, row in INDEX.found(words, alike(words, GROUPS))}
