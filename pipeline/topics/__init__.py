"""Declared interests matched against articles, and why one matches or does not."""
