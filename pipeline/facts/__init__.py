"""What an article states: names, quotations with their speakers, counts, corrections."""
