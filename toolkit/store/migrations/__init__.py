"""Alembic scripts, run by `toolkit.store.migrate`; nothing here is imported by name."""
