"""The words by which a text takes a count back, denies it or only imagines it, by language; comparable form (pipeline.texts.text).

Closed classes: negations, adverbs of an earlier wording, verbs of denial, nouns of hearsay, conditionals, verbs of forecast.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from pipeline.facts.figure_words import word_set

Phrases = Mapping[str, frozenset[tuple[str, ...]]]  # by the first word, or by the last one


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsaidWords:
    """One language's."""

    instead: Phrases  # right before the number that is not meant, by the last word: 13, not 31
    earlier: Phrases  # of a wording that holds no longer
    own: Phrases = field(default_factory=dict)  # the same, where a correction is announced: the story said
    marks: frozenset[str] = frozenset()  # that announce one
    right: frozenset[str]  # from here on it is what holds: but, correct, in fact
    denies: frozenset[str]
    untrue: frozenset[str]
    reports: frozenset[str]  # hearsay: reports, claims
    that: frozenset[str]
    unreal: Phrases  # what follows in the clause is open, expected or not so: if, no evidence, predicts
    staged: frozenset[str]  # the sentence is about a game: simulation
    modal: frozenset[str]
    led: frozenset[str]  # between a modal and the number, beside what Lexicon says befell people
    parts: frozenset[str]  # another clause begins
    relatives: frozenset[str]
    unproven: Phrases = field(default_factory=dict)  # what is said of hearsay that nobody confirms
    apart: frozenset[str] = frozenset()  # between a denial and a number: it is of something else
    totals: frozenset[str]  # "the number is 13": of what was told just before


def phrases(*lines: str, last: bool = False) -> Phrases:
    """Of phrases parted by commas."""
    return _keyed((tuple(phrase.split()) for line in lines for phrase in line.split(",")), -1 if last else 0)


def _keyed(phrases: Iterable[tuple[str, ...]], place: int) -> Phrases:
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase in phrases:
        found.setdefault(phrase[place], set()).add(phrase)
    return {word: frozenset(group) for word, group in found.items()}


def said(adverbs: str, verbs: str, *lines: str) -> Phrases:
    """An adverb of another time or of error with a verb of telling, either first; and other phrases."""
    pairs = list(product(adverbs.split(), verbs.split()))
    others = [tuple(phrase.split()) for line in lines for phrase in line.split(",")]
    return _keyed([*pairs, *((verb, adverb) for adverb, verb in pairs), *others], 0)


_ENGLISH: Final = UnsaidWords(
    instead=phrases("not,instead of,rather than,opposed to,down from,up from,compared with,compared to", last=True),
    earlier=said(
        "previously initially originally incorrectly wrongly mistakenly erroneously inaccurately falsely", "said reported stated put listed gave given told announced believed thought counted claimed wrote written saying stating",
        "first version,misstated,misreported",
        *(f"{time} {text}" for time in ("earlier", "previous", "original") for text in ("version", "versions", "headline", "statement", "report", "reports", "article", "story", "toll of", "count of", "figure of")),
    ),
    own=phrases("article said,story said,report said,headline said,post said,item said,article stated,story stated,report stated,headline stated,we said,we reported,we wrote,it said,article gave,story gave,report gave"),
    marks=word_set("correction corrections corrected corrects clarification amended"),
    right=word_set("but instead rather actually correct corrected however now fact should"),
    denies=word_set("denied denies deny denying denial denials refuted refutes refute refuting rejected rejects reject rejecting dismissed dismisses dismiss dismissing disputed disputes dispute disputing debunked debunks debunking disproved rebutted rebuts retracted retracts retracting withdrew withdraws"),
    untrue=word_set("false untrue fake baseless unfounded fabricated hoax unconfirmed unverified bogus wrong incorrect inaccurate mistaken"),
    unproven=phrases("not be verified,not be confirmed,not be independently,not been verified,not been confirmed,not been independently,yet to be confirmed,not confirmed,not verified"),
    reports=word_set("report reports claim claims rumour rumours rumor rumors allegation allegations suggestion suggestions accusation accusations assertion assertions statement statements posts news media"),
    that=word_set("that"),
    unreal=phrases(
        "if,whether,unless,no evidence,no proof,no confirmation,no indication,no sign,not true,not confirm,not confirmed,not verify,not the case,contrary to,cannot confirm,without evidence,rumour that,rumours that,rumor that,rumors that,rumours of,rumors of",
        "predict,predicts,predicted,predicting,forecast,forecasts,forecasting,projects,projected,projecting,anticipate,anticipates,expect,expects,expected,expecting,fear that,fears that,feared that,fears of,fear of,feared to,risk of,risks of,threat of,threatened,threatens",
        "assume,assumes,assumed,assuming,imagine,imagines,suppose,supposing,aimed to,wanted to,planned to,plotted to,plan to,plans to,plot to,prevented,averted,avoided",
    ),
    staged=word_set("simulation simulations simulated simulates simulate simulating hypothetical fictional fictitious imaginary scenario scenarios mock"),
    modal=word_set("could would might may can should will must likely possibly potentially allegedly"),
    led=word_set("rise climb reach exceed top hit go grow leave cause see mean result in lead to as high many be have been up also still yet even eventually easily the a of total number at"),
    parts=word_set("after when since because while although though before where during following"),
    relatives=word_set("who which whose whom"), apart=word_set("for accused convicted charged bail charges custody parole asylum responsibility wrongdoing"), totals=word_set("number toll figure count total tally"),
)  # fmt: skip

