"""What waits on disk until it is loaded, what cannot be loaded, and the lock of the one who loads."""
