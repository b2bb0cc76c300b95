"""A workspace: its files read and checked as one, written where a command declares something, and found."""
