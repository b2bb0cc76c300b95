"""The words of counts in Portuguese and Italian (pipeline.facts.figure_words)."""

from typing import Final

from pipeline.facts.figure_words import Lexicon, forms, numbered, word_set
from pipeline.facts.figure_words_people import others

_PORTUGUESE: Final = Lexicon(
    numbers={
        **numbered("um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove vinte", range(1, 21)),
        "uma": 1, "duas": 2, "quatorze": 14, "dezasseis": 16, "dezassete": 17, "dezanove": 19,
        **numbered("trinta quarenta cinquenta sessenta setenta oitenta noventa cem duzentos trezentos quatrocentos quinhentos seiscentos", [30, 40, 50, 60, 70, 80, 90, 100, 200, 300, 400, 500, 600]),
        "cento": 100, "duzentas": 200, "trezentas": 300, "mil": 1000,
    },
    scales={"mil": 1e3, "milhão": 1e6, "milhões": 1e6, "bilhão": 1e9, "bilhões": 1e9, "trilhão": 1e12, "trilhões": 1e12, "mi": 1e6, "bi": 1e9, "dúzia": 12, "dezena": 10, "vintena": 20, "centena": 100, "milhar": 1000},
    nouns=forms({
        "dead": "mortos morto mortes morte óbitos óbito falecidos", "injured": "feridos ferido", "missing": "desaparecidos desaparecido", "arrested": "detenções prisões detidos",
        "percent": "por_cento", "points": "pontos", "USD": "dólares dólar", "EUR": "euros euro", "GBP": "libras", "RUB": "rublos", "BRL": "reais", "km": "quilômetros quilómetros km", "metres": "metros", "hectares": "hectares", "tonnes": "toneladas", "barrels": "barris",
        "missiles": "mísseis foguetes", "drones": "drones", "tanks": "tanques", "aircraft": "aviões aeronaves", "ships": "navios barcos", "homes": "casas", "buildings": "edifícios prédios", "vehicles": "veículos carros", "votes": "votos", "seats": "assentos", "jobs": "empregos", "cases": "casos", "countries": "países",
    }),
    people=others("pt") | forms({
        "people": "pessoas pessoa vítimas habitantes moradores", "troops": "soldados militares soldado", "civilians": "civis", "children": "crianças criança menores", "women": "mulheres mulher", "men": "homens homem", "police": "policiais policial polícias agentes",
        "migrants": "migrantes imigrantes", "refugees": "refugiados", "hostages": "reféns", "prisoners": "presos prisioneiros detentos", "protesters": "manifestantes", "fighters": "combatentes milicianos", "passengers": "passageiros", "students": "estudantes alunos", "patients": "pacientes", "workers": "trabalhadores mineiros funcionários operários", "journalists": "jornalistas", "suspects": "suspeitos",
    }),
    after=forms({
        "dead": "morreram morreu mortas faleceram morrido perderam vida assassinadas assassinados afogaram-se", "injured": "feridas hospitalizadas hospitalizados ferimentos", "missing": "desaparecidas desapareceram",
        "arrested": "detidas detidos presas", "evacuated": "retiradas retirados evacuadas evacuados", "rescued": "resgatadas resgatados salvas",
    }),
    beside=forms({"dead": "mortos", "injured": "feridos", "missing": "desaparecidos", "arrested": "presos"}),
    before=forms({
        "dead": "matou mataram matando morreram mata matam assassinou assassinaram", "injured": "feriu feriram ferindo fere", "arrested": "prendeu prenderam deteve detiveram prende detém",
        "rescued": "resgatou resgataram salvou salvaram", "evacuated": "evacuou evacuaram",
    }),
    tallies=word_set("número balanço saldo cifra total"), toll=frozenset(),
    qualifiers={
        ("pelo", "menos"): "at least", ("ao", "menos"): "at least", ("mais", "de"): "at least", ("no", "mínimo"): "at least", ("não", "menos", "de"): "at least", ("até",): "up to", ("menos", "de"): "up to", ("no", "máximo"): "up to", ("não", "mais", "de"): "up to",
        ("cerca", "de"): "about", ("quase",): "about", ("aproximadamente",): "about", ("perto", "de"): "about", ("em", "torno", "de"): "about", ("uns",): "about", ("umas",): "about", ("outras",): "more", ("outros",): "more",
    },
    between=word_set("a ou e"), leads=word_set("para em a de é são chegou atingiu"), fillers=word_set("outros outras de novos novas jovens maiores melhores piores principais últimos últimas primeiros primeiras próximos próximas grandes"),
    never=word_set("ano anos dia dias hora horas minuto minutos segundo segundos semana semanas mês meses vez vezes século noite noites do janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
    doubts=word_set("não pode podem poderia poderiam cujos cujas se nem"), auxiliaries=word_set("foram foi ficaram ficou estão está são seguem continuam continua permanecem tinham tiveram"), others=word_set("outros outras"), plural="s", adjectives=False,
    lives=word_set("vidas vida"), losing=word_set("ceifou custou tirou perderam perdeu"), rises=word_set("subiu sobe sobem subia aumentou aumenta passou passa elevou-se elevou chegou chega foi"),
)  # fmt: skip

_SMALL_IT: Final = numbered("uno due tre quattro cinque sei sette otto nove", range(1, 10))
_TENS_IT: Final = numbered(
    "venti trenta quaranta cinquanta sessanta settanta ottanta novanta", range(20, 100, 10)
)
_ITALIAN: Final = Lexicon(
    numbers={
        **{f"{ten[:-1] if unit in {'uno', 'otto'} else ten}{'tré' if unit == 'tre' else unit}": t + u for ten, t in _TENS_IT.items() for unit, u in _SMALL_IT.items()},
        **_SMALL_IT, **_TENS_IT,
        **numbered("dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove", range(10, 20)),
        "un": 1, "una": 1, "cento": 100, "duecento": 200, "trecento": 300, "quattrocento": 400, "cinquecento": 500, "mille": 1000, "duemila": 2000, "tremila": 3000,
    },
    scales={"mila": 1e3, "milione": 1e6, "milioni": 1e6, "mln": 1e6, "miliardo": 1e9, "miliardi": 1e9, "mld": 1e9, "decina": 10, "dozzina": 12, "quindicina": 15, "ventina": 20, "trentina": 30, "quarantina": 40, "cinquantina": 50, "centinaio": 100, "migliaio": 1000},
    nouns=forms({
        "dead": "morti morto decessi decesso vittime", "injured": "feriti ferito", "missing": "dispersi disperso", "arrested": "arresti fermi", "percent": "per_cento", "points": "punti",
        "USD": "dollari dollaro", "EUR": "euro", "GBP": "sterline", "RUB": "rubli", "CHF": "franchi", "km": "chilometri km", "metres": "metri", "hectares": "ettari", "tonnes": "tonnellate", "barrels": "barili",
        "missiles": "missili razzi", "drones": "droni", "aircraft": "aerei velivoli", "ships": "navi", "homes": "case abitazioni", "buildings": "edifici palazzi", "vehicles": "veicoli auto automobili", "votes": "voti", "seats": "seggi", "cases": "casi", "countries": "paesi",
    }),
    people=others("it") | forms({
        "people": "persone persona abitanti residenti", "troops": "soldati militari soldato", "civilians": "civili", "children": "bambini bambino bambina bambine minori", "women": "donne donna", "men": "uomini uomo", "police": "poliziotti poliziotto agenti carabinieri",
        "migrants": "migranti", "refugees": "rifugiati profughi", "hostages": "ostaggi", "prisoners": "detenuti prigionieri", "protesters": "manifestanti", "fighters": "combattenti miliziani", "passengers": "passeggeri", "students": "studenti alunni", "patients": "pazienti", "workers": "operai lavoratori minatori dipendenti", "journalists": "giornalisti",
    }),
    after=forms({
        "dead": "morte morti morirono vita uccise uccisi decedute deceduti annegate annegati", "injured": "ferite feriti ricoverate ricoverati", "missing": "disperse dispersi",
        "arrested": "arrestate arrestati fermate fermati", "evacuated": "evacuate evacuati sfollate", "rescued": "salvate salvati soccorse soccorsi",
    }),
    before=forms({
        "dead": "ucciso uccide uccidono uccidendo uccise uccisero morirono", "injured": "ferito ferendo ferisce ferì", "arrested": "arrestato arresta arrestano fermato", "rescued": "salvato soccorso tratto", "evacuated": "evacuato",
    }),
    tallies=word_set("bilancio numero conteggio totale"), toll=frozenset(),
    qualifiers={
        ("almeno",): "at least", ("più", "di"): "at least", ("oltre",): "at least", ("non", "meno", "di"): "at least", ("fino", "a"): "up to", ("meno", "di"): "up to", ("al", "massimo"): "up to", ("non", "più", "di"): "up to",
        ("circa",): "about", ("quasi",): "about", ("intorno", "a"): "about", ("altre",): "more", ("altri",): "more",
    },
    between=word_set("a o e"), leads=word_set("a di è ad raggiunto supera"), fillers=word_set("altri altre di giovani nuovi nuove"),
    never=word_set("anno anni giorno giorni ora ore minuto minuti secondi settimana settimane mese mesi volta volte secolo notte notti del gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
    doubts=word_set("non potrebbe potrebbero cui se rischiano né"), auxiliaries=word_set("sono è stati state stato rimaste rimasti rimasto risultano hanno ha furono erano restano"), others=word_set("altri altre"), adjectives=False,
    lives=word_set("vite vita"), losing=word_set("costato costata costò perso persero"), rises=word_set("salito saliti sale salgono salì passato passa cresciuto aggiornato aumentato arrivato arriva"),
)  # fmt: skip

SOUTH: Final = {"pt": _PORTUGUESE, "it": _ITALIAN}
