"""The commands for content packs: what a country or an agency changes and adds, without code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli_config import Force
from toolkit.cli_io import tell

packs = typer.Typer(no_args_is_help=True)
pack = typer.Typer(no_args_is_help=True)
packs.add_typer(pack, name="pack", help="Content of a country or an agency: begin, check, build, install, compare.")

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the pack.")]
Out = Annotated[Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write.")]


@pack.command()
def new(folder: Folder) -> None:
    """Begin a pack: a manifest and one question to change."""
    from toolkit import cli_pack_work as work

    for line in work.new(folder):
        tell(line)


@pack.command()
def check(
    folder: Folder,
    simulate: Annotated[bool, typer.Option("--simulate", help="Also score 500 random answer sets.")] = False,
) -> None:
    """Check a pack against the content of the toolkit. Exit code 1 if there is an error."""
    from toolkit import cli_pack_work as work
    from toolkit.content.check_report import render_lines

    report = work.check(folder)
    for line in render_lines(report):
        tell(line)
    if report.errors:
        raise typer.Exit(1)
    for line in work.simulation(folder) if simulate else ():
        tell(line)


@pack.command()
def sheet(
    given: Annotated[Path, typer.Argument(metavar="FOLDER|FILE", help="A pack, or a workbook (.xlsx) made of one.")],
    output: Out = None,
    force: Force = False,
) -> None:
    """Write a pack as a workbook to work in, or such a workbook back as a pack."""
    from toolkit import cli_pack_work as work

    for line in work.sheet(given, output, force):
        tell(line)


@pack.command()
def build(folder: Folder, output: Out = None, force: Force = False) -> None:
    """Write the pack as one file, signed with the key of this computer."""
    from toolkit import cli_pack_work as work

    for line in work.build_pack(folder, output, force):
        tell(line)


@pack.command()
def install(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A pack that was built.")],
    public_key: Annotated[str, typer.Option(metavar="KEY", help="The key of its publisher, or a file with it.")] = "",
    force: Force = False,
) -> None:
    """Install a pack; it counts from the next start. An older version of it is replaced with --force."""
    from toolkit import cli_pack_work as work

    for line in work.install(file, public_key, force):
        tell(line)


@pack.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="OLD", help="core, the folder of a pack, or a built pack.")],
    after: Annotated[str, typer.Argument(metavar="NEW", help="The same, of the new version.")],
    assessment: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A bundle or a record to bring over.")
    ] = None,
    output: Out = None,
    force: Force = False,
) -> None:
    """Say what changes for answers between two versions, and bring an assessment or a record over."""
    from toolkit import cli_pack_versions as versions

    for line in versions.diff(before, after, assessment, output, force):
        tell(line)


@pack.command("list")
def list_() -> None:
    """List installed packs, and where they are. Removing its folder removes a pack."""
    from toolkit import cli_pack_work as work

    for line in work.listed():
        tell(line)
