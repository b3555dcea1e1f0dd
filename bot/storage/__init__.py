"""The one SQL database: SQLite embedded, PostgreSQL to grow on. The only owner of SQLAlchemy."""
