"""What an outlet prints again and again, learned from the stream."""
