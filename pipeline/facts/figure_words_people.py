"""Who else is counted, by what they do or are: under the name that English has for several of them, so that languages agree."""

from typing import Final

from pipeline.facts.figure_words import forms

_WHO: Final = (
    "tourists", "hikers", "climbers", "firefighters", "rescuers", "doctors", "nurses", "worshippers", "teachers", "pilots", "sailors", "fishermen", "farmers", "drivers", "cyclists",
    "villagers", "neighbours", "relatives", "volunteers", "athletes", "teenagers", "pensioners", "aid workers", "diplomats", "activists",
)  # fmt: skip
_BY_LANGUAGE: Final = {
    "de": "touristen urlauber|wanderer|bergsteiger kletterer|feuerwehrleute feuerwehrmänner|retter rettungskräfte einsatzkräfte|ärzte|krankenschwestern pflegekräfte||lehrer lehrkräfte|piloten|matrosen seeleute"
    "|fischer|bauern landwirte|fahrer autofahrer|radfahrer|dorfbewohner|nachbarn|||sportler athleten|teenager|rentner|entwicklungshelfer|diplomaten|aktivisten",
    "fr": "touristes vacanciers|randonneurs|alpinistes|pompiers|sauveteurs secouristes|médecins|infirmières infirmiers|fidèles|enseignants professeurs|pilotes|marins|pêcheurs|agriculteurs paysans|conducteurs automobilistes"
    "|cyclistes|villageois|voisins|proches|bénévoles volontaires|athlètes|adolescents|retraités|humanitaires|diplomates|militants activistes",
    "es": "turistas|excursionistas senderistas|alpinistas montañeros|bomberos|rescatistas socorristas|médicos|enfermeras enfermeros|fieles feligreses|profesores maestros|pilotos|marineros|pescadores|agricultores campesinos|conductores"
    "|ciclistas|aldeanos||familiares|voluntarios|atletas|adolescentes|jubilados|cooperantes|diplomáticos|activistas",
    "pt": "turistas|trilheiros caminhantes|alpinistas montanhistas|bombeiros|socorristas|médicos|enfermeiras enfermeiros|fiéis|professores|pilotos|marinheiros|pescadores|agricultores camponeses|motoristas condutores"
    "|ciclistas|aldeões|vizinhos|parentes familiares|voluntários|atletas|adolescentes|aposentados reformados|humanitários|diplomatas|ativistas activistas",
    "it": "turisti|escursionisti|alpinisti scalatori|pompieri|soccorritori|medici|infermieri infermiere|fedeli|insegnanti professori|piloti|marinai|pescatori|agricoltori contadini|automobilisti conducenti|ciclisti|paesani|vicini"
    "|parenti familiari|volontari|atleti|adolescenti|pensionati|cooperanti|diplomatici|attivisti",
    "ru": "туристов туриста туристы|походников|альпинистов альпиниста альпинисты|пожарных пожарный пожарные|спасателей спасателя спасатели|врачей врача врачи медиков|медсестёр медсестер|верующих прихожан паломников|учителей учителя|пилотов пилота лётчиков летчиков"
    "|моряков моряка|рыбаков рыбака|фермеров|водителей водителя|велосипедистов|сельчан|соседей|родственников|волонтёров волонтеров добровольцев|спортсменов спортсмена|подростков подростка подростки|пенсионеров пенсионера|гуманитарщиков|дипломатов дипломата|активистов активиста",
    "uk": "туристів туриста туристи|мандрівників|альпіністів альпініста|пожежників вогнеборців|рятувальників рятувальника рятувальники|лікарів лікаря лікарі медиків|медсестер|вірян паломників|вчителів учителів|пілотів льотчиків|моряків|рибалок|фермерів|водіїв водія"
    "|велосипедистів|селян|сусідів|родичів|волонтерів добровольців|спортсменів|підлітків підлітка підлітки|пенсіонерів|гуманітарників|дипломатів|активістів",
}  # fmt: skip


def others(language: str) -> dict[str, str]:
    """By form whom it counts."""
    listed = _BY_LANGUAGE[language].split("|")
    return forms(dict(zip(_WHO, listed, strict=True)))
