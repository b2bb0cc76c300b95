"""The language of a text, as ISO 639-1: by its script, its small words, a model of byte n-grams, and words that tell neighbours apart.

The model is langid's (Lui and Baldwin 2012), by way of py3langid. Its answer is sought among the languages written in
the text's script only, and languages so near that it mistakes one for the other are told apart by what the page declares.
"""

import math
import re
import unicodedata
from array import array
from collections import Counter
from functools import cache, lru_cache

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from wordfreq import get_frequency_dict

from pipeline.texts import small_words
from pipeline.texts.language_tag import normal_tag

_SAMPLE = 300  # characters: no better with more
_MIN_LETTERS = 20  # names and numbers alone look like any language
_SURE = (
    0.4  # probability under which names in a headline gave odd answers (measured on headlines: see the tests)
)
_RARE_SURE = 0.95  # the same for languages with hardly any press, which short texts of others resemble
_WORD = re.compile(r"\w+")
# Scripts that tell the language by themselves.
_OF_SCRIPT = {
    "HANGUL": "ko", "THAI": "th", "LAO": "lo", "KHMER": "km", "MYANMAR": "my",
    "GEORGIAN": "ka", "ARMENIAN": "hy", "GREEK": "el", "TAMIL": "ta", "TELUGU": "te", "MALAYALAM": "ml", "KANNADA": "kn",
    "SINHALA": "si", "GUJARATI": "gu", "GURMUKHI": "pa", "ORIYA": "or", "TIBETAN": "bo", "THAANA": "dv", "ETHIOPIC": "am",
    "HEBREW": "he",
}  # fmt: skip
_IN_SCRIPT = {
    "CYRILLIC": "ba be bg kk ky mk mn ru sr tg tt uk uz",
    "ARABIC": "ar fa ku ps ug ur",
    "DEVANAGARI": "hi mr ne sa",
    "BENGALI": "as bn",
}
_RARE = frozenset("an ba br eo fo fy gd ht jv la lb ln mg oc qu rw sa se sn st tk vo wa".split())  # noqa: SIM905 - read as text
# Written forms of one language, more or less: here the page knows better than any model.
_TWINS = (frozenset({"id", "ms"}), frozenset({"bs", "hr", "sr"}), frozenset({"nn", "no"}))
# Neighbours of which a short text may be either: the page decides where the model is in doubt.
_NEIGHBOURS = (
    *_TWINS, frozenset({"da", "no", "sv"}), frozenset({"cs", "sk"}), frozenset({"es", "gl", "pt"}), frozenset({"ca", "es", "oc"}), frozenset({"af", "nl"}),
    frozenset({"be", "ru", "uk"}), frozenset({"bg", "mk"}), frozenset({"hi", "mr", "ne"}), frozenset({"az", "tk", "tr"}), frozenset({"kk", "ky", "tt"}),
)  # fmt: skip
_CERTAIN = 0.95
_OF_ONE_SCRIPT = (
    0.8  # share of the letters; below it names and quotations in another script may outnumber the text
)
_UNHEARD = 3e-7  # frequency of a word that a list lacks: about that of its last words
# Everyday words that one twin spells or says otherwise, for texts that declare nothing.
_OWN_WORDS = {
    "hr": r"europ\w*|glede|izvješć\w*|kazališt\w*|navečer|netko|nogomet\w*|općenito|povijest\w*|priopć\w*|sustav\w*|tijekom|tisuć\w*|tjed(?:an|na|nu)|tko|točk\w*|tvrtk\w*|uvjet\w*|vlak\w*|zrakoplov\w*"
    r"|siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenog|prosinca",
    "bs": r"bih|evrop\w*|fudbal\w*|hiljad\w*|historij\w*|ko|neko|saopć\w*|sedmic\w*|sistem\w*|tačk\w*|tokom|uslov\w*|voz\w*"
    r"|januara|februara|marta|aprila|maja|juna|jula|augusta|septembra|oktobra|novembra|decembra",
    "sr": r"čovek\w*|deo|dve|evrop\w*|fudbal\w*|gde|hiljad\w*|istorij\w*|ko|mesec\w*|mest[oua]|neko|opštin\w*|pre|posle|saopšt\w*|sistem\w*|takođe|tokom|ujutru|uslov\w*|uveče|uvek|voz\w*|vreme\w*"
    r"|januara|februara|marta|aprila|maja|juna|jula|avgusta|septembra|oktobra|novembra|decembra",
}  # fmt: skip


def identify(text: str, declared: str | None = None) -> str | None:
    """The language of a text; the declared one where the text does not tell; None where nobody does."""
    return _identified(text[:_SAMPLE], normal_tag(declared))


