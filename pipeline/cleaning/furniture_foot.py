"""What stands at the head or the foot of a text alone: menus, ways to reach the author, credits, and what opens the tail."""

import re

from pipeline.cleaning.furniture_phrase import bare
from pipeline.texts.text import AnyOf

_MAX = 300  # characters of a line
_ADDRESS = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,100}|(?<![\w@])@\w{2,30}|(?:\bhttps?://)?\b(?:www\.)?(?:facebook|instagram|linkedin|t|tiktok|twitter|x|youtube)\.(?:com|me)/\S{2,100}"
)
_LINK = re.compile(r"\b(?:https?://|www\.)\S{3,200}")  # alone it may be a source
_NOTE = re.compile(r"\s*(?:\[\d+\]|\d+[.)]|\^|\*)")
_PHONE = re.compile(r"\+?\(?\d[\d\s()/.-]{6,20}\d")
_WORD = re.compile(r"[^\W\d_]+")
_FEW = 3  # words beside an address: then the line is nothing else
_MANY = 40
_REACH = re.compile(
    r"\b(?:contact(?:ed|s)?|e-?mail(?:ed)?|follow(?:ed)?|reach(?:ed)?|tweets?|twitter|write|tips?|bluesky|mastodon|facebook|instagram|telegram"
    r"|folg\w+|kontakt\w*|schreib\w*|contact\w*|écri\w+|suiv\w+|contáct\w+|escrib\w+|sígu\w+|sigu\w+|contat\w+|escrev\w+|segui\w*|scriv\w+"
    r"|schrijf|volg|napisz|skriv|følg|följ|kirjoita|пиш\w+|напиш\w+|yazın|tulis|hubungi)\b",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\bcookies?\b|\bkakor\b|evästei|informasjonskapsler|ciastecz|\bкуки|çerez|クッキー|쿠키|عريف الارتباط|ملفات تعريف",
    re.IGNORECASE,
)
_COOKIE_STEMS = AnyOf((
    *("cookie", "kakor", "evästei", "informasjonskapsler", "ciastecz", "куки", "çerez", "クッキー", "쿠키"),
    *("عريف الارتباط", "ملفات تعريف"),
))  # fmt: skip
_CONSENT = re.compile(
    r"\b(?:accept|agree|consent|continue|experience|preferences|policy)|zustimm|akzepti|einwillig|nutzung|acept|consent|navega|experiencia|accett|acconsent|navigazione|akkoord|ervaring"
    r"|zgod|akcept|соглаша|прин[иі]ма|godkänn|accepter|godta|hyväksy|kabul|同意|동의|توافق",
    re.IGNORECASE,
)
_YOU = re.compile(
    r"\b(?:you|your|sie|ihre?\w?|vous|votre|vos|usted|tus?|sus?|você|seus?|tuo|tua|sua|uw|je|twoj\w*|państw\w*|вы|вам|ваш\w*|ви|du|dig|din|ditt|dine|sinun|siz\w*|あなた|当サイト|귀하)\b",
    re.IGNORECASE,
)
# What a page puts in place of a video or a post of another platform, until the reader agrees.
_EMBEDDED = re.compile(
    r"\b(?:external|third[- ]party|embedded) (?:content|media|platforms?|providers?|services?)|\bextern\w{1,3} (?:inhalt\w*|medien)|\bdritt(?:anbieter|plattform)\w*"
    r"|\bcontenus? (?:externes?|tiers|intégrés?|provenant)|\bcontenidos? (?:externos?|de terceros|incrustados?)|\bcontenut[oi] (?:estern[oi]|di terz[ei])"
    r"|\bconteúdos? (?:externos?|de terceiros|incorporados?)|\bexterne (?:inhoud|content|media)|\btreści (?:zewnętrzn|stron trzecich|osadzon)|\bвнешн\w{2,3} (?:контент|содержим|материал)"
    r"|\bзовнішн\w{2,3} (?:контент|вміст)|\bextern\w{0,2} innehåll|\bekstern\w{0,2} (?:indhold|innhold)|\bulkoi\w+ sisäl|\bharici içerik|\bexterní\w* obsah|\bkülső tartal"
    r"|\b(?:content|inhalte?n?|contenus?|contenidos?|contenut[oi]|conteúdos?|inhoud|treści|контент|innehåll|indhold|innhold) (?:from|by|von|de|du|di|da|van|z|от|från|fra) (?:bluesky|dailymotion|facebook|instagram|soundcloud|spotify|threads|tiktok|twitter|vimeo|x|youtube)\b"
    r"|外部コンテンツ|外部(?:内容|內容)|외부 콘텐츠|محتوى خارجي",
    re.IGNORECASE,
)
# One of these is in each; the fast thing to ask first, the faster the fewer they are.
_EMBED_STEMS = AnyOf((
    *("conten", "conteúd", "inhal", "inhoud", "indhold", "innhold", "innehåll", "treści", "контент"),
    *("extern", "third", "embedded", "dritt", "внешн", "зовн", "ulkoi", "harici", "küls", "外部", "외부", "خارجي"),
))  # fmt: skip
_SHOWN = re.compile(
    r"\b(?:agree|allow|consent|cookies?|display(?:ed)?|load(?:ed)?|show|privacy)\b|anzeigen|angezeigt|an dieser stelle|einverstanden|personenbezogen|geladen|\bladen\b|affich|autoris|données|acept|autoriz|mostrar|datos|dados|accett|visualizz"
    r"|weergeven|toestemming|tonen|wyświetl|zgod|показ|соглас|персональн|відобраз|згод|visa|samtyck|vise?s?\b|samtykke|näyt|hyväksy|göster|izin|zobraz|souhlas|megjelen|hozzájárul|表示|同意|显示|顯示|표시|동의|عرض|توافق",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"\b(?:i|ich|mir|je|j'|yo|io|eu|ik|ja|я|jag|jeg|minä|ben|én|já)\b|あなた|お客様|您|你|당신|귀하|موافقتك",
    re.IGNORECASE,
)
_EMBED_CHARS = 600
_QUOTED = re.compile('["“”„«»]')  # then others speak
_CONTRIBUTED = re.compile(
    r".{3,200}\bcontributed (?:to this (?:article|piece|report|story)|reporting)\b.{0,60}|.{0,80}\breporting (?:was )?contributed by\b.{3,150}"
    r"|(?:mitarbeit|mit material von|avec (?:l'|les )?agences?|con información de|com informações de|con agenzie|met medewerking van|z udziałem) ?:?.{0,80}",
    re.IGNORECASE,
)
_CODES = re.compile(
    r"\([A-Za-zА-я]{2,8}(?:\s?[/,-]\s?[A-Za-zА-я]{2,8}){0,4}\)|[a-z]{2,5}(?:/[a-zA-Z]{2,8}){1,4}"
)
_PARTING = "|·•»>"
_PARTS = re.compile(rf"\s*[{_PARTING}]\s*")
_MENU_PARTS, _MENU_WORDS = 4, 3
_COUNT = re.compile(r"\s*\(?\d{0,5}\)?\s*:?\s*$")
# Headings of what follows an article; matched as whole lines.
_TAILS = """
about the author, about the authors, about the writer, about our reporter, author bio, notes to editors, note to editors, media contact, media contacts, press contact, press contacts, media enquiries, for media enquiries, comments, reader comments, leave a reply, leave a comment, view comments, what do you think
über den autor, über die autorin, über die autoren, zum autor, zur autorin, pressekontakt, kontakt für medien, kommentare, leserkommentare, diskutieren sie mit
à propos de l'auteur, à propos de l'autrice, sur l'auteur, l'auteur, contact presse, contacts presse, commentaires, vos commentaires, vos réactions
sobre el autor, sobre la autora, acerca del autor, contacto de prensa, comentarios, deja una respuesta, sobre o autor, sobre a autora, comentários, deixe um comentário
sull'autore, informazioni sull'autore, l'autore, contatto stampa, commenti, lascia un commento, over de auteur, reacties, plaats een reactie, o autorze, o autorce, komentarze, dodaj komentarz
об авторе, контакты для сми, комментарии, про автора, коментарі, за автора, коментари, yazar hakkında, yorumlar, yorum yaz
om författaren, om skribenten, kommentarer, om forfatteren, om skribenten, tietoa kirjoittajasta, kirjoittajasta, kommentit
σχετικά με τον συντάκτη, σχόλια, عن الكاتب, نبذة عن الكاتب, التعليقات, تعليقات, درباره نویسنده, نظرات, نظرات کاربران, על הכותב, על הכותבת, אודות הכותב, תגובות
关于作者, 作者简介, 網友評論, 网友评论, 關於作者, 著者紹介, 筆者紹介, 執筆者プロフィール, 기자 소개, 필자 소개, लेखक के बारे में, टिप्पणियां, เกี่ยวกับผู้เขียน, ความคิดเห็น
về tác giả, tentang penulis, despre autor, comentarii, o autorovi, o autorce, komentáře, a szerzőről, hozzászólások, o autoru, komentari
tags, etiquetas, schlagwörter, schlagworte, mots-clés, taggar, emneord, tagi, etiketler, теги, метки, тэги, тагове, ετικέτες, الوسوم, תגיות, 标签, 關鍵字, タグ, 태그, टैग, แท็ก, từ khóa, štítky, címkék, oznake
"""


