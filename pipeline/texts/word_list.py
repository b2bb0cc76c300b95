"""Which languages have a list of their common words (wordfreq's small ones)."""

from functools import cache

from wordfreq import available_languages


@cache
def listed() -> frozenset[str]:
    """Their tags, as wordfreq names them; asked once, for it looks through a folder."""
    return frozenset(available_languages("small"))