@lru_cache(maxsize=16)  # the verdict asks about a text as well
def _identified(sample: str, tag: str | None) -> str | None:
    letters = list(filter(str.isalpha, sample))
    script, count = _top_script(letters)
    if spoken := _by_script(letters, script if count > 0.5 * len(letters) else ""):
        return spoken
    if len(letters) < _MIN_LETTERS and _with_marks(sample) < _MIN_LETTERS:
        return tag
    written = script if count > _OF_ONE_SCRIPT * len(letters) else ""
    told = small_words.language_of(sample) if written in {"LATIN", "CYRILLIC"} else None
    return told or _by_model(sample, written, tag) or tag


def _with_marks(sample: str) -> int:
    """Letters and the marks on them: Indic vowels are marks."""
    return sum(unicodedata.category(char)[0] in "LM" for char in sample)


def _by_script(letters: list[str], script: str) -> str | None:
    """The language that the script alone tells."""
    if script in {"CJK", "HIRAGANA", "KATAKANA"}:
        scripts = [_script(char) for char in letters]
        kana = scripts.count("HIRAGANA") + scripts.count("KATAKANA")
        return "ja" if kana > 0.1 * (scripts.count("CJK") + kana) else "zh"
    return _OF_SCRIPT.get(script)


def _top_script(letters: list[str]) -> tuple[str, int]:
    """The script that most letters are of, kana and Han being one, and how many; nothing if there are next to none."""
    if len(letters) < 4:
        return "", 0
    if "".join(letters).isascii():
        return "LATIN", len(letters)
    counts = Counter(map(_script, letters))
    counts["CJK"] += counts.pop("HIRAGANA", 0) + counts.pop("KATAKANA", 0)
    return max(sorted(counts.items()), key=lambda item: item[1])


@cache
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0].partition("-")[0]


def _by_model(sample: str, script: str, declared: str | None) -> str | None:
    """The most probable language of a script, or the declared one where the two are near."""
    written = _languages(script)
    ranked = [(language, share) for language, share in _ranking(sample) if language in written]
    whole = sum(share for _, share in ranked)
    ranked = [
        (language, share / whole)
        for language, share in ranked
        if language not in _RARE or share >= _RARE_SURE * whole
    ]
    found, share = ranked[0]
    twins = next((group for group in _TWINS if found in group), frozenset({found}))
    if sum(share for language, share in ranked if language in twins) < _SURE:
        return None
    if declared and declared != found and _may_be(found, declared, share):
        return declared
    return found if declared in twins else _twin(sample.casefold(), found, twins)


def _may_be(found: str, declared: str, share: float) -> bool:
    near = _TWINS if share >= _CERTAIN else _NEIGHBOURS
    return any({found, declared} <= group for group in near)


def _twin(text: str, found: str, twins: frozenset[str]) -> str:
    """The twin whose own words a text has most of; the one found where that is a draw."""
    if found in {"id", "ms"}:
        return "id" if _likelier(text, "id", "ms") > 0 else "ms"
    counts = {
        language: len(_own_words(language).findall(text)) for language in sorted(twins & _OWN_WORDS.keys())
    }
    best = max(counts.values(), default=0)
    return found if counts.get(found, 0) == best else max(counts, key=lambda language: counts[language])


def _likelier(text: str, one: str, other: str) -> float:
    """How much likelier a text's words are in one language than in the other: the sum of bounded log ratios (naive Bayes)."""
    left, right = get_frequency_dict(one), get_frequency_dict(other)
    ratios = (math.log(left.get(word, _UNHEARD) / right.get(word, _UNHEARD)) for word in _WORD.findall(text))
    return math.fsum(max(-4.0, min(4.0, ratio)) for ratio in ratios)


@cache
def _own_words(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_OWN_WORDS[language]})\b")


@cache
def _languages(script: str) -> frozenset[str]:
    """The languages of the model that are written in a script: in the Latin one, those of no other; all where none is given."""
    if script in _IN_SCRIPT:
        return frozenset(_IN_SCRIPT[script].split())
    if script != "LATIN":
        return frozenset(_model().nb_classes)
    others = (
        {language for names in _IN_SCRIPT.values() for language in names.split()}
        | set(_OF_SCRIPT.values())
        | {"ja", "zh"}
    )
    return frozenset(_model().nb_classes) - (others - {"ku", "sr", "tk", "tt", "uz"})


@lru_cache(maxsize=16)  # a text is asked about with what its page declares, and without
def _ranking(sample: str) -> tuple[tuple[str, float], ...]:
    return tuple(_model().rank(sample))


@cache
def _model() -> LanguageIdentifier:
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    table, all_names = model.nb_ptc, model.nb_classes
    model.set_languages(sorted({name for name in all_names if len(name) == 2}))
    # What a text asks for lies far apart in these tables, so that reaching it is most of the time: a feature's row in one
    # place, as the numbers that are reckoned with, and the automaton's answers as numbers instead of references to them.
    # The rows are cut anew from the whole table: to turn the columns that the model keeps into rows takes five times as long.
    places = [place for place, name in enumerate(all_names) if len(name) == 2]
    model.nb_ptc = table.take(places, axis=1).astype(np.float32)
    model.tk_output = array("i", model.tk_output)
    return model
