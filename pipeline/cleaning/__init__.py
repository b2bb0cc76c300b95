"""What stands around an article told from the article, line by line."""
