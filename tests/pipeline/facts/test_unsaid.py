"""Counts that a text takes back, denies or only imagines are no tolls of it: measured on sentences, for and against."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from pipeline.alerts.novelty import own_counts
from pipeline.facts.figure import figures
from pipeline.facts.figure_words import TOLLS
from pipeline.facts.unsaid_words import UNSAID
from pipeline.records import Article
from pipeline.texts.text import comparable, words


def article(text: str, language: str) -> Article:
    return Article(
        article_id="a",
        uri="u",
        source="s",
        text=text,
        content_hash="h",
        seen_at=datetime(2024, 1, 1, tzinfo=UTC),
        language=language,
    )


def tolls(text: str, language: str = "en") -> list[tuple[str, float]]:
    found = figures(article(text, language))
    return [(figure.counted, figure.value) for figure in found if figure.counted in TOLLS]


# Made up; the rules were mended on it. Before there were any, precision was 0.44. Language, text, the tolls it tells itself.
MENDED: list[tuple[str, str, list[tuple[str, float]]]] = [
    # taken back
    ("en","Correction: Valdoria earthquake killed 13, not 31.",[("dead",13)]),
    ("en","Correction: An earlier version of this report said 31 people were killed in the earthquake. The number is 13, the ministry said.",[("dead",13)]),
    ("en","An earlier version of this article said 31 people were killed.",[]),
    ("en","A previous version of this story incorrectly stated that 40 workers had died in the fire.",[]),
    ("en","The earthquake killed 13 people, not 31 people, the ministry said.",[("dead",13)]),
    ("en","13, not 31, people were killed in the blast.",[("dead",13)]),
    ("en","The blast killed 13 people instead of 31 as the agency had reported.",[("dead",13)]),
    ("en","Thirteen people died rather than 31, the mayor said.",[("dead",13)]),
    ("en","Officials initially reported 31 dead, but the toll now stands at 13.",[("dead",13)]),
    ("en","The agency wrongly reported that 31 people had been killed.",[]),
    ("en","The ministry said 13 people were killed, lower than the 31 deaths previously reported.",[("dead",13)]),
    ("en","Thirty-one people were injured, an earlier version of this report said.",[]),
    ("en","Correction: The story said 31 people died; 13 people died.",[("dead",13)]),
    ("en","This article was amended on 4 May to say that 13 people, not 31, were killed.",[("dead",13)]),
    ("en","Five people were arrested, not six as previously reported.",[("arrested",5)]),
    ("en","Police mistakenly shot and killed 3 bystanders in the market.",[("dead",3)]),
    ("en","At least 13 people were killed in the quake, officials said, correcting an earlier statement.",[("dead",13)]),
    ("en","No fewer than 40 people were injured.",[("injured",40)]),
    ("en","Not only were 12 people killed, the bridge is closed too.",[("dead",12)]),
    # denied
    ("en","The interior minister denied reports that 500 people were killed in the earthquake. The toll stood at 12, he said.",[("dead",12)]),
    ("en","The army denied that 60 soldiers had been killed.",[]),
    ("en","A spokesman rejected claims that at least 20 prisoners had died.",[]),
    ("en","The governor dismissed as false reports that 45 people were missing.",[]),
    ("en","Reports that 500 people were killed are false, the governor said.",[]),
    ("en","There is no evidence that 30 people were killed, the UN said.",[]),
    ("en","Rumours that 80 people had drowned spread quickly.",[]),
    ("en","The ministry refuted the claim that 25 workers died, saying three people were injured.",[("injured",3)]),
    ("en","The company denied wrongdoing after 12 people were killed in the fire.",[("dead",12)]),
    ("en","A judge denied bail for a man accused of killing 12 people.",[("dead",12)]),
    ("en","He denied the charges and said 12 people had died before he came.",[("dead",12)]),
    ("en","The army did not kill 12 people, the court found.",[]),
    ("en","Forty people were not killed in the raid, the army said.",[]),
    ("en","The group claimed that it killed 90 soldiers, a claim the army denied.",[]),
    ("en","The strike killed 12 people, police said, dismissing reports of a second gunman.",[("dead",12)]),
    ("en","It is not true that 19 people were injured.",[]),
    ("en","Officials could not confirm that 14 people had been killed.",[]),
    ("en","The president rejected calls to resign after the crash killed 16 people.",[("dead",16)]),
    ("en","Witnesses rejected the official account. At least 15 people were killed, they said.",[("dead",15)]),
    # imagined
    ("en","The attack could have killed 500 people.",[]),
    ("en","A stronger quake would kill 3,000 people, the study says.",[]),
    ("en","If 500 people were killed, the mayor would have to resign.",[]),
    ("en","The death toll could rise to 500.",[]),
    ("en","The toll is expected to reach 200.",[]),
    ("en","Scientists predict 900 deaths in the coming heat wave.",[]),
    ("en","In the simulation, 200 people were killed and 900 injured.",[]),
    ("en","The drill simulated a crash in which 30 people were injured.",[]),
    ("en","It was unclear whether 12 people had died.",[]),
    ("en","The storm, which could return, killed 12 people.",[("dead",12)]),
    ("en","Twelve soldiers were killed in a training exercise.",[("dead",12)]),
    ("en","If it rains the search will stop; 12 people have died so far.",[("dead",12)]),
    ("en","The plot to kill 40 people was foiled.",[]),
    ("en","Experts fear that 300 people have died.",[]),
    ("en","The bomb, which police say might be home-made, killed 7 people.",[("dead",7)]),
    # German
    ("de","In einer früheren Version hieß es, 31 Menschen seien getötet worden.",[]),
    ("de","Bei dem Unglück starben 13 Menschen, nicht 31.",[("dead",13)]),
    ("de","Bei dem Beben wurden 13 Menschen statt 31 Menschen getötet.",[("dead",13)]),
    ("de","Der Minister bestritt, dass 500 Menschen getötet wurden.",[]),
    ("de","Die Polizei dementierte Berichte, wonach 40 Menschen verletzt wurden.",[]),
    ("de","Zunächst war von 31 Toten die Rede, tatsächlich starben 13 Menschen.",[("dead",13)]),
    ("de","Der Minister wies Berichte über 500 Tote zurück.",[]),
    ("de","In der Simulation starben 200 Menschen.",[]),
    ("de","Bei dem Angriff könnten 500 Menschen getötet werden.",[]),
    ("de","Nicht weniger als 40 Menschen wurden verletzt.",[("injured",40)]),
    ("de","Der Minister bestritt die Vorwürfe, nachdem 12 Menschen getötet wurden.",[("dead",12)]),
    ("de","Die Polizei teilte mit, dass 12 Menschen getötet wurden.",[("dead",12)]),
    # French
    ("fr","Une version antérieure de cet article indiquait que 31 personnes avaient été tuées.",[]),
    ("fr","Le séisme a tué 13 personnes, et non 31.",[("dead",13)]),
    ("fr","Le ministre a démenti que 500 personnes aient été tuées.",[]),
    ("fr","Le séisme a fait 13 morts, et non 31 morts.",[("dead",13)]),
    ("fr","La police a démenti les informations selon lesquelles 40 personnes ont été blessées.",[]),
    ("fr","L'attaque pourrait faire 500 morts.",[]),
    ("fr","Un précédent bilan faisait état de 31 morts.",[]),
    ("fr","Selon la police, au moins 12 personnes ont été tuées.",[("dead",12)]),
    ("fr","Aucune preuve que 30 personnes ont été tuées, selon l'ONU.",[]),
    ("fr","Le ministre a démenti avoir démissionné après que 12 personnes ont été tuées.",[("dead",12)]),
    # Spanish
    ("es","Una versión anterior de este artículo decía que 31 personas murieron.",[]),
    ("es","El terremoto mató a 13 personas, no a 31 personas.",[("dead",13)]),
    ("es","El ministro negó que 500 personas murieron en el terremoto.",[]),
    ("es","El terremoto dejó 13 muertos y no 31 muertos.",[("dead",13)]),
    ("es","La policía desmintió los rumores de 40 muertos.",[]),
    ("es","El ataque podría dejar 500 muertos.",[]),
    ("es","Si murieron 30 personas, habrá consecuencias.",[]),
    ("es","El gobierno dijo que al menos 12 personas murieron.",[("dead",12)]),
    ("es","En el simulacro resultaron heridas 30 personas.",[]),
    # Russian
    ("ru","Погибли 13 человек, а не 31 человек, сообщили в министерстве.",[("dead",13)]),
    ("ru","Министр опроверг, что погибли 500 человек.",[]),
    ("ru","Власти опровергли сообщения о 500 погибших.",[]),
    ("ru","Ранее сообщалось о 12 погибших.",[]),
    ("ru","В предыдущей версии говорилось, что погибли 31 человек.",[]),
    ("ru","Нет доказательств, что погибли 30 человек.",[]),
    ("ru","Могли погибнуть 500 человек, считает эксперт.",[]),
    ("ru","По меньшей мере 12 человек погибли, сообщил губернатор.",[("dead",12)]),
    ("ru","Не менее 40 человек ранены.",[("injured",40)]),
    ("ru","Министр опроверг слухи об отставке. Погибли 12 человек.",[("dead",12)]),
    # Ukrainian
    ("uk","Загинули 13 людей, а не 31 людина.",[("dead",13)]),
    ("uk","Міністр спростував, що загинули 500 людей.",[]),
    ("uk","Раніше повідомлялося про 12 загиблих.",[]),
    ("uk","Якщо загинули 30 людей, винні відповідатимуть.",[]),
    ("uk","Щонайменше 12 людей загинули, повідомив губернатор.",[("dead",12)]),
    # Arabic
    ("ar","نفت وزارة الداخلية مقتل 500 شخص",[]),
    ("ar","نفى الوزير أنباء عن مقتل 40 شخصا",[]),
    ("ar","مقتل 13 شخصا وليس 31 شخصا",[("dead",13)]),
    ("ar","مقتل 12 شخصا في زلزال",[("dead",12)]),
]  # fmt: skip

# Made up after the rules stood; precision was 0.54 before them.
UNSEEN: list[tuple[str, str, list[tuple[str, float]]]] = [
    ("en","Clarification: We reported on Monday that 45 people had died. The correct figure is 15.",[("dead",15)]),
    ("en","CORRECTION: This story originally said that six firefighters were injured. Four firefighters were injured.",[("injured",4)]),
    ("en","In an earlier version of this article, the number of dead was given as 31.",[]),
    ("en","The ministry on Friday lowered the toll to 13 from 31.",[("dead",13)]),
    ("en","Police said two officers were wounded and not three.",[("injured",2)]),
    ("en","An airline official denied that any of the 140 passengers had been killed.",[]),
    ("en","The junta rejects UN figures that 1,200 civilians were killed.",[]),
    ("en","The mayor called reports of 50 deaths untrue.",[]),
    ("en","Viral posts falsely claimed that 700 people died after the vaccination.",[]),
    ("en","A fake video claimed that 90 soldiers were killed.",[]),
    ("en","Israel denied targeting civilians in the strike, which killed 22 people.",[("dead",22)]),
    ("en","The governor denied responsibility for the collapse that killed 41 people.",[("dead",41)]),
    ("en","Twelve people were killed, the governor said, denying that the dam had broken.",[("dead",12)]),
    ("en","Officials denied permission for the march. Police arrested 30 people.",[("arrested",30)]),
    ("en","The opposition dismissed the vote as a sham and police arrested 200 protesters.",[("arrested",200)]),
    ("en","The minister rejected criticism, saying 300 people had been rescued.",[("rescued",300)]),
    ("en","If the toll is confirmed, the crash that killed 70 people will be the worst in a decade.",[("dead",70)]),
    ("en","The blast might have injured 60 more people had the school been open.",[]),
    ("en","The missile would likely have killed 80 people.",[]),
    ("en","A collapse would leave 4,000 people dead.",[]),
    ("en","Up to 900 people may have been killed, a model suggests.",[]),
    ("en","Three people died and up to 40 could be trapped.",[("dead",3)]),
    ("en","Doctors expect 60 deaths a day by winter.",[]),
    ("en","The number of injured is likely to reach 100.",[]),
    ("en","Rescuers fear the death toll will climb to 80.",[]),
    ("en","Officials said the death toll had climbed to 80.",[("dead",80)]),
    ("en","It was feared that 40 people had drowned, but all were rescued.",[]),
    ("en","Contrary to reports that 12 soldiers were killed, none was hurt, the army said.",[]),
    ("en","More than 50 people were injured when a scenario nobody had planned for came true.",[("injured",50)]),
    ("en","At least 12 people, not including the attacker, were killed.",[("dead",12)]),
    ("en","The quake killed 19 people, officials confirmed, but could not say how many were missing.",[("dead",19)]),
    ("en","Nine people have died. The ministry denied that the water was poisoned.",[("dead",9)]),
    ("en","Thirty people were injured, but no evidence of a bomb was found.",[("injured",30)]),
    ("en","Police said they had no evidence of arson. The fire killed 6 people.",[("dead",6)]),
    ("en","Asked whether the building was safe, he said 8 workers had died there.",[("dead",8)]),
    ("en","It is not known how many died; 14 people are missing.",[("missing",14)]),
    ("en","The army said it killed 30 militants, rejecting accusations that it had bombed a school.",[("dead",30)]),
    ("en","Health officials confirmed 5 deaths and warned that more could follow.",[("dead",5)]),
    ("en","The hospital, which denied any fault, said 11 patients died.",[("dead",11)]),
    ("en","He was convicted of plotting to kill 40 people.",[]),
    ("de","Die Behörden dementierten Gerüchte über 80 Tote.",[]),
    ("de","In einer früheren Fassung dieses Artikels war von 31 Verletzten die Rede. Es waren 13.",[]),
    ("de","Die Zahl der Toten könnte auf 500 steigen.",[]),
    ("de","Die Zahl der Toten stieg auf mindestens 40, teilte die Polizei mit.",[("dead",40)]),
    ("de","Der Sprecher wies die Kritik zurück. Mindestens 16 Menschen wurden verletzt.",[("injured",16)]),
    ("de","Es gibt keine Belege, dass 30 Menschen getötet wurden.",[]),
    ("de","Ob 12 Menschen starben, ist unklar.",[]),
    ("de","Experten rechnen mit 900 Toten.",[]),
    ("de","Nach einem Brand mit zwölf Toten bestritt der Betreiber jede Schuld.",[("dead",12)]),
    ("fr","La préfecture a démenti la rumeur de 40 morts.",[]),
    ("fr","Le bilan pourrait atteindre 500 morts.",[]),
    ("fr","Le bilan est passé à 40 morts, a indiqué la préfecture.",[("dead",40)]),
    ("fr","L'exploitant a nié toute responsabilité dans l'incendie qui a fait 12 morts.",[("dead",12)]),
    ("fr","Au moins 16 personnes ont été blessées, mais aucune preuve d'attentat n'a été trouvée.",[("injured",16)]),
    ("fr","Les experts redoutent 900 morts.",[]),
    ("es","El ministro desmintió que hubiera 40 muertos.",[]),
    ("es","La cifra de muertos podría llegar a 500.",[]),
    ("es","La cifra de muertos subió a 40, según la policía.",[("dead",40)]),
    ("es","La empresa negó su responsabilidad en el incendio que dejó 12 muertos.",[("dead",12)]),
    ("es","Los expertos temen 900 muertos.",[]),
    ("es","Al menos 16 personas resultaron heridas, aunque no hay pruebas de un atentado.",[("injured",16)]),
    ("ru","Власти опровергли слухи о 80 погибших.",[]),
    ("ru","Число погибших может вырасти до 500.",[]),
    ("ru","Число погибших выросло до 40, сообщил мэр.",[("dead",40)]),
    ("ru","Компания отрицает вину в пожаре, в котором погибли 12 человек.",[("dead",12)]),
    ("ru","Если погибли 30 человек, виновные ответят.",[]),
    ("ru","Якобы погибли 90 военных.",[]),
    ("ru","Задержаны 45 человек, но мэр опроверг сообщения о беспорядках.",[("arrested",45)]),
    ("uk","Влада спростувала чутки про 80 загиблих.",[]),
    ("uk","Кількість загиблих може зрости до 500.",[]),
    ("uk","Кількість загиблих зросла до 40, повідомив мер.",[("dead",40)]),
    ("uk","Нібито загинули 90 військових.",[]),
    ("ar","نفت السلطات شائعات عن مقتل 80 شخصا",[]),
    ("ar","قد يؤدي إلى مقتل 500 شخص",[]),
    ("ar","أعلنت السلطات مقتل 40 شخصا",[("dead",40)]),
]  # fmt: skip

# Made up last, in English alone; precision was 0.59 before there were rules, 0.77 when it was first tried.
HARD: list[tuple[str, str, list[tuple[str, float]]]] = [
    ("en","Correction: The Valdoria earthquake killed 13, not 31. An earlier version of this article said 31 had died.",[("dead",13)]),
    ("en","CORRECTION (May 3): Thirteen people were killed, not 31 as this article first said.",[("dead",13)]),
    ("en","This story has been corrected. The number of people killed is 13, not 31.",[("dead",13)]),
    ("en","An earlier headline said 31 people were killed. The true number is 13.",[("dead",13)]),
    ("en","A previous version of this report put the death toll at 31.",[]),
    ("en","The story has been updated to correct the death toll, which is 13, not 31.",[("dead",13)]),
    ("en","The BBC had wrongly said that 31 people were killed.",[]),
    ("en","Police retracted an earlier statement that 31 people were killed.",[]),
    ("en","The agency withdrew its report that 31 people were killed.",[]),
    ("en","Officials said that the figure of 31 dead was wrong and that 13 people had died.",[("dead",13)]),
    ("en","The death toll was revised down to 13 from an earlier figure of 31.",[("dead",13)]),
    ("en","Early reports that 31 people had died turned out to be wrong.",[]),
    ("en","“No, 500 people were not killed,” he said.",[]),
    ("en","The Kremlin dismisses as nonsense the claim that 700 soldiers were killed.",[]),
    ("en","It is false that 500 people were killed, the minister said.",[]),
    ("en","Claims that 500 people were killed could not be verified.",[]),
    ("en","Reports of 500 deaths could not be independently verified.",[]),
    ("en","Hamas denies killing 12 people in the raid.",[]),
    ("en","Neither side confirmed that 12 people were killed.",[]),
    ("en","In a worst case, 5,000 people would be killed.",[]),
    ("en","A bomb that kills 5,000 people was shown in the film.",[("dead",5000)]),
    ("en","Had the train been full, 200 people would have died.",[]),
    ("en","The dam failed, killing 12 people; had it been night 500 would have died.",[("dead",12)]),
    ("en","Officials say the toll may be as high as 500.",[]),
    ("en","Models suggest 20,000 people could have died.",[]),
    ("en","The officer denied he had arrested 40 people.",[]),
    ("en","The group said it had not kidnapped anyone after 12 people went missing.",[("missing",12)]),
    ("en","The government has admitted that 12 people were killed, not denied it.",[("dead",12)]),
    ("en","Police could not say whether the 12 people killed were tourists.",[("dead",12)]),
    ("en","The 12 people killed would have graduated in May.",[("dead",12)]),
    ("en","The minister, who has denied any role, said 12 people were killed.",[("dead",12)]),
    ("en","Witnesses dispute the army's account that 12 people were killed.",[]),
    ("en","More than 40 people were wounded, but the ministry denied that any had died.",[("injured",40)]),
    ("en","At least 19 people were killed in what officials called a false flag attack.",[("dead",19)]),
    ("en","The blast, which injured 17 people, was expected to disrupt traffic.",[("injured",17)]),
    ("en","Residents fear for their homes after 9 people died.",[("dead",9)]),
    ("en","The risk of flooding remains high; 12 people have died.",[("dead",12)]),
    ("en","Not one of the 12 people killed was armed.",[("dead",12)]),
    ("en","The court heard that he would have been released had 3 people not died.",[]),
    ("en","A man arrested on suspicion of threatening to kill 30 people was freed.",[]),
    ("en","If confirmed, the 12 deaths would be the worst loss of the war.",[("dead",12)]),
    ("en","The attack killed 12 people, although the army said it had expected more.",[("dead",12)]),
    ("en","The toll of 12 dead is expected to rise.",[("dead",12)]),
    ("en","Twelve people died. Officials expect the toll to rise.",[("dead",12)]),
    ("en","Twelve people were killed and the toll could rise.",[("dead",12)]),
    ("en","Police feared a repeat of the 2015 attack, when 86 people died.",[("dead",86)]),
    ("en","The mayor rejected calls to resign over a fire that killed 71 people.",[("dead",71)]),
    ("en","The drug maker disputes the study but accepts that 12 people died.",[("dead",12)]),
    ("en","The airline would pay families of the 12 people killed.",[("dead",12)]),
    ("en","He denied murdering three people.",[]),
    ("en","The man who denied murdering three people was jailed.",[]),
]  # fmt: skip


def measure(sentences: list[tuple[str, str, list[tuple[str, float]]]]) -> tuple[int, int, int]:
    hits = marked = wanted = 0
    for language, text, told in sentences:
        got, gold = Counter(tolls(text, language)), Counter(told)
        hits, marked, wanted = hits + (got & gold).total(), marked + got.total(), wanted + gold.total()
    return hits, marked, wanted


@pytest.mark.parametrize(
    ("sentences", "precision", "recall"),
    [(MENDED, 1.0, 0.95), (UNSEEN, 0.97, 0.97), (HARD, 0.96, 0.92), (MENDED + UNSEEN + HARD, 0.98, 0.96)],
    ids=["mended", "unseen", "hard", "all"],
)
def test_what_is_not_said_is_no_toll_and_what_is_said_stays(
    sentences: list[tuple[str, str, list[tuple[str, float]]]], precision: float, recall: float
) -> None:
    hits, marked, wanted = measure(sentences)
    assert len(sentences) >= 50
    assert hits / marked >= precision, f"precision {hits}/{marked}"
    assert hits / wanted >= recall, f"recall {hits}/{wanted}"


def test_the_number_that_a_correction_gives_is_the_reports_own() -> None:
    text = (
        "Correction: An earlier version of this report said 31 people were killed in the flood. The number is 13, the ministry said."
        " The school was closed."
    )
    (own,) = own_counts(figures(article(text, "en")))
    assert (own.counted, own.value, text[own.start : own.end]) == ("dead", 13, "13")


def test_a_bare_number_stands_for_nothing_when_nothing_was_taken_back() -> None:
    assert tolls("The road is closed. The number is 13.") == []
    assert tolls("31 people died. The number is 13.") == [("dead", 31)]


@pytest.mark.parametrize("language", UNSAID)
def test_cues_are_comparable_words(language: str) -> None:
    cues = UNSAID[language]
    phrases = [
        phrase
        for group in (cues.instead, cues.earlier, cues.own, cues.unreal)
        for found in group.values()
        for phrase in found
    ]
    single = (
        cues.denies
        | cues.untrue
        | cues.reports
        | cues.that
        | cues.staged
        | cues.modal
        | cues.parts
        | cues.totals
    )
    entries = {word for phrase in phrases for word in phrase} | single
    assert {word for word in entries if comparable(word) != word} == set()
    assert {word for word in entries if len(list(words(word))) != 1 and not word.endswith("'")} == set()


@pytest.mark.parametrize(
    "text",
    [
        "denied that 12 people were killed, " * 3_000,
        "not 12 people died " * 4_000,
        "if " * 20_000 + "12 died",
        "could have " * 9_000,
    ],
    ids=["denials", "contrasts", "conditions", "modals"],
)
def test_hostile_texts_end(text: str) -> None:
    assert tolls(text) == []