def _phrases(table: str) -> frozenset[str]:
    return frozenset(bare(phrase) for line in table.strip().split("\n") for phrase in line.split(","))


_HEADINGS = _phrases(_TAILS)


def opens_tail(line: str) -> bool:
    """Whether a line is a heading of what follows an article: its author, its comments, whom to ask."""
    return len(line) <= 60 and bare(_COUNT.sub("", line)) in _HEADINGS


def is_contact(line: str) -> bool:
    """How to reach somebody: an address alone, or one the reader is told to write to or to follow; a note is none."""
    if len(line) > _MAX or _NOTE.match(line):
        return False
    named = _ADDRESS.sub(" ", line) if "@" in line or "/" in line else line
    rest = _LINK.sub(" ", named)
    if rest == line and not _PHONE.search(line):
        return False
    words = len(_WORD.findall(_PHONE.sub(" ", rest)))
    if rest == line:
        return words <= _FEW
    return (
        0 < words <= _FEW or (words == 0 and named != line) or (words <= _MANY and bool(_REACH.search(rest)))
    )


def is_consent(line: str) -> bool:
    """Whether a reader is asked to agree to cookies; a report on them hardly speaks to the reader of agreeing."""
    return _COOKIE_STEMS.stands_in(line.casefold()) and bool(
        _COOKIES.search(line) and _CONSENT.search(line) and _YOU.search(line)
    )


