"""Alembic's entry: takes the connection that bot.storage.migrate hands over."""

from alembic import context

from bot.storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    version_table="candor_version",  # Rasa keeps its own tables in the same PostgreSQL database
    include_object=lambda obj, name, type_, reflected, compare_to: (
        not (type_ == "table" and reflected and compare_to is None)
    ),
)
with context.begin_transaction():
    context.run_migrations()
