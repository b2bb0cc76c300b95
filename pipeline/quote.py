"""Direct quotations and who spoke them: words in quotation marks, and a name, pronoun or office beside a verb of speech.

The speaker is left open wherever the text leaves it open; one pass over the marks, a bounded look to both sides.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.capital import Token, tokenize
from pipeline.lexicon import ACCORDING, SPEECH, TITLES
from pipeline.mention import mentions
from pipeline.records import Article, Mention, Quote
from pipeline.text import Span, paragraphs, words

LEAST_WORDS: Final = 4  # fewer are scare quotes and names of ships
LEAST_SIGNS: Final = 8  # the same for scripts whose words are single characters
_BEFORE: Final = 25  # words looked at before a quotation, within its sentence
_AFTER: Final = 14

_CLOSERS: Final = {
    "\u201c": "\u201d", "\u201e": "\u201c\u201d", "\u00ab": "\u00bb", "\u00bb": "\u00ab", "\u300c": "\u300d", "\u300e": "\u300f",
    '"': '"', "\u201d": "\u201d", "\u2018": "\u2019", "'": "'",
}  # fmt: skip
_MARK: Final = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u300e\u300f\"\u2018\u2019']")
_SINGLE: Final = frozenset("\u2018\u2019'")
_STOP: Final = re.compile(r"[.!?\u2026;\n\u3002]")
_SENTENCE: Final = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\b[A-Z])[.!?](?:\s|$)")
_PRONOUNS: Final = frozenset(
    {"he", "she", "он", "она", "він", "вона", "er", "sie", "il", "elle", "él", "ella"}
)
_ARTICLES: Final = frozenset({"the", "der", "die", "le", "la", "el"})
_BETWEEN: Final = frozenset({
    "also", "then", "later", "has", "had", "have", "reportedly", "repeatedly", "again", "further", "earlier", "only", "just", "simply",
    "также", "затем", "позже", "ранее", "також", "потім", "auch", "a", "ha",
})  # fmt: skip
# What may stand before a verb of speech whose subject follows it: "as X said" turned round, "об этом заявил X".
_INVERTING: Final = frozenset(
    {"as", "this", "как", "этом", "об", "що", "як", "це", "wie", "so", "comme", "como", "что"}
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two marks; a quotation of several paragraphs has a piece in each."""

    opened: int  # place of the opening mark
    start: int
    end: int
    closed: int  # behind the closing mark
    continues: bool  # the quotation of the paragraph before


def quotes(article: Article) -> tuple[Quote, ...]:
    """The direct quotations in the article's text, in order."""
    pieces = [piece for piece in _pieces(article.text) if _spoken(article.text[piece.start : piece.end])]
    if not pieces:
        return ()
    scene = _Scene(article, pieces)
    return tuple(
        Quote(article_id=article.article_id, quote=article.text[piece.start : piece.end], speaker=speaker, start=piece.start, end=piece.end)
        for piece, speaker in zip(pieces, scene.speakers(), strict=True)
    )  # fmt: skip


def _spoken(quote: str) -> bool:
    found = [word.text for word in words(quote)]
    signs = sum(len(word) == 1 and word > "\u0dff" for word in found)
    return len(found) >= (LEAST_SIGNS if 2 * signs > len(found) else LEAST_WORDS)


def _pieces(text: str) -> Iterator[_Piece]:
    """Marked passages, paragraph by paragraph; a quotation left open must be opened again by the next paragraph."""
    left_open: _Piece | None = None
    for block in paragraphs(text):
        found = _in_paragraph(text, block)
        if left_open is not None and found and found[0].opened == block.start:
            yield left_open
            found[0] = replace(found[0], continues=True)
        left_open = found.pop() if found and found[-1].closed > block.end else None
        yield from found