_GERMAN: Final = UnsaidWords(
    instead=phrases("nicht,nicht die,statt,statt der,anstatt,anstelle von,zuvor", last=True),
    earlier=said(
        "irrtümlich irrtümlicherweise fälschlich fälschlicherweise zunächst zuvor ursprünglich anfangs früher", "von gemeldet gemeldeten berichtet geschrieben geheissen hiess angegeben mitgeteilt genannt",
        "zunächst war von,zunächst hiess es,zuvor war von,zuvor hiess es,früheren version,früheren fassung,frühere version,frühere fassung,ursprünglichen version,ursprünglichen fassung,ersten version,ersten fassung,vorherigen version,frühere berichte,früheren berichten",
    ),
    right=word_set("aber sondern tatsächlich richtig korrekt jedoch wirklichkeit nun"),
    denies=word_set("bestritt bestreitet bestreiten bestritten dementierte dementiert dementierten dementieren widersprach widerspricht widersprachen leugnete leugnet leugnen verneinte verneint wies weist wiesen"),
    untrue=word_set("falsch unwahr falsche falschen gefälscht erfunden haltlos unbegründet falschmeldung unbestätigte unbestätigten"),
    reports=word_set("bericht berichte berichten meldung meldungen angaben behauptung behauptungen gerücht gerüchte gerüchten vorwürfe darstellung"),
    that=word_set("dass wonach"),
    unreal=phrases(
        "ob,falls,wenn,keine belege,keine beweise,keine hinweise,keine bestätigung,keinen beleg,keinen hinweis,nicht bestätigt,nicht bestätigen,gerüchte,gerüchten,gerücht",
        "prognostiziert,prognostizierte,prognostizieren,rechnet mit,rechnen mit,rechnete mit,befürchtet,befürchten,befürchtete,befürchteten,erwartet,erwarten,erwartete,warnt vor,warnte vor,warnten vor,droht,drohte,drohen",
    ),
    staged=word_set("simulation simulierte simuliert simulieren simulierten simulierter szenario szenarien planspiel fiktive fiktiven fiktiver fiktives hypothetischen"),
    modal=word_set("könnte könnten dürfte dürften würde würden kann können wohl möglicherweise womöglich angeblich mutmasslich sollte"),
    led=word_set("auf bis zu die der das zahl auch noch sogar am mehr als"),
    parts=word_set("nachdem als seit während obwohl weil bevor wobei sagte sagten teilte"),
    relatives=word_set("die der deren dessen welche"), apart=word_set("freilassung berufung antrag klage asylantrag"), totals=word_set("zahl opferzahl anzahl"),
)  # fmt: skip

