"""Backup and restore from the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from toolkit import __version__
from toolkit.cli_io import tell


def backup_to(file: Path, database_url: str | None, force: bool) -> None:
    """Write a backup and say what is in it; raises StoreError."""
    from toolkit.content import load_library
    from toolkit.store.backup import backup

    library = load_library()
    content = {"questionnaire": library.questionnaire, "version": library.version, "sha256": library.sha256}
    made = backup(database_url, file, now=datetime.now(UTC), toolkit=__version__, content=content, force=force)
    tell(f"{file} written: {made.rows:,} rows, schema {made.schema}, SHA-256 of the content {made.sha256}")


def restore_from(file: Path, database_url: str | None, force: bool) -> None:
    """Restore a backup and say where the old database is; raises StoreError."""
    from toolkit.store.backup import restore

    done = restore(database_url, file, now=datetime.now(UTC), force=force)
    tell(f"{done.place} restored as of {done.manifest.made_at}: {done.manifest.rows:,} rows")
    if done.kept:
        tell(f"The database that was there is kept as {done.kept}; delete it when all is well.")
