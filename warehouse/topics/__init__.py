"""Topics: as declared, as matched, and what those given as SQL may see."""