_FRENCH: Final = UnsaidWords(
    instead=phrases("non,non pas,et pas,pas,au lieu de,plutôt que,contre", last=True),
    earlier=said(
        "initialement précédemment auparavant erronément", "annoncé annoncés annonçait indiqué indiquait rapporté rapportait affirmé affirmait fait écrit dit évoqué évoqués",
        "version antérieure,version précédente,première version,précédente version,version initiale,versions précédentes,précédent bilan,bilan précédent,indiqué par erreur,indiquait par erreur,affirmé par erreur,affirmait par erreur,annoncé par erreur,écrit par erreur,rapporté par erreur,mentionnait par erreur",
        "indiqué à tort,indiquait à tort,affirmé à tort,affirmait à tort,annoncé à tort,rapporté à tort,écrit à tort,d'abord annoncé,d'abord indiqué",
    ),
    right=word_set("mais réalité correct exact finalement cependant"),
    denies=word_set("démenti dément démentent démenties démentis démentait démentir nie nié nient niait nier rejeté rejette rejettent rejetait réfuté réfute réfutent réfutait contesté conteste contestent contestait"),
    untrue=word_set("faux fausse fausses infondé infondée infondées mensonger mensongères inexact inexactes"),
    reports=word_set("information informations rumeur rumeurs allégations affirmation affirmations accusations rapports déclarations"),
    that=word_set("que qu'au qu'une qu'un selon"),
    unreal=phrases(
        "si,aucune preuve,aucun élément,aucune confirmation,pas confirmé,rumeur,rumeurs",
        "prévoit,prévoient,prévoyait,redoute,redoutent,redoutait,craint,craignent,craignait,risque de,risquait de,menace de,menaçait de,éviter,évité",
    ),
    staged=word_set("simulation simulations simulé simulée simulait simule scénario scénarios fictif fictive imaginaire"),
    modal=word_set("pourrait pourraient pu peut peuvent risque risquent prétendument"),
    led=word_set("faire fait causer monter atteindre dépasser franchir s'élever jusqu'à à de d' plus le la les nombre être encore même"),
    parts=word_set("après quand lorsque depuis pendant tandis alors avant"),
    relatives=word_set("qui dont lequel laquelle"), apart=word_set("appel demande libération"), totals=word_set("nombre bilan chiffre total"),
)  # fmt: skip

_SPANISH: Final = UnsaidWords(
    instead=phrases("no,y no a,no a,en lugar de,en vez de", last=True),
    earlier=said(
        "inicialmente previamente anteriormente erróneamente equivocadamente originalmente", "informó informado informaba dijo decía dicho indicó indicaba indicado afirmó afirmaba señalaba reportó reportado reportados anunciado anunció cifrado",
        "versión anterior,versión previa,primera versión,versión original,versión inicial,balance anterior,balance previo,decía por error,informó por error,indicó por error,indicaba por error,afirmaba por error,señalaba por error,cifra anterior",
    ),
    right=word_set("pero sino realidad correcto correcta efectivamente finalmente"),
    denies=word_set("negó niega negaron niegan negar negado negaba desmintió desmiente desmintieron desmienten desmentido desmentir rechazó rechaza rechazaron rechazan refutó refuta refutaron descartó descarta"),
    untrue=word_set("falso falsa falsos falsas bulo bulos infundado infundados infundadas mentira"),
    reports=word_set("informe informes información informaciones rumor rumores acusaciones versiones denuncias afirmaciones reportes noticia noticias"),
    that=word_set("que"),
    unreal=phrases(
        "si,no hay pruebas,no hay evidencia,no hay evidencias,sin pruebas,no hay confirmación,no es cierto,rumor,rumores",
        "prevé,prevén,preveía,pronostica,pronostican,teme,temen,temía,riesgo de,amenaza de,amenazó con,evitar,evitó,espera,esperan",
    ),
    staged=word_set("simulacro simulacros simulación simulado simulada simuló escenario escenarios ficticio ficticia imaginario"),
    modal=word_set("podría podrían podía podían pudo puede pueden supuestamente presuntamente"),
    led=word_set("haber dejar causar provocar matar llegar subir alcanzar superar rebasar sobrepasar a hasta los las el número de ser más incluso"),
    parts=word_set("después cuando desde mientras aunque tras porque antes donde"),
    relatives=word_set("quien quienes cuyo cuyos cual"), apart=word_set("fianza recurso apelación libertad"), totals=word_set("número cifra total balance"),
)  # fmt: skip

