"""Words, sentences, languages, places and days as any text has them."""
