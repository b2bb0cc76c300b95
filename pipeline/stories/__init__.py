"""Which articles report one event, and why."""
