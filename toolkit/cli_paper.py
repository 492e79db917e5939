"""The commands for what is on paper: reports, forms, reading pages, and verifying bundles and certificates."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli_config import Config, Database, Force, configuration
from toolkit.cli_io import tell, working, write

paper = typer.Typer(no_args_is_help=True)

Sheet = StrEnum("Sheet", ["A4", "LETTER"])
Kind = StrEnum("Kind", ["READINESS", "WORKBOOK", "RISK"])
Form = StrEnum("Form", ["XLSX", "PDF", "HTML"])
To = StrEnum("To", ["HTML", "PDF", "DOCX", "MD"])
About = StrEnum("About", ["RISK", "READINESS", "WORKBOOK", "PLAN", "SYSTEM", "FRIA"])
Others = Annotated[
    list[Path] | None, typer.Option("--with", metavar="FILE", help="A file that belongs to it; can come again.")
]
Own = Annotated[Path | None, typer.Option("--template", metavar="FILE", help="The agency's own Word template.")]
Method = Annotated[str, typer.Option("--method", metavar="NAME", help="Another scoring method; see `toolkit methods`.")]
Out = Annotated[Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write.")]
Lang = Annotated[str, typer.Option("--lang", metavar="CODE", help="Language of the report, such as en or ar.")]
Kept = Annotated[
    list[str] | None, typer.Option("--kept", metavar="NUMBER:DIGEST", help="With audit: what was kept outside.")
]
View = Annotated[
    str, typer.Option("--view", metavar="ADDRESS", help="With portfolio: an address of the page, with its filters.")
]
AUDIT = "audit"
"""What `verify` is given for the log of the hub, instead of a file."""

On = Annotated[
    datetime | None, typer.Option("--on", metavar="DATE", formats=["%Y-%m-%d"], help="Evaluate the law of this day.")
]


@paper.command()
def report(
    given: Annotated[
        Path, typer.Argument(metavar="FILE|portfolio", help="A bundle, a register or a record (.toolkit.json).")
    ],
    *,
    to: Annotated[To, typer.Option("--to", help="The format.")] = To.HTML,
    about: Annotated[About | None, typer.Option("--about", help="What it is about, if not what FILE is.")] = None,
    others: Others = None,
    short: Annotated[bool, typer.Option("--short", help="A few pages, without the answers one by one.")] = False,
    release: Annotated[bool, typer.Option("--for-release", help="Without what is marked not for release.")] = False,
    own: Own = None,
    view: View = "overview",
    output: Out = None,
    lang: Lang = "en",
    method: Method = "",
    force: Force = False,
) -> None:
    """Write a report of a risk assessment, a readiness assessment, a workbook, a plan or a system.

    Files that belong together make one report: a workbook --with the bundle of its system is the system file.
    `portfolio` is about all systems of this installation, or of the files and folders --with which it is given.
    """
    from toolkit.cli_portfolio import reported
    from toolkit.cli_report import Asked

    kind = about.value if about else ""
    asked = Asked(to.value, kind, lang, method, short=short, release=release, template=own)
    for told in reported(given, output, asked, others or (), view, force=force):
        tell(told)


@paper.command()
def template(output: Out = None, lang: Lang = "en", force: Force = False) -> None:
    """Write the Word template of reports.

    Change fonts, colours, headers and logos in Word; keep the paragraphs in curly brackets.
    """
    from toolkit.cli_report import template_of

    out = output or Path(f"report-template-{lang}.docx")
    write(out, template_of(lang), force)
    tell(f"{out} written")


@paper.command()
def verify(
    given: Annotated[
        str, typer.Argument(metavar="FILE|CODE|audit", help="A bundle, a saved certificate, or its code.")
    ],
    on: On = None,
    public_key: Annotated[
        str, typer.Option("--public-key", metavar="KEY", help="Who must have signed: a key, or a file with one.")
    ] = "",
    kept: Kept = None,
    database_url: Database = None,
    config: Config = None,
) -> None:
    """Check the frozen levels of a bundle, a certificate, or with `audit` the log of the hub.

    Exit code 0: recomputed, they agree, or genuine; 1: they differ, it is not genuine, or the file is bad; 2: there is
    nothing to verify, or no key to verify with.
    """
    from toolkit.cli_verify import verify_given, verify_log

    if given == AUDIT:
        code, lines = verify_log(configuration(config, database_url).database_url, kept or ())
        for line in lines:
            tell(line)
        raise typer.Exit(code)
    with working("Verifying", [Path(given)]):
        code, lines = verify_given(given, on.date() if on else None, public_key)
    for line in lines:
        tell(line)
    raise typer.Exit(code)


@paper.command("print")
def print_(
    addresses: Annotated[list[str], typer.Argument(metavar="ADDRESS", help="Such as primers/legal-procure.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="A file (.pdf), or a folder.")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", metavar="CODE", help="Language of the pages, such as ar.")] = "en",
    sheet: Annotated[Sheet, typer.Option("--paper", help="The size of the paper.")] = Sheet.A4,
    force: Force = False,
) -> None:
    """Write reading pages as PDF.

    `primers` is the set of all. It needs the extra [pdf]; browsers print the same pages without it.
    """
    from toolkit.cli_print import print_pages

    for path in print_pages(addresses, output, lang=lang, paper=sheet.value, force=force):
        tell(f"{path} written")


@paper.command()
def form(
    kind: Annotated[Kind, typer.Argument(help="What is to be filled in.")],
    given: Annotated[Path | None, typer.Argument(metavar="FILE", help="Answers so far: a bundle or record.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write.")] = None,
    lang: Annotated[str, typer.Option("--lang", metavar="CODE", help="Language of the form, such as ar.")] = "en",
    to: Annotated[Form, typer.Option("--to", help="A spreadsheet, or paper.")] = Form.XLSX,
    everything: Annotated[bool, typer.Option("--all", help="Also risks that do not apply to the system.")] = False,
    force: Force = False,
) -> None:
    """Write a form to fill in: a spreadsheet that `toolkit import` reads back, or paper.

    PDF needs the extra [pdf]; browsers print the HTML without it.
    """
    from toolkit.cli_forms import form_file

    out = output or Path(f"{given.stem if given else kind.value}-form.{to.value}")
    form_file(kind.value, given, out, lang=lang, to=to.value, everything=everything, force=force)
    tell(f"{out} written")
