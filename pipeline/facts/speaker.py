"""Who spoke a quotation: a name, pronoun or office beside a verb of speech; left open wherever the text leaves it open."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from pipeline.facts.lexicon import ACCORDING, OPENERS, SPEECH, TITLES
from pipeline.facts.mention import mentions
from pipeline.facts.quote_mark import Piece
from pipeline.records import Article, Mention
from pipeline.texts.capital import Token, tokenize

_BEFORE: Final = 25  # words looked at before a quotation, within its sentence
_AFTER: Final = 14

_STOP: Final = re.compile(r"[.!?\u2026;\n\u3002]")
_SENTENCE: Final = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\b[A-Z])[.!?](?:\s|$)")
_PRONOUNS: Final = frozenset(
    {"he", "she", "он", "она", "він", "вона", "er", "sie", "il", "elle", "él", "ella"}
)
# What a person named before is called next: the veteran politician, the 52-year-old, глава государства.
_ROLES: Final = frozenset({
    "politician", "lawmaker", "ruler", "autocrat", "statesman", "stateswoman", "pontiff", "monarch", "billionaire", "tycoon",
})  # fmt: skip
_OF_STATE: Final = frozenset(
    {"государства", "правительства", "республики", "ведомства", "держави", "уряду", "відомства"}
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


def _parts_sentences(between: str) -> bool:
    return "\n" in between or _SENTENCE.search(between) is not None


class Scene:
    """The text about the quotations: its words, and who is named where."""

    def __init__(self, article: Article, pieces: list[Piece]) -> None:
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

    def _runs_on(self, piece: Piece, token: Token) -> bool:
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
        if window[0].text == "so" and len(window) > 1 and window[1].start in self._begins:
            return True, self._begins[window[1].start].name  # „…“, so Keller
        for place, token in enumerate(window):
            if token.text in SPEECH or self._quoted_as(window, place):
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
        if place >= 0 and (window[place].text in TITLES | _ROLES or self._aged(window, place)):
            return True, self._office(window[max(0, place - 3) : place + 1])
        if place < 0 or window[place].text in _INVERTING:
            after = self._named_after(window[verb + 1 : verb + 8])
            return after is not None, after
        return True, self._described(window[:verb])

    def _quoted_as(self, window: Sequence[Token], verb: int) -> bool:
        """X was quoted as saying."""
        after = [token.text for token in window[verb : verb + 4]]
        return after in (["was", "quoted", "as", "saying"], ["is", "quoted", "as", "saying"])

    def _aged(self, window: Sequence[Token], place: int) -> bool:
        """The 52-year-old."""
        return [token.text for token in window[max(0, place - 1) : place + 1]] == ["year", "old"]

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
            of_state = place + 1 < len(window) and window[place + 1].text in _OF_STATE
            ends = place + 1 == len(window) or of_state or self._parted(token, window[place + 1].start)
            if ends and token.text in TITLES:
                return self._office(window[: place + 1])
        return None

    def _office(self, phrase: Sequence[Token]) -> str | None:
        """Who "the Portuguese leader" is: the last person named; "a spokesman" is nobody we know."""
        definite = any(token.text in _ARTICLES for token in phrase) or not phrase[-1].text.isascii()
        return self._last_person(phrase[0].start) if definite else None

    def _last_person(self, place: int) -> str | None:
        """The person named last before a place, quotations apart; None when the same sentence names another."""
        last: Mention | None = None
        for name in reversed(self._names[: bisect_left(self._name_starts, place)]):
            if self._quoted(name.start):
                continue
            if name.kind != "person":
                if last is None and self._may_be_person(name):
                    return None
                continue
            if last is None:
                last = name
            elif _parts_sentences(self._text[name.end : last.start]):
                break
            elif name.name != last.name:
                return None
        return last.name if last else None

    def _may_be_person(self, name: Mention) -> bool:
        """A full name of unknown kind that no preposition makes a place or a thing: "her rival X disagreed"."""
        before = bisect_left(self._starts, name.start) - 1
        return (
            name.kind == "name"
            and " " in name.name
            and (before < 0 or self._tokens[before].text not in OPENERS)
        )

    def _quoted(self, place: int) -> bool:
        number = bisect_left(self._pieces, place, key=lambda piece: piece.opened) - 1
        return number >= 0 and place < self._pieces[number].closed
