"""The project file. The only importer of sqlite3 and sqlite_utils."""
