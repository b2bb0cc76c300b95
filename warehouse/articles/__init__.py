"""Articles, and what stands in their words, version by version."""
