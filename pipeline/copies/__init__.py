"""Which texts were taken from which, and whose they were at first."""
