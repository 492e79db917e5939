"""Commands about several systems at once: which planned treatments to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli_config import Force
from toolkit.cli_io import put_bytes, tell, working
from toolkit.core.model import ToolkitError

if TYPE_CHECKING:
    from toolkit.cli_optimise import Gathered

treatments = typer.Typer(no_args_is_help=True)

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="Bundles (.json) or registers (.csv, .xlsx).")]
Budget = Annotated[str, typer.Option("--budget", metavar="AMOUNT", help="What there is to spend, such as 40 or 12.5.")]
Costs = Annotated[Path | None, typer.Option("--costs", metavar="FILE", help="The list, with costs filled in.")]
List = Annotated[Path | None, typer.Option("--list", metavar="OUT", help="Only write the list, to fill in costs.")]
Unit = Annotated[str, typer.Option("--unit", metavar="WORD", help="The unit of all amounts, such as days.")]
Method = Annotated[str, typer.Option("--method", metavar="NAME", help="Another scoring method; see `toolkit methods`.")]
May = Annotated[bool, typer.Option("--may", help="Count what may be before what is sure.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON with stable keys.")]
Lang = Annotated[str, typer.Option("--lang", metavar="CODE", help="Language of titles, such as en or ar.")]


@treatments.command()
def optimise(
    files: Files,
    budget: Budget = "",
    costs: Costs = None,
    list_: List = None,
    unit: Unit = "",
    method: Method = "",
    *,
    may: May = False,
    as_json: AsJson = False,
    lang: Lang = "en",
    force: Force = False,
) -> None:
    """Choose which planned treatments to begin with, within a budget.

    First write the list with --list, fill in costs, then choose with --costs and --budget. The set that is chosen
    leaves the fewest risks at the highest level, then at the next ones, and is the cheapest of those; it is proved.
    """
    from toolkit import cli_optimise as work

    given = work.gather(files, costs, method=method, may=may, lang=lang)
    if list_:
        tell(f"{list_} written: {work.write_list(given, list_, force)} treatments; fill in the column cost")
    else:
        _choose(given, files, costs, budget, unit, as_json)


def _choose(given: Gathered, files: list[Path], costs: Path | None, budget: str, unit: str, as_json: bool) -> None:
    from toolkit import cli_optimise as work
    from toolkit.exchange.bundle import dumps

    if not costs:
        raise ToolkitError("name the costs with --costs FILE; begin with --list FILE, which writes what to fill in")
    with working("Choosing", files):
        found = work.best(given, work.budget_of(budget), unit)
    if as_json:
        put_bytes(dumps(found).encode())
        return
    for line in work.lines(found):
        tell(line)
