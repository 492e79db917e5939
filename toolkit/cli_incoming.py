"""The command that takes files in: registers, filled forms, and questionnaires of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli_config import Force
from toolkit.cli_io import tell

incoming = typer.Typer(no_args_is_help=True)

Lang = Annotated[str, typer.Option("--lang", metavar="CODE", help="Language of the output, such as en or ar.")]
Out = Annotated[Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write.")]


Files = Annotated[
    list[Path],
    typer.Argument(metavar="[surveyjs|inventory|ciso] FILE", help="A register, a form, or what others made."),
]
Mapping = Annotated[Path | None, typer.Option("--mapping", help="A YAML file with the agency's own column names.")]
Into = Annotated[Path | None, typer.Option("--into", metavar="FILE", help="The bundle or record a form is for.")]
Yes = Annotated[bool, typer.Option("--yes", help="Store what a form changes, not only show it.")]
Conflicts = Annotated[
    str, typer.Option("--conflicts", metavar="form|file", help="Whose answer counts where both changed.")
]
Skip = Annotated[bool, typer.Option("--skip", help="Leave out cells of a form that are refused.")]
Name = Annotated[str, typer.Option("--id", metavar="ID", help="What a questionnaire is to be called.")]
Scoring = Annotated[
    str, typer.Option("--scoring", metavar="NAME", help="Scoring of a questionnaire, such as canada-aia.")
]
Begin = Annotated[str, typer.Option("--record", metavar="ID", help="Begin an assessment from this record.")]


@incoming.command("import")
def import_(
    files: Files,
    output: Out = None,
    mapping: Mapping = None,
    *,
    into: Into = None,
    yes: Yes = False,
    conflicts: Conflicts = "",
    skip: Skip = False,
    name: Name = "",
    scoring: Scoring = "",
    record: Begin = "",
    lang: Lang = "en",
    force: Force = False,
) -> None:
    """Read a register, a filled form, a SurveyJS questionnaire or a public inventory.

    A register: prints what was edited since the export. A form: prints what would change, and stores it with --yes.
    A questionnaire is scored by --questionnaire. An inventory: what is reported, and gaps; never a score.
    """
    from toolkit.cli_forms import import_form, wants_form

    if len(files) > 1:
        lines: Iterable[str] = _foreign(files, output, _given(name, scoring, record, into), force)
    elif wants_form(files[0]):
        lines = import_form(files[0], into, output, yes=yes, conflicts=conflicts, skip=skip, lang=lang, force=force)
    else:
        lines = _register(files[0], output, mapping, force)
    for line in lines:
        tell(line)


def _given(name: str, scoring: str, record: str, into: Path | None) -> dict[str, str]:
    return {"name": name, "scoring": scoring, "record": record, "into": str(into or "")}


def _foreign(files: list[Path], output: Path | None, given: dict[str, str], force: bool) -> Iterator[str]:
    from toolkit.cli_foreign import import_foreign

    yield from import_foreign(files, output, given=given, force=force)


def _register(given: Path, output: Path | None, mapping: Path | None, force: bool) -> Iterator[str]:
    from toolkit.cli_files import import_file

    yield from import_file(given, output, mapping=mapping, force=force)
