"""The tags of languages, as pages and queries write them."""

import re

_TAG = re.compile(r"[a-z]{2}(?![a-z])", re.IGNORECASE)
_FORMER = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "nb": "no",
    "mo": "ro",
    "sh": "sr",
}  # replaced in ISO 639-1, or one of two names


def normal_tag(tag: str | None) -> str | None:
    """The ISO 639-1 part of a language tag (BCP 47): en-GB and en_US are en."""
    found = _TAG.match(tag.strip()) if tag else None
    if not found:
        return None
    return _FORMER.get(found[0].lower(), found[0].lower())