def asks_to_embed(line: str) -> bool:
    """Whether a reader is asked to agree that something of another platform is shown, or told that it would be."""
    folded = line.casefold() if len(line) <= _EMBED_CHARS else ""
    return (
        _EMBED_STEMS.stands_in(folded)
        and not _QUOTED.search(line)
        and bool(_EMBEDDED.search(line) and _SHOWN.search(line))
        and bool(_YOU.search(line) or _ADDRESSED.search(line))
    )


def is_contribution(line: str) -> bool:
    """Who helped, or which agencies: "Jane Doe contributed to this report", "(XYZ/abc)"."""
    return len(line) <= _MAX and bool(_CONTRIBUTED.fullmatch(line) or _CODES.fullmatch(line.strip()))


def is_menu(line: str) -> bool:
    """Several short names in a row, parted by marks; results of matches have figures."""
    if len(line) > _MAX or sum(map(line.count, _PARTING)) < _MENU_PARTS - 1 or any(map(str.isdigit, line)):
        return False
    parts = [part for part in _PARTS.split(line) if part]
    return len(parts) >= _MENU_PARTS and all(len(part.split()) <= _MENU_WORDS for part in parts)


def is_rule(line: str) -> bool:
    """A line without a word: asterisks, number signs, dashes."""
    return not any(char.isalnum() for char in line)
