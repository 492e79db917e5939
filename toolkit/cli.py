"""The command line: arguments → calls → text. `toolkit --help` lists the commands.

Exit codes: 0 done; 1 something a person can mend, said in a sentence; 2 wrong usage (for `verify`: nothing to verify);
70 a fault of the toolkit.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli_config import Config, Database, Force, Port, configuration
from toolkit.cli_formats import Format
from toolkit.cli_incoming import incoming
from toolkit.cli_io import DEBUG, explain, forgive_encoding, put_bytes, tell, today, warn, working, write
from toolkit.cli_operate import operate
from toolkit.cli_packs import packs
from toolkit.cli_paper import paper
from toolkit.cli_treatments import treatments

if TYPE_CHECKING:
    from toolkit.cli_score import Outcome

app = typer.Typer(
    name="toolkit",
    help="A responsible-AI toolkit for law enforcement. Independent; not affiliated with UNICRI or INTERPOL.",
    epilog=f"Add {DEBUG} to any command to see the traceback of an unexpected error.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help reads well aloud, and starts in a third of the time
    context_settings={"help_option_names": ["-h", "--help"]},
)

Given = Annotated[Path, typer.Argument(metavar="FILE", help="A bundle (.json) or register (.csv, .xlsx).")]
Lang = Annotated[str, typer.Option("--lang", metavar="CODE", help="Language of the output, such as en or ar.")]
Out = Annotated[Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON with stable keys.")]
Method = Annotated[str, typer.Option("--method", metavar="NAME", help="Another scoring method; see `toolkit methods`.")]
On = Annotated[
    datetime | None, typer.Option("--on", metavar="DATE", formats=["%Y-%m-%d"], help="Evaluate the law of this day.")
]
Ip = Annotated[str | None, typer.Option(help="Address to listen on; 0.0.0.0 opens it to the network.")]
Whom = StrEnum("Whom", ["AUTO", "ONE", "EACH"])
Visitors = Annotated[Whom | None, typer.Option(help="One person, each browser on its own, or by the address.")]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")]

app.add_typer(operate)
app.add_typer(paper)
app.add_typer(incoming)
app.add_typer(packs)
app.add_typer(treatments)


# ---------------------------------------------------------------- the app


@app.command()
def serve(
    port: Port = None,
    ip: Ip = None,
    open_browser: Open = False,
    database_url: Database = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="CODE", help="The first language, such as ar.")] = None,
    dev: Annotated[
        bool, typer.Option("--dev", help="For authors: offer the pseudo-language, take up changed files.")
    ] = False,
    visitors: Visitors = None,
    hub: Annotated[bool, typer.Option("--hub", help="With the hub for officers; visitors must sign in.")] = False,
    config: Config = None,
) -> None:
    """Serve the app until Ctrl+C."""
    from toolkit.cli_serve import run_server

    given = configuration(
        config, database_url, port=port, ip=ip, lang=lang, visitors=visitors and visitors.value, hub=hub or None
    )
    run_server(given, open_browser=open_browser, dev=dev)


@app.command()
def demo(port: Port = None, ip: Ip = None, open_browser: Open = False, lang: Lang = "en") -> None:
    """Serve three worked illustrations. Everything that is entered is thrown away afterwards."""
    from toolkit.cli_serve import run_demo

    run_demo(open_browser=open_browser, port=port, ip=ip, lang=lang)


@app.command()
def workshop(
    lan: Annotated[bool, typer.Option("--lan", help="Let phones in the same network join.")] = False,
    port: Port = None,
    ip: Annotated[str | None, typer.Option(help="The address that phones use, where there are several.")] = None,
    open_browser: Open = False,
    database_url: Database = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="CODE", help="The first language, such as ar.")] = None,
    config: Config = None,
) -> None:
    """Serve a workshop: shows the addresses that phones can use, and says when one has reached it."""
    from toolkit.cli_workshop import run_workshop

    given = configuration(config, database_url, port=port, ip=ip, lang=lang)
    run_workshop(given, lan=lan, open_browser=open_browser)


# ---------------------------------------------------------------- one assessment


@app.command()
def score(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="Bundles (.json) or registers (.csv, .xlsx).")
    ] = None,
    method: Method = "",
    lang: Lang = "en",
    as_json: AsJson = False,
    on: On = None,
    questionnaire: Annotated[str, typer.Option(metavar="ID", help="An imported questionnaire, instead of FILE.")] = "",
    answers: Annotated[Path | None, typer.Option(metavar="FILE", help="The answers to that questionnaire.")] = None,
) -> None:
    """Compute levels and what drives them. With --json, one JSON document for each file."""
    if questionnaire or not files:
        _score_foreign(questionnaire, answers, as_json)
        return
    from toolkit.cli_score import as_data
    from toolkit.cli_show import show
    from toolkit.exchange.bundle import dumps

    with working("Scoring", files):
        outcomes = [_outcome(path, method, lang, _day(on)) for path in files]
    for outcome in outcomes:
        if as_json:
            put_bytes(dumps(as_data(outcome)).encode())
        else:
            show(outcome, lang)


@app.command()
def export(
    given: Annotated[list[Path], typer.Argument(metavar="FILE", help="Bundles (.json) or registers (.csv, .xlsx).")],
    to: Annotated[Format, typer.Option("--to", help="The format to write.")],
    output: Out = None,
    lang: Lang = "en",
    mapping: Annotated[Path | None, typer.Option(help="A YAML file with the agency's own column names.")] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Start the CSV with a mark that spreadsheets look for.")] = False,
    force: Force = False,
) -> None:
    """Write a risk register of one or more systems, a bundle, or a file for another program.

    Text that was withheld is left out. What a format cannot say is printed on standard error.
    """
    from toolkit.cli_export import Wanted, default_name, export_files

    losses = list(export_files(given, output, Wanted(to, lang, mapping, bom), force))
    tell(f"{output or default_name(given, to)} written")
    for line in (f"What {to.value} cannot say here:", *(f"- {one}" for one in losses)) if losses else ():
        warn(line)


@app.command()
def run(
    page: Annotated[str, typer.Argument(metavar="PAGE", help="A notebook, such as reports/assessment.")],
    assessment: Annotated[Path, typer.Option(metavar="FILE", help="The bundle it is about.")],
    output: Out = None,
    lang: Lang = "en",
    force: Force = False,
) -> None:
    """Run a notebook without a browser.

    The result is a page (.html) or a notebook (.ipynb), by the ending of OUT.
    """
    from toolkit.cli_files import run_notebook

    out = output or Path(f"{assessment.stem}-{Path(page).name}.html")
    run_notebook(page, assessment, out, lang=lang, force=force)
    tell(f"{out} written")


# ---------------------------------------------------------------- content and the machine


@app.command()
def check(
    pack: Annotated[Path | None, typer.Argument(metavar="PACK", help="Only this national pack, or folder.")] = None,
    as_json: AsJson = False,
    numbers: Annotated[bool, typer.Option("--numbers", help="Also words and reading grade of each guide.")] = False,
) -> None:
    """Check all content, or one national pack.

    Each problem has a file, a line and what to mend. Exit code 1 if there is an error.
    """
    import json

    from toolkit.content import check as linter

    found = linter.check(None, pack, today())
    if as_json:
        tell(json.dumps(linter.as_json(found), ensure_ascii=False, indent=2, sort_keys=True))
    else:
        for line in (*(linter.number_lines(found) if numbers else ()), *linter.render_lines(found)):
            tell(line)
    raise typer.Exit(1 if found.errors else 0)


@app.command()
def messages(lang: Annotated[str, typer.Argument(metavar="LANG", help="Such as ar.")]) -> None:
    """Bring a language's interface strings up to date: new ones empty, reworded ones fuzzy, old ones dropped."""
    from toolkit.content.messages import update_catalog

    done = update_catalog(lang)
    tell(f"{done.path}: {done.messages} sentences, {done.untranslated} to translate, {done.fuzzy} to look at again")


