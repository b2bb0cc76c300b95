"""What is done with articles that are stored already: topics tried, terms suggested, texts cleaned and topics matched again."""
