"""Words of bylines in many languages: labels before a name, joints between names, and names of newsrooms and agencies.

For the languages most of the web's news is in; furniture_words has those by which the lines of a text are told to be bylines.
"""

# ruff: noqa: SIM905 - word lists are read and edited as text

import re
from typing import Final

# That somebody wrote it, in words that are no noun of the language: in front of a name they say so by themselves.
_BY: Final = (
    r"(?:posted|published|opinion|analysis|story|words|text|interview|column|comment|commentary|reporting|report|reported|written|created|submitted|contributed|feature|exclusive|article|researched) by"
    r"|(?:(?:ein )?(?:beitrag|gastbeitrag|kommentar|artikel|interview|bericht|protokoll|text)) von|(?:geschrieben|verfasst) von|(?:écrit|rédigé) par|scritto da|napisane przez|kirjoittanut|ditulis oleh|viết bởi|نوشته شده توسط|נכתב על ידי|geschreven door|skrev(?:et|en) (?:av|af)|hazırlayan|írta"
    r"|napsala?|připravila?|napisała?|opracował[a]?|oprac\.|napisa(?:o|la)|piš[eu]|parengė|scris de|(?:escrito|redactado|publicado|reportagem|texto) por|un reportaje de|a cura di"
    r"|(?:testo|articolo|servizio) di|propos recueillis par|(?:un )?(?:reportage|article) de|thực hiện|bài(?:(?: và|,) ảnh)?|подготовил[аи]?|беседовал[аи]?|записал[аи]?"
    r"|підготува(?:в|ла)|розмовля(?:в|ла)|пише|γράφ(?:ει|ουν) (?:ο|η|οι)|بقلم|מאת|द्वारा|बाय|লিখেছেন|เขียนโดย|โดย"
)
# Nouns for who wrote, or for what; after them a colon tells that a name follows, but where only authors stand.
_WHO: Final = (
    r"auto(?:r|rs|re|ri|ři|rzy|rka|rky|rius|rė)|avtor(?:ica)?|auteur|forfatter|skribent|penulis|kirjoittaja|toimittaja|tekijä|szerzők?|tác giả|journalist|jurnalis|reporter|pewarta"
    r"|kontributor|muhabir|yazar|авторы?|автори|аутор|текст|корреспондент|кореспондент(?:ка)?|журналист(?:ка)?|του|της|των|ავტორი|հեղինակ|phóng viên|كتب(?:ت|ه|ها)?|[إا]عداد|تقرير|حوار"
    r"|مراسلة?|نوشته|نویسنده|گزارش(?:گر)?|خبرنگار|تحریر|مصنف|כתבה?|כתבת|लेखक|लेखिका|रिपोर्टर|रिपोर्ट|संवाददाता|प्रस्तुति|লেখক|প্রতিবেদক|เรื่อง|ผู้เขียน|ผู้สื่อข่าว|นักข่าว"
)
# With a colon only: they are surnames, too.
_NOUNS: Final = r"haber|yazan|röportaj|yazı|text[eo]?|tekst|testo|texte|story|words|interview|protokoll|bericht|laporan|reportage"
# Of both genders at once.
_BOTH: Final = (
    r"autor(?:in)?\s?[/:*_(-]\s?(?:in(?:nen)?|autor(?:in)?|[ae]s?|as|es)\)?|auteur[·./(]e?(?:[·./]s)?\)?"
)
_COLON: Final = r"\s*[:：]\s*"
LABEL: Final = re.compile(
    rf"\s*(?:(?:{_BOTH}|{_BY}|{_WHO})(?:{_COLON}|\s+)|(?:{_NOUNS}){_COLON})", re.IGNORECASE
)  # where only authors stand
SAID_BY: Final = re.compile(
    rf"\s*(?:(?:{_BY})(?:{_COLON}|\s+)|(?:{_BOTH}|{_WHO}|{_NOUNS}){_COLON})", re.IGNORECASE
)  # anywhere
# What before a name can only mean the author of the page; "author" may be that of a book it is about.
WROTE_THIS: Final = re.compile(rf"(?:{_BOTH}|{_BY})\s*[:：]?", re.IGNORECASE)
ALONE: Final = rf"{_BOTH}|{_BY}|(?:{_WHO}|{_NOUNS})\s*[:：]"  # that may be all of a line before the name

MAIL: Final = re.compile(r"<?[\w.+-]{1,64}@[\w.-]{1,200}>?")  # beside a name

# Between two names, each of two words or more; in one name they are of the surname.
JOINTS: Final = frozenset(
    "a e i ja و ir un eta dhe na agus és und et და և และ और एवं तथा व ও এবং اور மற்றும்".split()
)
# "And" of Arabic and Hebrew, which is joined to the next word, and the given names that begin with it.
JOINED: Final = {
    "و": "وليد وائل وسيم وفاء وسام وداد ورد وردة وعد وجدي وجيه وديع وصفي وفيق وهيب وهبة والي واصف وحيد وضاح ولاء ونيس يزن وصال وليم".split(),
    "ו": "ורד ורדה ויקטור ויקי ויויאן ולדימיר ולדיסלב ואדים ולרי ולריה ויולט וסילי ונסה ורוניקה".split(),
}

# A name with one of these words is nobody's.
NEWSROOM: Final = frozenset(
    (
        "redaktionen redaksjonen redactie redação redacció redacția redakcja redakcji redakce redakcia redakcija redakcije uredništvo szerkesztőség toimitus toimetus redaksi"
        " nachrichtenagentur nachrichtenagenturen agenturen agences agenzia agenzie agência agências agencja agentura agentúra ügynökség nyhetsbyrå nyhetsbyrån persbureau presse-agentur"
        " diario periódico noticias notícias jornal quotidiano quotidien giornale notizie gazeta gazetesi dziennik wiadomości noviny deník zprávy správy uutiset nyheter nyheder tidning"
        " tidningen dagblad krant nieuws hírek știri vijesti vesti lajme ajansı haberler haberleri merkezi servisi televizyonu bülteni berita ttxvn pv nhóm"
        " новости новостей новини агентства агенція служба пресс-служба прес-служба телеканал газета информ вести вісті сайт σύνταξη συντακτική ομάδα ειδήσεις πρακτορείο απε-μπε"
        " რედაქცია խմբագրություն وكالات وكالة ووكالات الوكالات التحرير تحرير فريق صحيفة جريدة قناة شبكة نت نيوز أخبار الأخبار مراسلون خبرگزاری تحریریه سرویس روزنامه اخبار"
        " ڈیسک نیوز ایجنسی نمائندہ خبر מערכת סוכנויות סוכנות חדשות דסק אתר डेस्क एजेंसी एजेंसियां न्यूज़ न्यूज समाचार ब्यूरो टीम पत्रिका खबर ডেস্ক নিজস্ব প্রতিবেদক প্রতিনিধি সংবাদদাতা"
        " নিউজ সংবাদ กองบรรณาธิการ ทีมข่าว สำนักข่าว ข่าว หนังสือพิมพ์ ทีมงาน ออนไลน์"
    ).split()
)