@app.command()
def methods(lang: Lang = "en") -> None:
    """List scoring methods and their health.

    The health report says what each matrix can and cannot tell apart.
    """
    from toolkit.cli_show import show_methods
    from toolkit.content import load_library

    library = load_library(lang)
    show_methods(library.methods.values(), library.default_method)


@app.command()
def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="assessment or record")],
    output: Out = None,
    force: Force = False,
) -> None:
    """Print the JSON Schema of a format."""
    from toolkit.cli_files import schema_of

    text = schema_of(name)
    if output:
        write(output, text, force)
    else:
        put_bytes(text)


# ---------------------------------------------------------------- helpers


def _score_foreign(questionnaire: str, answers: Path | None, as_json: bool) -> None:
    from toolkit.cli_foreign import lines, score_survey
    from toolkit.exchange.bundle import dumps

    if not questionnaire:
        raise typer.BadParameter("name a FILE, or a questionnaire with --questionnaire and --answers")
    found = score_survey(questionnaire, answers)
    if as_json:
        put_bytes(dumps(found).encode())
        return
    for line in lines(found):
        tell(line)


def _day(on: datetime | None) -> date:
    return on.date() if on else today()


def _outcome(path: Path, method: str, lang: str, on: date) -> Outcome:
    from toolkit.cli_files import outcome
    from toolkit.core.model import ToolkitError

    try:
        return outcome(path, method=method, lang=lang, on=on)
    except ToolkitError as error:
        raise ToolkitError(f"{path.name}: {error}") from error


def main() -> None:
    """Run a command; a person sees a sentence, never a traceback."""
    forgive_encoding()
    arguments = [argument for argument in sys.argv[1:] if argument != DEBUG]
    try:
        app(arguments)
    except Exception as error:
        if DEBUG in sys.argv:
            raise
        sys.exit(explain(error))


if __name__ == "__main__":
    main()
