"""Whether what was extracted is the article."""