def _in_paragraph(text: str, block: Span) -> list[_Piece]:
    """The passages of a paragraph; the last one is closed behind the end when its mark is missing."""
    found, opened, closers = list[_Piece](), -1, ""
    for match in _MARK.finditer(text, block.start, block.end):
        mark, place = match.group(), match.start()
        if opened < 0:
            if _opens(text, place, mark):
                opened, closers = place, _CLOSERS[mark]
        elif mark in closers and _closes(text, place, mark):
            found.append(_piece(text, opened, place, place + 1))
            opened = -1
    if opened >= 0 and text[opened] not in _SINGLE:
        found.append(_piece(text, opened, block.end, block.end + 1))
    return found


def _piece(text: str, opened: int, end: int, closed: int) -> _Piece:
    inside = text[opened + 1 : end]
    start = opened + 1 + len(inside) - len(inside.lstrip())
    return _Piece(
        opened,
        start,
        max(start, opened + 1 + len(inside.rstrip().rstrip(",;").rstrip())),
        closed,
        continues=False,
    )


def _opens(text: str, place: int, mark: str) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (
        mark in _CLOSERS
        and (mark == "\u00ab" or not after.isspace())  # French sets a space inside
        and (not before or not before.isalnum() or not before.isascii())
    )


def _closes(text: str, place: int, mark: str) -> bool:
    before, after = text[place - 1], text[place + 1 : place + 2]
    if mark == "'":  # an apostrophe unless the sentence is marked inside
        return before in ",.!?\u2026" and not after.isalnum()
    return not after.isalnum() if mark in _SINGLE else True


def _parts_sentences(between: str) -> bool:
    return "\n" in between or _SENTENCE.search(between) is not None


