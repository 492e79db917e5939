"""Packs override and add by id, say where they are wrong, and leave the content of the toolkit as it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from toolkit.content import ContentError, load_library
from toolkit.content.extension import ENVIRONMENT, extended, installed, laid_over, packs_folder, read_pack
from toolkit.content.load import library_with
from toolkit.content.pack_check import check_pack
from toolkit.content.simulate import simulate
from toolkit.content.yaml_out import dump_yaml

CORE = library_with(())
ITEM = "legitimacy-no-legal-basis"
FILE = "questionnaires/risk/legitimacy.yaml"
MANIFEST = {
    "id": "atlantis",
    "version": "1.2.0",
    "title": "Police of Atlantis",
    "extends": "core@1.0.0",
    "publisher": "Ministry of the Interior of Atlantis",
    "note": "A made-up country.",
}


def write(folder: Path, name: str, data: object) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(data if isinstance(data, str) else dump_yaml(data), "utf-8")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "atlantis"
    write(folder, "pack.yaml", MANIFEST)
    write(folder, FILE, {"items": [{"id": ITEM, "title": "Nobody in Atlantis can name the law"}]})
    return folder


# ---------------------------------------------------------------- over ours


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        ({"a": 1, "b": 2}, {"b": 3, "c": 4}, {"a": 1, "b": 3, "c": 4}),
        ([{"id": "x", "t": 1}, {"id": "y", "t": 2}], [{"id": "y", "t": 9}], [{"id": "x", "t": 1}, {"id": "y", "t": 9}]),
        ([{"id": "x"}], [{"id": "z"}], [{"id": "x"}, {"id": "z"}]),
        (["a", "b"], ["c"], ["c"]),
        ({"when": {"any": ["a"]}}, {"when": {"all": ["b"]}}, {"when": {"all": ["b"]}}),
        ({"source": {"kind": "fact", "url": "https://x"}}, {"source": {"kind": "own"}}, {"source": {"kind": "own"}}),
        ({"impact": {"1": "a", "2": "b"}}, {"impact": {"2": "c"}}, {"impact": {"1": "a", "2": "c"}}),
    ],
)
def test_keys_are_replaced_and_entries_found_by_their_id(ours: object, theirs: object, both: object) -> None:
    assert laid_over(ours, theirs) == both


def test_an_override_changes_one_text_and_nothing_else(pack: Path) -> None:
    found = library_with((read_pack(pack),))
    changed = [one.id for one, other in zip(found.items, CORE.items, strict=True) if one != other]
    assert changed == [ITEM]
    assert found.item(ITEM).title == "Nobody in Atlantis can name the law"
    assert found.item(ITEM).likelihood == CORE.item(ITEM).likelihood


def test_the_version_names_the_pack_and_the_digest_differs(pack: Path) -> None:
    found = library_with((read_pack(pack),))
    assert found.version == f"{CORE.version}+atlantis@1.2.0"
    assert found.sha256 != CORE.sha256


def test_an_item_of_its_own_file_is_added(pack: Path) -> None:
    base = read_pack(pack)
    core = extended({}, ())
    assert core == {}
    item = next(one for one in _raw_items() if one["id"] == ITEM) | {"id": "atlantis-own", "title": "A risk of our own"}
    write(pack, "questionnaires/risk/atlantis.yaml", {"principle": "legitimacy", "items": [item]})
    assert base.manifest.id == "atlantis"
    assert library_with((read_pack(pack),)).item("atlantis-own").title == "A risk of our own"


def _raw_items() -> list[dict[str, object]]:
    from toolkit.content.read import data_root, read_file

    root = data_root()
    return read_file(root / FILE, root)["items"]


def test_a_translation_can_be_overridden_too(pack: Path) -> None:
    write(pack, f"locales/ar/content/{FILE}", {"items": {ITEM: {"title": "عنوان من أطلنطس"}}})
    assert library_with((read_pack(pack),), "ar").item(ITEM).title == "عنوان من أطلنطس"
    assert library_with((read_pack(pack),), "en").item(ITEM).title == "Nobody in Atlantis can name the law"


@pytest.mark.parametrize(("extends", "fits"), [("core@1.0.0", True), ("core@2.0.0", False), ("core@1.9.0", False)])
def test_a_pack_for_another_core_is_refused(pack: Path, extends: str, fits: bool) -> None:
    write(pack, "pack.yaml", MANIFEST | {"extends": extends})
    if fits:
        library_with((read_pack(pack),))
    else:
        with pytest.raises(ContentError, match="extends core@"):
            library_with((read_pack(pack),))


# ---------------------------------------------------------------- installed


def test_an_installed_pack_is_found_by_the_library(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(pack.parent))
    load_library.cache_clear()
    try:
        assert load_library().item(ITEM).title == "Nobody in Atlantis can name the law"
    finally:
        monkeypatch.setenv(ENVIRONMENT, "")
        load_library.cache_clear()
    assert load_library().sha256 == CORE.sha256


def test_an_empty_variable_means_no_packs_and_none_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, "")
    assert packs_folder() is None
    monkeypatch.delenv(ENVIRONMENT)
    found = packs_folder()
    assert found is not None
    assert found.name == "packs"


def test_a_broken_installed_pack_names_itself(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(pack, FILE, "items: [")
    monkeypatch.setenv(ENVIRONMENT, str(pack.parent))
    with pytest.raises(ContentError, match="mend or remove this pack"):
        installed()


# ---------------------------------------------------------------- check


def test_a_good_pack_has_no_error(pack: Path) -> None:
    report = check_pack(pack)
    assert report.problems == ()
    assert report.counts["item"] >= 4


def test_an_item_can_be_left_out_on_purpose(pack: Path) -> None:
    write(pack, FILE, {"items": [{"id": ITEM, "applies_when": {"not": "always"}}]})
    assert check_pack(pack).errors == ()
    found = simulate(library_with((read_pack(pack),)), date(2026, 11, 22), sets=20)
    assert ITEM in found.never


@pytest.mark.parametrize(
    ("name", "data", "kind", "says"),
    [
        (FILE, {"items": [{"id": ITEM, "applies_when": "dragons"}]}, "unknown-fact", "dragons"),
        (FILE, {"items": [{"id": ITEM, "controls": ["ctl-nothing"]}]}, "dangling-id", "ctl-nothing"),
        (FILE, {"items": [{"id": ITEM, "titel": "A typing error"}]}, "shape", "not known here"),
        (FILE, {"items": [{"id": "atlantis-half", "title": "Half an item"}]}, "shape", "missing"),
    ],
)
def test_a_mistake_is_told_with_the_file_of_the_pack(pack: Path, name: str, data: object, kind: str, says: str) -> None:
    write(pack, name, data)
    found = check_pack(pack).errors
    assert any(one.file == name and one.kind == kind and says in one.message for one in found), found


def test_the_line_is_that_of_the_pack(pack: Path) -> None:
    write(pack, FILE, f"# our own\nitems:\n  - id: {ITEM}\n    applies_when: dragons\n")
    assert 4 in {one.line for one in check_pack(pack).errors}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "Not An Id"}, "pack.yaml: id"),
        ({"extends": "somebody@1.0.0"}, "pack.yaml: extends"),
        ({"version": "new"}, "pack.yaml: version"),
        ({"colour": "red"}, "pack.yaml: colour"),
    ],
)
def test_a_manifest_is_held_against_its_shape(pack: Path, change: dict[str, str], says: str) -> None:
    write(pack, "pack.yaml", MANIFEST | change)
    with pytest.raises(ContentError, match=says):
        read_pack(pack)


@pytest.mark.parametrize("name", ["hub/clauses.yaml", "locales/ar/content/hub/clauses.yaml", "samples/extra.yaml"])
def test_a_pack_cannot_extend_what_packs_do_not_extend(pack: Path, name: str) -> None:
    write(pack, name, {"clauses": []})
    with pytest.raises(ContentError, match="move or remove this file"):
        read_pack(pack)


# ---------------------------------------------------------------- simulation


def test_random_answers_give_the_same_levels_again_and_reach_every_level() -> None:
    first, second = (simulate(CORE, date(2026, 11, 22), sets=60) for _ in range(2))
    assert first == second
    assert sum(number for _, number in first.levels) == 60
    assert all(number for _, number in first.levels)
    assert first.crowded == ()


def test_a_level_that_takes_nearly_everything_is_named(pack: Path) -> None:
    easy = {"minima": [2, 3, 4]}
    write(pack, "methods/rights-first.yaml", {"matrix": easy | {"floors": []}})
    found = simulate(library_with((read_pack(pack),)), date(2026, 11, 22), sets=60)
    assert found.crowded == ("Extreme",)
