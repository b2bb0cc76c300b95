"""Where documents come from: files, JSON Lines, feeds. What comes in is hostile until proven otherwise."""
