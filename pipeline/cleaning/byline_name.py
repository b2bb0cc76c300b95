"""The names in a line about who wrote, as its source has it: "By Jane Doe in Brekke and John Smith (js), The Ellery Post"."""

import re

from pipeline.cleaning import byline_east, byline_words, furniture_words

_BY = re.compile(rf"\s*(?:{furniture_words.BYLINES})\s+", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*(?:,|;|\||•|·|/|&|\s[–—-]\s|\b(?:and|und|sowie|et|y|и|і|та|og|och|en|ve|és|και|dan|và|și|şi|oraz|with|avec|mit|con|com)\b|、|，|،)\s*"
)
_SHOUTED = re.compile(r"\b(?:AND|UND|ET|Y|E|I|И|І|ТА|OG|OCH|EN|VE|ÉS|ΚΑΙ)\b")
# Behind a name: what the author signs with, or works for.
_SIGNED = re.compile(
    r"(?<=\w)\s*[(\[](?![^()\[\]]*\w\.[a-z]{2})[^()\[\]]{0,60}[)\]](?=\s*(?:$|[,;&|/·•、]|(?:and|und|et|y|e|i|og|och|en)\b))"
)
_OLEH = re.compile(r"\s*oleh\s+\S+\s*$", re.IGNORECASE)  # a label in Indonesian, and a name in Ukrainian
_ADDRESS = re.compile(
    r"(?<=\w)\s*[(<\[]\s*https?://[^\s()<>\[\]]{1,300}\s*[)>\]]"
)  # of a page about the author
_HANDLE = re.compile(r"(?<=\w)\s+\(?@\w{2,30}\)?(?=\W|$)")  # of the author elsewhere
_BRACKETS = re.compile(r"[()\[\]<>\"]")
_LONGEST = 300  # characters
_TAIL = re.compile(r"\s(?:in|at|for|of|from|bei|pour|para|aus)\s.{0,300}$|\s\d.{0,300}$")
_TITLE = re.compile(
    r"^(?:(?:dr|prof|mr|mrs|ms|sir|dame|dipl\.-ing|mag|ing|д-р|проф|د|ד ר|פרופ|डॉ|ดร)\.?\s+)+(?=\S+\s)",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"\s+(?:ph\.?d|m\.?d|j\.?d|md|rn|cfp|cpa|mba|dvm|esq)\b\.?.{0,20}$", re.IGNORECASE)
_JOINED = 2  # letters of a word with "and" before it, at least


def names(byline: str) -> list[str]:
    """What stands between the labels, joints, titles, places and dates of a line that names people: names, if it does."""
    text = _unlabelled(byline_words.MAIL.sub(" ", _HANDLE.sub("", _ADDRESS.sub("", byline))))
    if len(text) > _LONGEST or "://" in text:
        return []
    if byline_east.is_eastern(text):
        return byline_east.names(text)
    text = _BRACKETS.sub(" ", _SIGNED.sub(" ", text))
    if text.isupper():
        text = _SHOUTED.sub(lambda found: found[0].lower(), text)
    pieces = [piece.strip(" .:-–—") for part in _SEPARATOR.split(text) if part for piece in _pair(part)]
    return [name for piece in pieces if ":" not in piece for name in _names(piece)]


def _unlabelled(text: str) -> str:
    """A byline without the words before its names."""
    for label in (_BY, byline_words.LABEL, _BY):
        if (found := label.match(text)) and not _OLEH.fullmatch(text):
            text = text[found.end() :]
    return text


def _names(piece: str) -> list[str]:
    """The name in a piece of a byline, without titles, degrees, places and dates."""
    if byline_east.is_eastern(piece):
        return byline_east.names(piece)
    return [" ".join(_DEGREE.sub("", _TITLE.sub("", _TAIL.sub("", piece))).split())]


def _pair(part: str) -> tuple[str, ...]:
    """The two names that a weak conjunction joins, each of two words or more; else the part as it is."""
    tokens = part.split()
    for place in range(2, len(tokens)):
        follow = tokens[place + 1 :]
        if len(follow) > 1 and tokens[place].casefold() in byline_words.JOINTS:
            return " ".join(tokens[:place]), *_pair(" ".join(follow))
        if _is_joined(tokens[place], last=not follow):
            return " ".join(tokens[:place]), *_pair(" ".join((tokens[place][1:], *follow)))
    return (part,)


def _is_joined(token: str, *, last: bool) -> bool:
    """Whether a word begins with the "and" that some languages write so; alone at the end only a newsroom is believed."""
    names = byline_words.JOINED.get(token[0])
    if names is None or token in names or len(token) <= _JOINED:
        return False
    return not last or token[1:] in byline_words.NEWSROOM
