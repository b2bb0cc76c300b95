"""The database file: opened, brought to its schema, written and read by row, published whole."""
