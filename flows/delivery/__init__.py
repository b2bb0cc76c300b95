"""Delivery: from the outbox to the channels, and to the feeds of alerts."""
