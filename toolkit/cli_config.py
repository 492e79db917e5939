"""Where a command's configuration comes from: options, variables, one file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from toolkit.core.model import ToolkitError

if TYPE_CHECKING:
    from toolkit.server.configuration import Configuration

Config = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="The configuration, a TOML file.")]
Database = Annotated[str | None, typer.Option(metavar="URL", help="sqlite:////folder/file.db or postgresql://…")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port; without it the first free one from 8866.")]


def configuration(file: Path | None, database_url: str | None, **options: object) -> Configuration:
    """The configuration of a command; options that are None do not count.

    Raises BadConfiguration, and ToolkitError for a password on the command line.
    """
    from toolkit.server.config import load

    if database_url and urlsplit(database_url).password:
        raise ToolkitError(
            "Everybody on this computer sees the password in --database-url: set TOOLKIT_DATABASE_URL instead, "
            "or write the address into a file and name it as database_url_file in the configuration."
        )
    return load(file, os.environ, {"database_url": database_url, **options})
