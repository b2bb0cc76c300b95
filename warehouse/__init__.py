"""The memory: one DuckDB warehouse, its schema, its public views, and what reads them."""
