"""When a rule speaks, of what, and what it has told before."""