_RUSSIAN: Final = UnsaidWords(
    instead=phrases("не,а не о,вместо", last=True),
    earlier=said(
        "ранее первоначально изначально ошибочно", "сообщалось сообщали сообщил сообщила сообщило говорилось указывалось указано утверждалось было",
        "предыдущей версии,ранней версии,прежней версии,первой версии,первоначальной версии,предыдущим данным,прежним данным",
    ),
    right=word_set("но однако деле верно правильно теперь"),
    denies=word_set("опроверг опровергла опровергли опровергло опровергает опровергают опровергнул отрицает отрицают отрицал отрицала отрицали отверг отвергла отвергли отвергло отвергает опровергнуты опровергнута опровергнуто"),
    untrue=word_set("ложь ложные ложными ложной ложна фейк фейком фейковые неправда недостоверны недостоверна соответствует соответствуют"),
    reports=word_set("сообщение сообщения сообщений информация информацию информации слух слухи данные утверждения утверждение заявления заявление обвинения новость"),
    that=word_set("что будто о об"),
    unreal=phrases(
        "если,якобы,слухи,слухам,слухов,нет доказательств,нет подтверждений,нет подтверждения,не подтвердили,не подтвердил,не подтвердила,не подтверждает",
        "прогнозирует,прогнозируют,опасаются,опасается,ожидает,ожидают,угрожал,угрожали,грозил,чтобы",
    ),
    staged=word_set("симуляция симуляции сценарий сценарию вымышленный вымышленной гипотетический условный условного условных условные"),
    modal=word_set("мог могла могло могли может могут бы возможно предположительно"),
    led=word_set("до числа число погибших вырасти достичь"),
    parts=word_set("после когда пока хотя потому перед где"),
    relatives=word_set("который которая которые которого которых"), apart=word_set("жалобу апелляцию ходатайство иск"), totals=word_set("число количество"),
)  # fmt: skip

_UKRAINIAN: Final = UnsaidWords(
    instead=phrases("не,замість", last=True),
    earlier=said(
        "раніше спочатку початково помилково", "повідомлялося повідомлялось повідомляли повідомив повідомила йшлося вказувалося вказано зазначалося було",
        "попередній версії,ранній версії,першій версії,початковій версії",
    ),
    right=word_set("але однак насправді правильно тепер"),
    denies=word_set("спростував спростувала спростували спростувало спростовує спростовують заперечив заперечила заперечили заперечило заперечує заперечують відкинув відкинула відкинули спростовано"),
    untrue=word_set("неправда фейк фейком фейкові неправдиві неправдива брехня відповідає відповідають"),
    reports=word_set("повідомлення повідомлень інформація інформацію інформації чутки дані твердження заяви заяву звинувачення"),
    that=word_set("що ніби про"),
    unreal=phrases(
        "якщо,нібито,чутки,чутками,немає доказів,немає підтверджень,немає підтвердження,не підтвердили,не підтвердив,не підтвердила",
        "прогнозує,прогнозують,побоюються,побоюється,очікує,очікують,погрожував,погрожували,щоб,аби",
    ),
    staged=word_set("симуляція симуляції сценарій сценарієм вигаданий умовний умовного умовні"),
    modal=word_set("міг могла могло могли може можуть б би можливо ймовірно"),
    led=word_set("до число кількість загиблих зрости"),
    parts=word_set("після коли поки хоча бо перед де"),
    relatives=word_set("який яка які якого яких"), apart=word_set("скаргу апеляцію клопотання позов"), totals=word_set("кількість число"),
)  # fmt: skip

_ARABIC: Final = UnsaidWords(
    instead=phrases("وليس,ليس,لا,بدلا من,بدل", last=True),
    earlier=phrases("نسخة سابقة,النسخة السابقة,تقارير سابقة,حصيلة سابقة,ذكرت سابقا,أعلن سابقا,عن طريق الخطأ"),
    right=word_set("لكن ولكن الصحيح بل"),
    denies=word_set("نفى نفت ونفى ونفت ينفي تنفي نفي أنكر أنكرت فند فندت رفض رفضت كذب كذبت"),
    untrue=word_set("كاذبة كاذب صحيحة مفبركة"),
    reports=word_set("أنباء الأنباء تقارير التقارير شائعات الشائعات معلومات المعلومات مزاعم ادعاءات"),
    that=word_set("أن بأن عن"),
    unreal=phrases("إذا,لو,شائعات,شائعة,دليل على,تتوقع,يتوقع,يخشى,تخشى,مخاوف"),
    staged=word_set("محاكاة سيناريو افتراضي افتراضية وهمي"),
    modal=word_set("قد ربما يمكن يحتمل"), led=word_set("إلى يؤدي تؤدي يتسبب في"),
    parts=word_set("بعد عندما منذ بينما حين قبل وقال وقالت مؤكدا مضيفا"),
    relatives=word_set("الذي التي الذين"), totals=word_set("العدد الحصيلة"),
)  # fmt: skip

UNSAID: Final = {
    "en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH, "ru": _RUSSIAN, "uk": _UKRAINIAN, "ar": _ARABIC,
}  # fmt: skip
