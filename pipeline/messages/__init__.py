"""Alerts put into words, for people and for programs."""
