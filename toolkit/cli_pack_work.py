"""What `toolkit pack` does: begin, check, build and install content packs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from toolkit.cli_io import check_free, today, working, write
from toolkit.cli_pack_versions import CORE, all_told
from toolkit.content.check_report import Report
from toolkit.content.extension import MANIFEST, Extension, installed, packs_folder, read_pack
from toolkit.content.load import library_with
from toolkit.content.yaml_out import dump_yaml
from toolkit.core.model import ToolkitError
from toolkit.exchange.certificate import public_of, read_key, written
from toolkit.exchange.pack_file import Packed, build, check_path, open_pack
from toolkit.exchange.safe_json import read_bytes

SUFFIX = ".pack.zip"


# ---------------------------------------------------------------- begin and check


def new(folder: Path) -> Iterator[str]:
    """Begin a pack in a folder: a manifest, one question that is overridden and one that is added; yields its files."""
    if folder.exists():
        raise ToolkitError(f"{folder} is there already; name a folder that is not")
    library = library_with(())
    name = "".join(c if c.isalnum() else "-" for c in folder.name.lower()).strip("-") or "my-pack"
    manifest = {
        "id": name,
        "version": "0.1.0",
        "title": f"Pack {name}",
        "extends": f"{CORE}@{library.version}",
        "publisher": "Who answers for this pack",
        "note": "What it changes and why.",
    }
    item = library.items[0]
    override = {"principle": item.principle, "items": [{"id": item.id, "title": item.title}]}
    for path, data in ((MANIFEST, manifest), (f"questionnaires/risk/{item.principle}.yaml", override)):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write(target, dump_yaml(data).encode())
        yield f"{target} written"
    yield f"change the title of {item.id}, add entries with ids of your own, then: toolkit pack check {folder}"


def check(folder: Path) -> Report:
    """The linter's report about a pack."""
    from toolkit.content.pack_check import check_pack

    return check_pack(folder)


def simulation(folder: Path) -> Iterator[str]:
    """Levels of random answer sets with this pack, in sentences."""
    from toolkit.content.simulate import TOO_MANY, simulate

    found = simulate(library_with((read_pack(folder),)), today())
    shares = ", ".join(f"{name} {number / found.sets:.0%}" for name, number in found.levels)
    yield f"{found.sets} random answer sets, level before the law: {shares}; a legal floor decides in {found.by_law}"
    for name in found.crowded:
        yield f"warning: {name} takes {TOO_MANY:.0%} or more of them, so it tells systems hardly apart"
    if found.never:
        yield f"{len(found.never)} risks applied in no set: {', '.join(found.never[:10])}"


def sheet(given: Path, out: Path | None, force: bool) -> Iterator[str]:
    """A folder as a workbook to write in, or such a workbook as a folder; raises ToolkitError."""
    from toolkit.exchange.pack_sheet import read_pack_sheet, write_pack_sheet

    if given.is_dir():
        target = out or Path(f"{given.name}.xlsx")
        check_free(target, force)
        pack = read_pack(given)
        write(target, write_pack_sheet(pack.manifest.model_dump(), pack.tree), force)
        yield f"{target} written; write in it, then: toolkit pack sheet {target} -o FOLDER"
        return
    manifest, tree = read_pack_sheet(read_bytes(given))
    folder = out or Path(given.stem)
    paths = {name: _inside(folder, name) for name in (MANIFEST, *tree)}
    for path in paths.values():
        check_free(path, force)
    for name, data in ((MANIFEST, manifest), *tree.items()):
        paths[name].parent.mkdir(parents=True, exist_ok=True)
        write(paths[name], dump_yaml(data).encode(), force)
        yield f"{paths[name]} written"


def _inside(folder: Path, name: str) -> Path:
    """A file of a pack; raises ToolkitError for a name that leads out of its folder."""
    check_path(name)
    return folder / name


# ---------------------------------------------------------------- build and install


def build_pack(folder: Path, out: Path | None, force: bool) -> Iterator[str]:
    """Write the signed file of a pack that has no error; raises ToolkitError."""
    from toolkit.server.signing import place, signing_key

    pack = _sound(folder)
    target = out or Path(f"{pack.manifest.id}-{pack.manifest.version}{SUFFIX}")
    check_free(target, force)
    private = signing_key(place())
    files = {name: (folder / name).read_bytes() for name in (MANIFEST, *pack.texts)}
    write(target, build(files, private), force)
    yield f"{target} written, {len(files)} files, signed with {written(public_of(private))}"
    yield "give that public key to whoever installs it, another way than the file"


def _sound(folder: Path) -> Extension:
    report = check(folder)
    if report.errors:
        first = report.errors[0]
        more = f" and {len(report.errors) - 1} more" if len(report.errors) > 1 else ""
        raise ToolkitError(f"{first.file}:{first.line}: {first.message}{more}; mend it: toolkit pack check {folder}")
    return read_pack(folder)


def install(file: Path, public_key: str, force: bool) -> Iterator[str]:
    """Check and unpack a signed pack where the toolkit finds it; raises ToolkitError for a key nobody vouched for."""
    where = packs_folder()
    if where is None:
        raise ToolkitError("TOOLKIT_PACKS is empty, which means no packs; set it to a folder, or unset it")
    packed = open_pack(read_bytes(file))
    _trusted(packed, public_key)
    where.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=where) as folder, working("Checking the pack", [file]):
        fresh = Path(folder) / "pack"
        for name, data in packed.files.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(data)
        pack = _sound(fresh)
        target = where / pack.manifest.id
        yield from _replaced(target, fresh, pack, force)
    yield f"{target} installed: {pack.manifest.title} {pack.manifest.version}; it counts from the next start"


def _trusted(packed: Packed, public_key: str) -> None:
    from toolkit.server.signing import existing, place

    private = existing(place())
    known = read_key(_text(public_key)) if public_key else public_of(private) if private else b""
    if packed.public != known:
        raise ToolkitError(
            f"the pack is signed with {written(packed.public)}, which nobody vouched for here; "
            "ask its publisher for the public key, compare them, and give it with --public-key"
        )


def _text(given: str) -> str:
    path = Path(given)
    with suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else given
    return given


def _replaced(target: Path, fresh: Path, pack: Extension, force: bool) -> Iterator[str]:
    """Put a pack in its place; of one that is there already, say first what changes."""
    if target.exists():
        before = read_pack(target)
        if not force:
            there = f"{target} is there already ({before.manifest.version})"
            raise ToolkitError(f"{there}; see what changes with toolkit pack diff, and replace it with --force")
        yield from all_told((before,), (pack,))
        # Put aside first and deleted last: whoever is cut off in between still has both on the disk.
        target.rename(fresh.with_name("before"))
    fresh.rename(target)


def listed() -> Iterator[str]:
    """Each installed pack, and the folder they are in."""
    where, found = packs_folder(), installed()
    for pack in found:
        one = pack.manifest
        yield f"{one.id} {one.version}, {one.title}, extends {one.extends}, by {one.publisher}"
    yield f"{len(found)} packs in {where}" if where else "no packs: TOOLKIT_PACKS is empty"
