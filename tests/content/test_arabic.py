"""What somebody answers is in Arabic to the last sentence: half a question in English asks something else."""

import re

import pytest

from toolkit.content.check_locales import pairs
from toolkit.content.check_text import places, texts
from toolkit.content.read import data_root, parsed

ROOT = data_root()
TERMS = "hub/terms/"
WHOLE = (
    "questionnaires/",
    "controls/",
    "methods/",
    "packs/",
    "principles/",
    "readiness/",
    "workbook/",
    "workshop/",
    "hub/",
)
CODES = {("jurisdiction",)}
FILES = sorted(name for path in ROOT.rglob("*.yaml") if (name := path.relative_to(ROOT).as_posix()).startswith(WHOLE))
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def read(name):
    return parsed((ROOT / name).read_text(), name)


def in_arabic(name):
    """Each place of a file with its Arabic text."""
    given = ROOT / "locales/ar/content" / name
    return dict(pairs(read(name), read(given.relative_to(ROOT).as_posix()))) if given.is_file() else {}


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_in_arabic(name):
    assert places(name, (ROOT / name).read_text()) - set(in_arabic(name)) - CODES == frozenset()


# The terms stay as they were accepted; their thirty days are a word.
@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith(TERMS)])
def test_no_number_is_lost_on_the_way(name):
    """Below ten they may be words in Arabic, where its grammar wants them; elsewhere words may be digits."""
    arabic = in_arabic(name)
    for one in (one for one in texts(read(name), name) if tuple(one.at) not in CODES):
        ours = {found for found in DIGITS.findall(one.text) if len(found) > 1}
        theirs = {found for found in DIGITS.findall(arabic[tuple(one.at)]) if len(found) > 1}
        assert ours <= theirs, one.text
