"""Run by Alembic inside the transaction that `toolkit.store.migrate` began, so that a failed script changes nothing."""

from alembic import context

from toolkit.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
