"""The command that takes files in: registers, filled forms, and questionnaires of others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli_config import Force
from toolkit.cli_io import tell

incoming = typer.Typer(no_args_is_help=True)

Lang = Annotated[str, typer.Option("--lang", metavar="CODE", help="Language of the output, such as en or ar.")]
Out = Annotated[Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write.")]


@incoming.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="[surveyjs] FILE", help="A register, a form or a questionnaire.")
    ],
    output: Out = None,
    mapping: Annotated[Path | None, typer.Option(help="A YAML file with the agency's own column names.")] = None,
    *,
    into: Annotated[Path | None, typer.Option(metavar="FILE", help="The bundle or record a form is for.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Store what a form changes, not only show it.")] = False,
    conflicts: Annotated[str, typer.Option(metavar="form|file", help="Whose answer counts where both changed.")] = "",
    skip: Annotated[bool, typer.Option("--skip", help="Leave out cells of a form that are refused.")] = False,
    name: Annotated[str, typer.Option("--id", metavar="ID", help="What a questionnaire is to be called.")] = "",
    scoring: Annotated[str, typer.Option(metavar="NAME", help="Scoring of a questionnaire, such as canada-aia.")] = "",
    lang: Lang = "en",
    force: Force = False,
) -> None:
    """Read a register back into a bundle, or a filled form into a bundle or record.

    A register: prints what was edited since the export. A form: prints what would change, and stores it with --yes.
    `import surveyjs FILE` makes a questionnaire of ours from one of SurveyJS, to be scored by --questionnaire.
    """
    from toolkit.cli_files import import_file
    from toolkit.cli_foreign import import_foreign
    from toolkit.cli_forms import import_form, wants_form

    given = files[-1]
    if len(files) > 1:
        for line in import_foreign(files, output, name=name, scoring=scoring, force=force):
            tell(line)
        return
    if wants_form(given):
        for line in import_form(given, into, output, yes=yes, conflicts=conflicts, skip=skip, lang=lang, force=force):
            tell(line)
        return
    out = output or Path(f"{given.stem}.json")
    for line in import_file(given, out, mapping=mapping, force=force):
        tell(line)
    tell(f"{out} written")