class _Scene:
    """The text about the quotations: its words, and who is named where."""

    def __init__(self, article: Article, pieces: list[_Piece]) -> None:
        self._text = article.text
        self._pieces = pieces
        self._tokens = tokenize(article.text)
        self._starts = [token.start for token in self._tokens]
        self._names = [name for name in mentions(article) if name.kind != "place"]
        self._ends = {name.end: name for name in self._names}
        self._begins = {name.start: name for name in self._names}
        self._name_starts = [name.start for name in self._names]

    def speakers(self) -> list[str | None]:
        found: list[str | None] = []
        for number in range(len(self._pieces)):
            told, speaker = self._own(number)
            if not told and number and self._same_speech(number):
                speaker = found[number - 1]
            found.append(speaker)
        for number in range(
            len(found) - 1, 0, -1
        ):  # the first paragraphs of a long quotation are told by its last
            if self._pieces[number].continues and found[number - 1] is None:
                found[number - 1] = found[number]
        return found

    def _own(self, number: int) -> tuple[bool, str | None]:
        """Whether the text beside the quotation says who spoke, and who, if that can be told."""
        before, after = self._before(number), self._after(number)
        for window in (after, before):
            told, speaker = self._attributed(window)
            if told:
                return True, speaker
        return False, None

    def _same_speech(self, number: int) -> bool:
        """Whether nothing but an attribution and space parts a quotation from the one before."""
        piece, last = self._pieces[number], self._pieces[number - 1]
        between = self._text[last.closed : piece.opened]
        return piece.continues or ("\n\n" not in between and len(_SENTENCE.findall(between)) <= 1)

    def _before(self, number: int) -> Sequence[Token]:
        piece = self._pieces[number]
        floor = self._pieces[number - 1].closed if number else 0
        end = bisect_left(self._starts, piece.opened)
        first, bound = end, piece.opened
        while first > 0 and end - first < _BEFORE and self._starts[first - 1] >= floor:
            token = self._tokens[first - 1]
            if self._parted(token, bound):
                break
            first, bound = first - 1, token.start
        return self._tokens[first:end]

    def _after(self, number: int) -> Sequence[Token]:
        """The words after a quotation in its sentence; none when the quotation ended that sentence."""
        piece = self._pieces[number]
        first = bisect_left(self._starts, piece.closed)
        if first == len(self._tokens) or not self._runs_on(piece, self._tokens[first]):
            return []
        ceiling = self._pieces[number + 1].opened if number + 1 < len(self._pieces) else len(self._text)
        end = first + 1
        while end < len(self._tokens) and end - first < _AFTER and self._starts[end] < ceiling:
            if self._parted(self._tokens[end - 1], self._starts[end]):
                break
            end += 1
        return self._tokens[first:end]

    def _runs_on(self, piece: _Piece, token: Token) -> bool:
        between = self._text[piece.closed : token.start]
        if "\n" in between or _STOP.search(between):
            return False
        inside = self._text[piece.start : piece.closed].rstrip(
            "\"'\u201d\u2019\u201c\u00bb\u00ab\u300d\u300f "
        )
        return not token.capital or not inside.endswith(".") or between.strip() != ""

    def _parted(self, token: Token, following: int) -> bool:
        """Whether a sentence ends between a word and what follows."""
        between = self._text[token.end : following]
        abbreviated = token.text in TITLES or len(token.raw) == 1
        return bool(_STOP.search(between)) and not (abbreviated and "\n" not in between)

    def _attributed(self, window: Sequence[Token]) -> tuple[bool, str | None]:
        if not window:
            return False, None
        according = self._according(window)
        if according is not None:
            return True, according
        for place, token in enumerate(window):
            if token.text in SPEECH:
                told, speaker = self._subject(window, place)
                if told:
                    return True, speaker
        return False, None

    def _according(self, window: Sequence[Token]) -> str | None:
        """Who is named right after "according to"."""
        texts = tuple(token.text for token in window)
        for phrase in ACCORDING:
            for place in range(len(texts) - len(phrase)):
                if texts[place : place + len(phrase)] == phrase:
                    return self._named_after(window[place + len(phrase) : place + len(phrase) + 6])
        return None

    def _subject(self, window: Sequence[Token], verb: int) -> tuple[bool, str | None]:
        """Who is the subject of a verb of speech: the word before it, then the words after, then the clause before."""
        place = verb - 1
        while place >= 0 and window[place].text in _BETWEEN:
            place -= 1
        if place >= 0 and window[place].end in self._ends:
            return True, self._ends[window[place].end].name
        if place >= 0 and window[place].text in _PRONOUNS:
            return True, self._last_person(window[place].start)
        if place >= 0 and window[place].text in TITLES:
            return True, self._office(window[max(0, place - 3) : place + 1])
        if place < 0 or window[place].text in _INVERTING:
            after = self._named_after(window[verb + 1 : verb + 8])
            return after is not None, after
        return True, self._described(window[:verb])

    def _described(self, clause: Sequence[Token]) -> str | None:
        """The name before a relative clause or apposition: "X, who leads the party, said"."""
        named = [self._begins[token.start] for token in clause if token.start in self._begins]
        return named[-1].name if named and self._text[named[-1].end : named[-1].end + 1] == "," else None

    def _named_after(self, window: Sequence[Token]) -> str | None:
        """The name, pronoun or office right behind a verb of speech, past titles and demonyms."""
        for place, token in enumerate(window):
            if token.start in self._begins:
                return self._begins[token.start].name
            if token.text in _PRONOUNS:
                return self._last_person(token.start) if place == 0 else None
            if not (token.capital or token.text in TITLES or token.text in _ARTICLES):
                return None
            ends = place + 1 == len(window) or self._parted(token, window[place + 1].start)
            if ends and token.text in TITLES:
                return self._office(window[: place + 1])
        return None

    def _office(self, phrase: Sequence[Token]) -> str | None:
        """Who "the Belarusian leader" is: the last person named; "a spokesman" is nobody we know."""
        definite = any(token.text in _ARTICLES for token in phrase) or not phrase[-1].text.isascii()
        return self._last_person(phrase[0].start) if definite else None

    def _last_person(self, place: int) -> str | None:
        """The person named last before a place, quotations apart; None when the same sentence names another."""
        last: Mention | None = None
        for name in reversed(self._names[: bisect_left(self._name_starts, place)]):
            if name.kind != "person" or self._quoted(name.start):
                continue
            if last is None:
                last = name
            elif _parts_sentences(self._text[name.end : last.start]):
                break
            elif name.name != last.name:
                return None
        return last.name if last else None

    def _quoted(self, place: int) -> bool:
        number = bisect_left(self._pieces, place, key=lambda piece: piece.opened) - 1
        return number >= 0 and place < self._pieces[number].closed
