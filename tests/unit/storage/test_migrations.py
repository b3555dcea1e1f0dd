from sqlalchemy import inspect

from bot.storage.engine import Database
from bot.storage.migrate import downgrade, upgrade
from bot.storage.tables import metadata


def test_migrations_build_exactly_the_declared_tables(empty_database: Database) -> None:
    upgrade(empty_database)
    found = inspect(empty_database.engine)
    for table in metadata.tables.values():
        columns = {c["name"]: c["nullable"] for c in found.get_columns(table.name)}
        assert columns == {c.name: c.nullable for c in table.columns}
        unique = {tuple(u["column_names"]) for u in found.get_unique_constraints(table.name)}
        declared = {
            tuple(c.name for c in u.columns)
            for u in table.constraints
            if type(u).__name__ == "UniqueConstraint"
        }
        assert unique == declared
        assert {
            i["name"] for i in found.get_indexes(table.name) if not i.get("duplicates_constraint")
        } == {i.name for i in table.indexes}


def test_migrating_twice_changes_nothing(database: Database) -> None:
    before = sorted(inspect(database.engine).get_table_names())
    upgrade(database)
    assert sorted(inspect(database.engine).get_table_names()) == before


def test_going_back_removes_every_table(database: Database) -> None:
    downgrade(database, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"candor_version"}
