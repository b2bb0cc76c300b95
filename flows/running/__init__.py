"""A run: one cycle from collecting to the report, with Prefect and without."""
