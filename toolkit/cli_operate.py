"""The commands for whoever runs a server: backup, restore, users, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli_config import Config, Database, Force, Port, configuration
from toolkit.cli_io import tell

operate = typer.Typer(no_args_is_help=True)
users = typer.Typer(no_args_is_help=True)
operate.add_typer(users, name="users", help="Say who may sign in, where the configuration says identity = local.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name that the person signs in with.")]
Totp = Annotated[bool, typer.Option("--totp/--no-totp", help="Ask for one-time codes too, and print what they need.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make a password and print it, instead of asking for one.")]


@operate.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write, such as monday.zip.")],
    database_url: Database = None,
    config: Config = None,
    force: Force = False,
) -> None:
    """Write a backup of the database.

    The server may go on serving. The file holds every answer and account: keep it as safe as the database.
    """
    from toolkit.cli_backup import backup_to

    backup_to(file, configuration(config, database_url).database_url, force)


@operate.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    database_url: Database = None,
    config: Config = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a database that is there already.")] = False,
) -> None:
    """Make a backup the database again.

    Stop the server first. The old database is kept beside the new one.
    """
    from toolkit.cli_backup import restore_from

    restore_from(file, configuration(config, database_url).database_url, force)


@operate.command()
def doctor(port: Port = None, database_url: Database = None, config: Config = None) -> None:
    """Look at this computer and say what to mend.

    Configuration, Python, content, database, key, port, disk, limits, browser, fonts, clock.
    """
    from toolkit.cli_doctor import examine

    findings = examine(port, database_url, config)
    for finding in findings:
        tell(str(finding))
    raise typer.Exit(1 if any(finding.serious for finding in findings) else 0)


@users.command()
def add(
    name: Name,
    totp: Totp = False,
    generate: Generate = False,
    hub: Annotated[str, typer.Option("--hub", metavar="ROLE", help="In the hub too, such as administrator.")] = "",
    agency: Annotated[str, typer.Option(help="With --hub: the agency, or the provider.")] = "",
    country: Annotated[str, typer.Option(help="With --hub: the country, two letters of ISO 3166.")] = "",
    email: Annotated[str, typer.Option(help="With --hub: the address, where the name is none.")] = "",
    config: Config = None,
) -> None:
    """Make an account; asks for its password.

    With --hub its person is in the hub at once: officer, focal-point, coordinator, provider-contact or administrator.
    """
    from toolkit.cli_users import add_account, joining

    given = configuration(config, None)
    member = joining(name, hub, agency, country, email) if hub else None
    add_account(name, given, totp=totp, generate=generate, joining=member)


@users.command("list")
def list_(config: Config = None) -> None:
    """List the accounts."""
    from toolkit.cli_users import list_accounts

    list_accounts(configuration(config, None))


@users.command()
def disable(name: Name, config: Config = None) -> None:
    """Let nobody sign in with an account.

    Its sign-ins end within half a minute; what it owns stays. `reset` enables it again.
    """
    from toolkit.cli_users import disable_account

    disable_account(name, configuration(config, None))


@users.command()
def reset(name: Name, totp: Totp = False, generate: Generate = False, config: Config = None) -> None:
    """Give an account a new password and, with --totp, new one-time codes.

    Its sign-ins end, and the account is enabled if it was not. Without --totp it needs no codes afterwards.
    """
    from toolkit.cli_users import reset_account

    reset_account(name, configuration(config, None), totp=totp, generate=generate)
