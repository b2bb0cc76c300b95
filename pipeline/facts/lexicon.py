"""Closed classes of words by which names and speakers are known: titles, bodies, sentence openers, verbs of speech.

All in comparable form (pipeline.texts.text). English, Russian, Ukrainian, German, French, Spanish, Portuguese, Italian; a set holds all of them, for
the forms of one language seldom mean anything else in another.
"""

from typing import Final


def _set(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


TITLES: Final = _set(
    "mr mrs ms miss mister dr prof professor doctor sir lord lady dame madam president premier minister chancellor king queen prince",
    "princess pope emperor sultan emir sheikh senator governor general colonel lieutenant major captain sergeant admiral marshal corporal",
    "secretary chairman chairwoman chairperson speaker judge justice representative congressman congresswoman ambassador",
    "mayor commissioner commander inspector constable detective officer superintendent bishop archbishop cardinal rabbi imam reverend father",
    "gov sen rep gen col lt sgt capt rev hon const det counsel director chief leader spokesman spokeswoman spokesperson ceo attorney",
    "elect designate emeritus",  # behind another: president-elect
    "президент президента президенту президентом премьер министр министра глава господин госпожа генерал полковник майор",
    "капитан сенатор депутат губернатор мэр посол директор председатель король королева принц принцесса секретарь патриарх",
    "прем'єр міністр міністра голова пан пані генерал посол міський президентка прем'єрка міністерка очільник очільниця речник речниця",
    "herr frau präsident präsidentin kanzler kanzlerin bundeskanzler bundeskanzlerin ministerpräsident minister ministerin aussenminister",
    "aussenministerin verteidigungsminister innenminister könig königin sprecher sprecherin chef general bürgermeister",
    "monsieur madame m mme président présidente ministre premier roi reine général maire chancelier parole",
    "señor señora sr sra don doña presidente presidenta ministro ministra rey reina general alcalde alcaldesa canciller portavoz",
)

# What may stand before a title or between it and the name: "former", "of State".
MODIFIERS: Final = _set(
    "vice deputy former acting prime foreign defence defense interior finance special senior junior state affairs justice treasury health",
    "education homeland security energy labor labour commerce internal external economy trade transport staff intelligence of and the for",
)

BODIES: Final = _set(
    "ministry inc corp corporation ltd llc plc co company agency party bank university college institute council committee commission union",
    "association foundation court parliament senate congress department office bureau group organization organisation federation league club",
    "authority police army navy forces service services hospital airlines airways times post news society alliance fund museum trust exchange",
    "board centre center network command guard assembly treasury embassy coalition movement front administration school church house",
    "министерство агентство партия банк университет институт совет комитет комиссия союз ассоциация фонд суд парламент дума группа",
    "федерация лига клуб полиция армия служба компания корпорация міністерство партія університет рада комітет комісія спілка",
    "ministerium partei bundesbank universität bundesrat bundestag ausschuss gmbh ag verband polizei bundeswehr",
    "ministère agence parti banque université institut conseil comité parlement sénat fédération ligue police armée",
    "ministerio agencia partido banco universidad instituto consejo comité comisión parlamento senado federación liga policía ejército",
)

# Words that open a sentence and are no part of the name behind them.
OPENERS: Final = _set(
    "the a an this that these those there here it he she we you they i his her its our your their my who whom whose which what when where why",
    "how if while though although because since until unless as at by for from in into of off on onto out over to under up upon with within",
    "without about above across after against along amid among around before behind below beneath beside besides between beyond despite down",
    "during except following given inside like near outside past per regarding than through throughout toward towards via versus and but or nor",
    "so yet also again already always another any both each either every few many more most much neither never no none not now once one only",
    "other others own same several some such then two three four five six ten too very however meanwhile moreover nevertheless therefore",
    "thus instead indeed still later earlier today tomorrow yesterday tonight recently separately according asked speaking addressing citing",
    "quoting writing responding meeting visiting calling even just all is are was were be been do does did has have had can could will would",
    "should may might must shall let say says said ask tell former last next first second third early late mr mrs ms dr",
    "и а но в во на с со к ко о об от до из за по под над при про для без у не ни как что это этот эта эти тот та те там тут он она оно они мы вы",
    "я его её их наш ваш кто где когда если хотя потому также тоже ещё уже только после перед между однако между тем ранее позже сегодня вчера",
    "завтра по словам сейчас теперь тогда так все всё каждый другой один два три",
    "і й та але у в на з зі до від за по під над при про для без не ні як що це цей ця ці той там тут він вона воно вони ми ви я його її їх хто де",
    "коли якщо хоча також ще вже тільки після перед між однак раніше пізніше сьогодні вчора завтра за словами",
    "der die das ein eine einer eines einem einen dieser diese dieses er sie es wir ihr ich in im an am auf aus bei mit nach von vom zu zum zur",
    "über unter vor für gegen ohne um und oder aber auch nicht wie was wer wo wann wenn als dass doch noch nur schon so laut",
    "le la les l un une des du de d ce cet cette ces il elle ils elles on nous vous je en au aux à dans sur sous par pour avec sans chez vers",
    "et ou mais donc or ni car que qui quoi dont où quand si comme selon après avant depuis pendant hier",
    "el la los las un una unos unas este esta estos estas ese esa él ella ellos ellas nosotros yo en a al de del con sin por para sobre bajo",
    "entre hacia hasta desde pero que quien cuando donde si como según tras después antes ayer hoy",
    "o os um uma uns umas no nos nas ao aos à às pelo pela pelos pelas em com sem até após depois mas quem quando onde segundo hoje ontem ele ela eles elas este estes",
    "il lo gli uno dello degli delle allo alla agli alle nel nello nella nei nelle sul sulla senza per tra fra e ed ma che chi dove secondo dopo prima oggi ieri lui lei loro questo questa questi queste quello quella",
)

SPEECH: Final = _set(
    "said says say told tells added adds stated states noted notes stressed stresses warned warns claimed claims declared declares announced",
    "announces explained explains insisted insists argued argues wrote writes tweeted posted replied replies asked asks recalled recalls",
    "concluded concludes commented comments remarked acknowledged admitted admits emphasised emphasized suggested continued promised vowed instructed ordered urged joked testified responded observed quipped",
    "сказал сказала сказали заявил заявила заявили сообщил сообщила сообщили отметил отметила отметили подчеркнул подчеркнула добавил добавила",
    "говорит говорил рассказал рассказала пояснил пояснила ответил ответила написал написала считает утверждает напомнил напомнила предупредил",
    "сказав сказала заявив заявила повідомив повідомила зазначив зазначила наголосив наголосила додав додала розповів розповіла пояснив відповів",
    "підкреслив підкреслила написав написала вважає каже",
    "sagte sagt sagten erklärte erklärt betonte betont schrieb schreibt fügte ergänzte teilte warnte meinte forderte äusserte",
    "dit disait déclaré déclare affirmé affirme ajouté ajoute expliqué explique souligné souligne indiqué indique assuré assure estimé estime",
    "dijo dice declaró declara afirmó afirma añadió agregó explicó señaló indicó aseguró aseguro dicho declarado afirmado asegurado señalado subrayó advirtió escribió sostuvo",
)

# "according to X": what stands before the speaker.
ACCORDING: Final = (
    ("according", "to"), ("по", "словам"), ("по", "мнению"), ("за", "словами"), ("на", "думку"), ("selon",), ("d'après",), ("según",), ("laut",),
)  # fmt: skip

# Capitals that are no name of anyone.
GENERIC: Final = _set(
    "ceo cfo gdp dna tv pm am gmt utc est covid hiv aids pdf faq id ok vip dvd cd pc i i'm i've i'll i'd god bst cet north south east west northern southern eastern western top author photo"
)
# Small words inside names.
PARTICLES: Final = _set("de la van von bin al del da di du der den el ibn dos des ter ben abu le los las")
