"""The paragraphs of a plain text: hard-wrapped lines joined, what mail and printed pages put between them left out."""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from pipeline.cleaning import furniture

_BULLET = re.compile(r"(?:[-–—*•·●▪◦‣]|\d{1,2}[.)])\s")
_PARTED = re.compile(
    r"(?<=[^\W\d_])(?<!\s[^\W\d_])-\s(?=[^\W\d_])(?!(?:and|bis|e|et|och|oder|og|or|to|und|y)\b)(?![A-ZÀ-ÞА-ЯЁ])"
)
_NUMBER = re.compile(r"\d{1,4}")
_RUNNING_HEAD = re.compile(
    r"(?:\d{1,4}\s+)(?P<left>[^\d\W][^.!?\d]{2,60})|(?P<right>[^\d\W][^.!?]{2,60}?)(?:,? (?:Vol|No|Nr|Jg)\b.{1,30}|\s+\d{1,4})"
)
# Names of the fields of a mail (RFC 5322), as mail programs of several languages write them above a forwarded one.
_FIELD = re.compile(
    r"(from|to|cc|bcc|date|sent|subject|reply-to|von|an|kopie|gesendet|datum|betreff|de|à|envoyé|objet|enviado(?: el)?|para|fecha|asunto|assunto|data|da|inviato|a|oggetto"
    r"|van|aan|verzonden|onderwerp|från|till|skickat|ämne|od|do|wysłano|temat|от|кому|отправлено|дата|тема|від|надіслано|发件人|收件人|发送时间|主题|差出人|宛先|日時|件名|보낸사람|받는사람|제목)\s?[:：]\s?\S.{0,300}",
    re.IGNORECASE,
)
_FIELDS = 2  # in a row are a mail's head; one may be a line of dialogue


def paragraphs(text: str) -> list[str]:
    """The lines that are not empty, with hard-wrapped paragraphs joined."""
    blocks = [
        [line.strip() for line in block.split("\n") if line.strip()]
        for block in re.split(r"\n[ ]?\n\s*", text)
    ]
    width = _wrap_width(blocks)
    if width:
        blocks = [block for block in blocks if not all(map(_is_of_page, block))]
    return _without_mail_heads(
        [line for block in blocks for line in (_joined(block, width) if width else block)]
    )


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int:
    """The width a text was wrapped at, 0 if it was not: lines of like length, of which many go on in lower case."""
    lengths = sorted(len(line) for block in blocks for line in block)
    pairs = [(one, two) for block in blocks for one, two in pairwise(block)]
    if not pairs or lengths[-1] > 100 or lengths[-1] < 50:
        return 0
    going_on = sum(two[0].islower() and not furniture.ends_sentence(one) for one, two in pairs)
    return lengths[int(0.9 * (len(lengths) - 1))] if going_on >= 0.4 * len(pairs) else 0


def _joined(block: Sequence[str], width: int) -> list[str]:
    paragraphs = [[line] for line in block[:1]]
    for before, line in pairwise(block):
        if len(before) >= 0.7 * width and not _BULLET.match(line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_whole(paragraph) for paragraph in paragraphs]


def _whole(lines: Sequence[str]) -> str:
    """Lines as one, words that were parted at the end of one made whole; "north- and southbound" has its hyphen for good."""
    text = " ".join(lines)
    return _PARTED.sub("", text) if "- " in text else text


def _is_of_page(line: str) -> bool:
    """Whether a line is a printed page's: its number, or its running head with a number or a volume."""
    if furniture.ends_sentence(line):
        return False
    if _NUMBER.fullmatch(line):
        return True
    head = _RUNNING_HEAD.fullmatch(line)
    words = (head["left"] or head["right"]).split() if head else []
    return bool(words) and all(word[0].isupper() or len(word) <= 3 for word in words)


def _without_mail_heads(lines: Sequence[str]) -> list[str]:
    """The lines without the fields of mails that were forwarded: two and more different ones in a row."""
    kept: list[str] = []
    for is_field, run in groupby(lines, key=lambda line: bool(_FIELD.fullmatch(line))):
        found = list(run)
        names = {line.partition(":")[0].strip().casefold() for line in found}
        if not (is_field and len(names) >= _FIELDS):
            kept.extend(found)
    return kept
