"""Damaged, hostile and odd files each give a sentence, quickly, and never a crash."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from tests.content.broken import Copy
from toolkit.content.load import load_library
from toolkit.content.read import MAX_BYTES, ContentError, parsed

TARGET = "controls/fairness.yaml"
LETTERS = "abcdefghi"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]" for old, new in pairwise(LETTERS)
)
MERGES = "a: &a {k: v}\n" + "\n".join(
    f"{new}: &{new} {{<<: [{', '.join(['*' + old] * 9)}]}}" for old, new in pairwise(LETTERS)
)

BAD: dict[str, str | bytes] = {
    "empty": "",
    "only a comment": "# nothing\n",
    "a list instead of keys": "- a\n- b\n",
    "a bare word": "hello",
    "a number": "42",
    "cut off in a text": 'controls:\n  - id: "ctl-',
    "cut off in a list": "controls: [a, b",
    "a tab": "controls:\n\t- id: a\n",
    "two documents": "controls: []\n---\ncontrols: []\n",
    "an undefined alias": "controls: *nothing\n",
    "an alias of itself": "controls: &a [*a]\n",
    "an alias bomb": BOMB,
    "a merge bomb": MERGES,
    "brackets without end": "[" * 50_000,
    "deep brackets": "[" * 500 + "]" * 500,
    "deep keys": "\n".join(" " * depth + "a:" for depth in range(500)),
    "deep questions": "? " * 2000,
    "a Python object": "controls: !!python/object/apply:os.system [ls]\n",
    "bytes": "controls: !!binary aGVsbG8=\n",
    "a set": "controls: !!set {a, b}\n",
    "an unhashable key": "{[a]: b, {c: d}: e}\n",
    "keys that are equal as text": "1: a\n'1': b\n",
    "half a character pair": 'controls: "\\ud800"\n',
    "an impossible date": "controls: 2026-13-45\n",
    "a huge number": "controls: " + "9" * 6000 + "\n",
    "not a number": "controls: .nan\n",
    "another YAML version": "%YAML 9.9\n---\na: b\n",
    "a zero byte": "controls: \x00\n",
    "binary": bytes(range(256)) * 20,
    "Latin-1": "controls: café\n".encode("latin-1"),
    "UTF-16": "controls: []\n".encode("utf-16"),
    "a list where a text belongs": "controls:\n  - id: [a]\n    title: {b: c}\n    preventive: lots\n",
    "entries without ids": "controls:\n  - 5\n  - null\n  - []\n",
    "too large": b"# " + b"x" * MAX_BYTES,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_a_sentence(copy: Copy, name: str) -> None:
    copy.write(TARGET, BAD[name])
    start = time.process_time()
    errors = copy.check().errors
    assert time.process_time() - start < 8
    assert {problem.file for problem in errors} <= {TARGET}
    assert errors
    for problem in errors:
        assert 1 <= problem.line <= 100_000
        assert 3 <= len(problem.message.split()) <= 60
        assert problem.message.isprintable()


@pytest.mark.parametrize("name", ["cut off in a text", "an alias bomb", "binary", "entries without ids", "a bare word"])
def test_the_library_refuses_a_bad_file_with_its_name(copy: Copy, name: str) -> None:
    copy.write(TARGET, BAD[name])
    with pytest.raises(ContentError, match=TARGET):
        load_library("en", copy.root)


def test_a_hundred_megabytes_are_refused_unread(copy: Copy) -> None:
    with copy.path(TARGET).open("wb") as stream:
        stream.truncate(100_000_000)
    start = time.process_time()
    assert "larger than" in copy.only("unreadable").message
    assert time.process_time() - start < 5


def test_a_folder_named_like_a_file_is_a_sentence(copy: Copy) -> None:
    copy.path(TARGET).unlink()
    copy.path(TARGET).mkdir()
    assert "not a file" in copy.only("unreadable").message


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "", "\x00"])
def test_broken_distributions_are_a_sentence(copy: Copy, text: str) -> None:
    copy.write("methods/answer-distributions.json", text)
    assert [problem.file for problem in copy.check().errors] == ["methods/answer-distributions.json"]


def test_short_aliases_are_welcome() -> None:
    assert parsed("a: &a {b: c}\nd: *a\n", "x") == {"a": {"b": "c"}, "d": {"b": "c"}}
