"""The words of counts in English, German, French and Spanish (pipeline.facts.figure_words)."""

from typing import Final

from pipeline.facts.figure_words import Lexicon, forms, numbered, word_set
from pipeline.facts.figure_words_people import others

_TENS_EN: Final = numbered("twenty thirty forty fifty sixty seventy eighty ninety", range(20, 100, 10))
_UNITS_EN: Final = numbered("one two three four five six seven eight nine", range(1, 10))
_TEENS_EN: Final = numbered(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", range(10, 20)
)

_ENGLISH: Final = Lexicon(
    numbers={**_UNITS_EN, **_TEENS_EN, **_TENS_EN},
    scales={"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "mln": 1e6, "bln": 1e9, "dozen": 12, "bn": 1e9, "mn": 1e6, "m": 1e6, "tn": 1e12, "k": 1e3},
    nouns=forms({
        "dead": "deaths fatalities death fatality",
        "injured": "injuries injury",
        "arrested": "arrests detentions",
        "casualties": "casualties",
        "percent": "percent pc",
        "points": "points",
        "USD": "dollars usd bucks", "EUR": "euros euro eur", "GBP": "pounds gbp sterling", "RUB": "rubles roubles rub", "UAH": "hryvnia hryvnias uah", "CHF": "chf", "JPY": "yen", "CNY": "yuan",
        "km": "km kilometers kilometres kilometer", "miles": "miles", "metres": "metres meters", "hectares": "hectares", "acres": "acres", "tonnes": "tonnes tons", "barrels": "barrels",
        "missiles": "missiles rockets", "drones": "drones uavs", "tanks": "tanks", "aircraft": "aircraft planes airplanes jets", "ships": "ships vessels", "homes": "homes houses", "buildings": "buildings", "vehicles": "vehicles cars", "votes": "votes", "seats": "seats", "jobs": "jobs", "cases": "cases", "countries": "countries",
    }),
    people=forms({
        "people": "people persons person others residents victims individuals", "troops": "troops soldiers servicemen servicewomen personnel marines soldier", "civilians": "civilians civilian",
        "children": "children boys girls kids child boy girl minors infants babies teenagers", "women": "women woman", "men": "men man", "police": "officers policemen officer policeman",
        "migrants": "migrants immigrants", "refugees": "refugees", "hostages": "hostages captives", "prisoners": "prisoners inmates detainees", "protesters": "protesters protestors demonstrators",
        "fighters": "fighters militants rebels gunmen insurgents", "passengers": "passengers", "students": "students pupils schoolchildren", "patients": "patients", "workers": "workers employees miners labourers laborers",
        "journalists": "journalists reporters", "suspects": "suspects",
    }),
    after=forms({"dead": "died dead perished drowned", "missing": "missing unaccounted", "injured": "hospitalised hospitalized injuries wounds"}),
    beside=forms({"dead": "killed slain murdered executed", "injured": "injured wounded hurt", "arrested": "arrested detained", "evacuated": "evacuated", "rescued": "rescued"}),
    before=forms({
        "dead": "killed killing kills kill claimed claiming claims murdered murdering slain", "injured": "injured injuring injures wounded wounding wounds hurting",
        "arrested": "arrested arresting arrest arrests detained detaining detain", "evacuated": "evacuated evacuating evacuate", "rescued": "rescued rescuing rescue",
    }),
    tallies=word_set("number toll tally count"),
    toll=word_set("toll"),
    qualifiers={
        ("at", "least"): "at least", ("more", "than"): "at least", ("over",): "at least", ("above",): "at least", ("no", "fewer", "than"): "at least", ("no", "less", "than"): "at least", ("not", "fewer", "than"): "at least", ("not", "less", "than"): "at least", ("no", "more", "than"): "up to", ("not", "more", "than"): "up to",
        ("up", "to"): "up to", ("as", "many", "as"): "up to", ("fewer", "than"): "up to", ("less", "than"): "up to", ("under",): "up to", ("at", "most"): "up to", ("a", "maximum", "of"): "up to",
        ("about",): "about", ("around",): "about", ("some",): "about", ("approximately",): "about", ("roughly",): "about", ("nearly",): "about", ("almost",): "about", ("close", "to"): "about", ("estimated",): "about",
        ("another",): "more", ("further",): "more", ("additional",): "more",
    },
    between=word_set("to or and"),
    leads=word_set("to at of is was reached hit hits exceeds exceeded passed topped tops surpassed stands now"),
    fillers=word_set("more other new young old elderly local foreign armed unarmed innocent confirmed civilian military security government percentage"),
    never=word_set(
        "year years day days hour hours minute minutes second seconds week weeks month months decade decades century centuries year's night nights o'clock am pm",
        "a.m p.m times time of th st nd rd weekend weekends twenties thirties forties fifties sixties seventies eighties nineties",
    ),
    doubts=word_set("could may might would should can not no never feared presumed believed whose threatened if will must fear"),

    auxiliaries=word_set("were was been being are is be got have had has remain remained"), others=word_set("more"),
    lives=word_set("lives life"),
    losing=word_set("claimed claiming claims took taking takes cost costing costs lost lose losing"),
    rises=word_set("rises rose risen rising climbed climbs climbing jumped jumps grew grown increased gone went soared surged stands stood reached passed hit topped exceeded"),
    plural="s",
)  # fmt: skip

_SMALL_DE: Final = numbered("ein zwei drei vier fünf sechs sieben acht neun", range(1, 10))
_TENS_DE: Final = numbered(
    "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", range(20, 100, 10)
)
_GERMAN: Final = Lexicon(
    numbers={
        **{word.replace("ß", "ss"): value for word, value in _TENS_DE.items()},
        **{
            f"{unit}und{ten}".replace("ß", "ss"): u + t for unit, u in _SMALL_DE.items() for ten, t in _TENS_DE.items()
        },
        **numbered("ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn", range(1, 20)),
        "eine": 1, "einen": 1, "zweier": 2, "hundert": 100, "tausend": 1000,
    },
    scales={"hundert": 1e2, "tausend": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6, "milliarde": 1e9, "milliarden": 1e9, "mrd": 1e9, "billionen": 1e12, "billion": 1e12, "dutzend": 12},
    nouns=forms({
        "dead": "tote toten toter todesopfer todesopfern todesfälle todesfällen getötete getöteten", "injured": "verletzte verletzten verletzter schwerverletzte schwerverletzten leichtverletzte verwundete verwundeten",
        "missing": "vermisste vermissten", "arrested": "festnahmen festgenommene verhaftungen", "percent": "prozent", "points": "prozentpunkte prozentpunkten",
        "USD": "dollar us-dollar", "EUR": "euro", "GBP": "pfund", "RUB": "rubel", "CHF": "franken", "UAH": "hrywnja",
        "km": "kilometer kilometern km", "metres": "meter metern", "hectares": "hektar", "tonnes": "tonnen", "barrels": "barrel",
        "missiles": "raketen", "drones": "drohnen", "tanks": "panzer", "aircraft": "flugzeuge kampfflugzeuge", "ships": "schiffe", "homes": "häuser wohnhäuser", "buildings": "gebäude", "vehicles": "fahrzeuge autos", "votes": "stimmen", "seats": "sitze", "jobs": "arbeitsplätze stellen", "cases": "fälle", "countries": "länder staaten",
    }),
    people=others("de") | forms({
        "people": "menschen personen person opfer mensch einwohner bewohner anwohner", "troops": "soldaten soldat soldatinnen", "civilians": "zivilisten", "children": "kinder kindern kind jungen mädchen jugendliche", "women": "frauen frau", "men": "männer mann",
        "police": "polizisten polizist beamte polizistinnen", "migrants": "migranten", "refugees": "flüchtlinge geflüchtete", "hostages": "geiseln", "prisoners": "gefangene häftlinge", "protesters": "demonstranten", "fighters": "kämpfer rebellen",
        "passengers": "passagiere insassen fahrgäste", "students": "schüler studenten", "workers": "arbeiter mitarbeiter", "journalists": "journalisten", "suspects": "verdächtige verdächtigen",
    }),
    after=forms({
        "dead": "getötet starben gestorben leben ertrunken umgekommen erschossen starb tot ermordet ertranken erlagen erlag", "injured": "verletzt verwundet verletzungen", "missing": "vermisst",
        "arrested": "festgenommen verhaftet fest", "evacuated": "evakuiert", "rescued": "gerettet",
    }),
    before=forms({"dead": "tötete töteten starben getötet tötet töten ertranken", "injured": "verletzte verletzten verletzt", "arrested": "verhaftete verhafteten", "rescued": "rettete retteten", "evacuated": "evakuierte evakuierten"}),
    rises=word_set("stieg steigt gestiegen erhöht erhöhte angestiegen kletterte geklettert angewachsen liegt beträgt"),
    tallies=word_set("zahl anzahl opferzahl totenzahl bilanz"), toll=word_set("opferzahl totenzahl"),
    qualifiers={
        ("mindestens",): "at least", ("mehr", "als"): "at least", ("über",): "at least", ("wenigstens",): "at least", ("bis", "zu"): "up to", ("höchstens",): "up to", ("weniger", "als"): "up to", ("nicht", "weniger", "als"): "at least", ("nicht", "mehr", "als"): "up to",
        ("etwa",): "about", ("rund",): "about", ("ungefähr",): "about", ("knapp",): "about", ("circa",): "about", ("ca",): "about", ("fast",): "about", ("gut",): "about",
        ("weitere",): "more", ("weiteren",): "more",
    },
    between=word_set("bis oder und"),
    leads=word_set("auf bei von erreicht"), fillers=word_set("weitere weiteren andere anderen der schwer leicht russische ukrainische"),
    never=word_set(
        "jahr jahre jahren jahres tag tage tagen stunde stunden minute minuten sekunden woche wochen monat monate monaten uhr mal jährige jähriger jährigen der des von jahrhundert",
        "januar februar märz april mai juni juli august september oktober november dezember",
    ),
    doubts=word_set("nicht kein keine könnten könnte dürften deren dessen falls wenn drohen"),
    auxiliaries=word_set("wurden sind werden waren wurde ist kamen erlitten"), others=word_set("weitere weiteren andere anderen"),
)  # fmt: skip

_FRENCH: Final = Lexicon(
    numbers={
        **numbered("deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize", range(2, 17)),
        "un": 1, "une": 1, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "mille": 1000,
    },
    scales={"cents": 1e2, "mille": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9, "milliers": 1e3, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "centaine": 100, "millier": 1000},
    nouns=forms({
        "dead": "morts mort décès tués", "injured": "blessés blessé", "missing": "disparus disparu", "arrested": "arrestations interpellations", "percent": "pour_cent", "points": "points",
        "USD": "dollars dollar", "EUR": "euros euro", "GBP": "livres", "RUB": "roubles", "UAH": "hryvnias", "km": "kilomètres km", "metres": "mètres", "hectares": "hectares", "tonnes": "tonnes", "barrels": "barils",
        "missiles": "missiles roquettes", "drones": "drones", "tanks": "chars", "aircraft": "avions", "ships": "navires", "homes": "maisons logements", "buildings": "bâtiments immeubles", "vehicles": "véhicules voitures", "votes": "voix", "seats": "sièges", "jobs": "emplois", "cases": "cas", "countries": "pays",
    }),
    people=others("fr") | forms({
        "people": "personnes personne victimes habitants riverains", "troops": "soldats militaires soldat", "civilians": "civils", "children": "enfants enfant mineurs", "women": "femmes femme", "men": "hommes homme", "police": "policiers policier gendarmes",
        "migrants": "migrants", "refugees": "réfugiés", "hostages": "otages", "prisoners": "prisonniers détenus", "protesters": "manifestants", "fighters": "combattants rebelles", "passengers": "passagers", "students": "élèves étudiants", "workers": "ouvriers salariés employés", "journalists": "journalistes",
    }),
    after=forms({
        "dead": "tués tuées mortes morts décédés décédées péri vie tuée noyées noyés abattus", "injured": "blessés blessées hospitalisées hospitalisés blessée", "missing": "disparues disparus portées",
        "arrested": "arrêtées arrêtés interpellées interpellés", "evacuated": "évacuées évacués", "rescued": "secourues secourus sauvées",
    }),
    before=forms({"dead": "tué tuant tue tuent tuer", "injured": "blessé blessant", "arrested": "arrêté interpellé", "rescued": "secouru sauvé", "evacuated": "évacué"}),
    rises=word_set("passé monté grimpé alourdi élevé atteint s'élève s'établit passe grimpe monte"),
    tallies=word_set("nombre bilan"), toll=word_set("bilan"),
    qualifiers={
        ("au", "moins"): "at least", ("plus", "de"): "at least", ("plus", "d'une"): "at least", ("jusqu'à",): "up to", ("moins", "de"): "up to", ("pas", "moins", "de"): "at least", ("pas", "plus", "de"): "up to", ("au", "plus"): "up to", ("environ",): "about", ("quelque",): "about", ("près", "de"): "about", ("près", "d'une"): "about", ("presque",): "about",
    },
    between=word_set("à ou et"), leads=word_set("à est de"), fillers=word_set("autres nouveaux nouvelles de d' jeunes derniers dernières premiers premières prochains prochaines grands grandes"),
    never=word_set("an ans année années jour jours heure heures minute minutes semaine semaines mois fois siècle nuits secondes des du janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    doubts=word_set("pas pourraient pourrait dont risquent ni si"), auxiliaries=word_set("ont sont étaient a est furent"), others=word_set("autres"), plural="s", adjectives=False,
    lives=word_set("vies vie"), losing=word_set("coûté coûte coûtant fauché"),
)  # fmt: skip

_SPANISH: Final = Lexicon(
    numbers={
        **numbered("uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco", range(1, 26)),
        "un": 1, "una": 1, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100, "ciento": 100, "mil": 1000,
    },
    scales={"mil": 1e3, "millón": 1e6, "millones": 1e6, "docena": 12, "decena": 10, "centenar": 100, "veintena": 20},
    nouns=forms({
        "dead": "muertos muerto muertes fallecidos fallecidas fallecido", "injured": "heridos herido lesionados", "missing": "desaparecidos desaparecido", "arrested": "detenidos detenciones arrestos detenido",
        "percent": "por_ciento", "points": "puntos", "USD": "dólares dólar", "EUR": "euros euro", "GBP": "libras", "RUB": "rublos", "km": "kilómetros km", "metres": "metros", "hectares": "hectáreas", "tonnes": "toneladas", "barrels": "barriles",
        "missiles": "misiles cohetes", "drones": "drones", "tanks": "tanques", "aircraft": "aviones", "ships": "buques barcos", "homes": "viviendas casas", "buildings": "edificios", "vehicles": "vehículos coches", "votes": "votos", "seats": "escaños", "jobs": "empleos", "cases": "casos", "countries": "países",
    }),
    people=others("es") | forms({
        "people": "personas persona víctimas habitantes vecinos residentes", "troops": "soldados militares soldado", "civilians": "civiles", "children": "niños niñas menores niño niña", "women": "mujeres mujer", "men": "hombres hombre", "police": "policías policía agentes",
        "migrants": "migrantes inmigrantes", "refugees": "refugiados", "hostages": "rehenes", "prisoners": "presos prisioneros reclusos", "protesters": "manifestantes", "fighters": "combatientes guerrilleros milicianos", "passengers": "pasajeros", "students": "estudiantes alumnos", "workers": "trabajadores mineros empleados", "journalists": "periodistas",
    }),
    after=forms({
        "dead": "murieron muertas muertos muerto fallecieron fallecido asesinadas asesinados vida perecieron mortales murió", "injured": "heridas heridos herida lesionadas lesionados hospitalizadas", "missing": "desaparecidas desaparecidos",
        "arrested": "detenidas detenidos arrestadas arrestados detenida", "evacuated": "evacuadas evacuados", "rescued": "rescatadas rescatados",
    }),
    before=forms({"dead": "murieron mueren mató matan mata matando fallecieron asesinó asesinaron matar", "injured": "hirió hiriendo hieren", "arrested": "detuvo detuvieron arrestó arrestaron detienen detener", "rescued": "rescataron rescató rescatar", "evacuated": "evacuaron evacuó evacuar"}),
    tallies=word_set("número cifra balance saldo"), toll=frozenset(),
    qualifiers={
        ("al", "menos"): "at least", ("por", "lo", "menos"): "at least", ("más", "de"): "at least", ("hasta",): "up to", ("menos", "de"): "up to", ("no", "menos", "de"): "at least", ("no", "más", "de"): "up to", ("unos",): "about", ("unas",): "about", ("cerca", "de"): "about", ("casi",): "about", ("alrededor", "de"): "about", ("aproximadamente",): "about",
        ("otras",): "more", ("otros",): "more",
    },
    between=word_set("a o y"), leads=word_set("a en de es"), fillers=word_set("otros otras de nuevos nuevas mayores mejores peores principales últimos últimas primeros primeras próximos próximas grandes"),
    never=word_set("año años día días hora horas minuto minutos semana semanas mes meses veces siglo segundos noches del enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    doubts=word_set("no podrían podría cuyos si"), auxiliaries=word_set("resultaron resultó han fueron están quedaron siguen ha"), others=word_set("más otros otras"), plural="s", adjectives=False,
    lives=word_set("vidas vida"), losing=word_set("cobró cobrado costó costado segó"),
    rises=word_set("subido sube suben subió aumentado aumentó ascendido ascendió asciende ascienden elevado elevó eleva pasado llegado llegó alcanzado"),
)  # fmt: skip

WEST: Final = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH}
