import pytest

from pipeline.texts.small_words import language_of

TEXTS = {
    "en": "The council of the town voted on Monday to keep the ferry, and it will go on as it has for five years.",
    "de": "Der Rat der Stadt hat am Montag mit den Stimmen der Mehrheit für die Fähre gestimmt, die nun auch in der Nacht fährt.",
    "fr": "Le conseil de la ville a voté lundi pour que le bateau reste en service dans les cinq ans qui viennent, et sans autre coût.",
    "es": "El ayuntamiento de la ciudad votó el lunes por que el barco siga en servicio durante los cinco años que vienen, y sin más coste.",
    "it": "Il consiglio della città ha deciso lunedì che il traghetto è in servizio anche per i prossimi cinque anni, con gli orari di oggi.",
    "pt": "A câmara da cidade não decidiu na segunda-feira se a balsa continua em serviço, mas os horários são os mesmos em uma das linhas.",
    "nl": "De raad van de stad heeft maandag besloten dat het veer nog vijf jaar in de vaart blijft, en dat is meer dan het plan was.",
    "sv": "Rådet har på måndagen beslutat att färjan ska vara kvar i fem år till, och det är mer än vad som var sagt om den.",
    "pl": "Rada miasta zdecydowała w poniedziałek, że prom nie zostanie wycofany i będzie pływał jak dotąd, ale już po nowych cenach.",
    "tr": "Belediye meclisi gece feribotunu beş yıl daha sürdürmeye karar verdi ve bu karar için çok çaba olduğu da bir yıl sonra görüldü.",
    "ru": "Городской совет в понедельник решил, что паром не отменят и он будет ходить как и раньше, но это всё ещё не для всех.",
    "uk": "Міська рада в понеділок вирішила, що пором не скасують і він буде ходити як і раніше, але це ще не для всіх та й не зараз.",
}
# Of these each reads like one of those above.
NEIGHBOURS = {
    "ca": "L'ajuntament de la ciutat va decidir dilluns que el vaixell continuarà en servei durant els cinc anys que vénen, i sense més cost.",
    "gl": "O concello da cidade decidiu o luns que a barca segue en servizo durante os cinco anos que veñen, e non hai máis custo para a xente.",
    "af": "Die raad van die stad het Maandag besluit dat die veer nog vyf jaar in die vaart bly, en dit is meer as wat die plan was.",
    "no": "Rådet har på mandag bestemt at ferja skal være med i fem år til, og det er mer enn det som var sagt om den.",
    "da": "Rådet har mandag besluttet at færgen skal være der i fem år til, og det er mere end det der var sagt om den.",
    "sk": "Rada mesta sa v pondelok rozhodla, že loď nebude zrušená a bude premávať ako doteraz, ale už po nových cenách a nie pre všetkých.",
    "cs": "Rada města se v pondělí rozhodla, že loď nebude zrušena a bude jezdit jako dosud, ale už za nové ceny a ne pro všechny.",
    "be": "Гарадскі савет у панядзелак вырашыў, што паром не адменяць і ён будзе хадзіць як і раней, але гэта яшчэ не для ўсіх.",
    "bg": "Общинският съвет реши в понеделник, че фериботът няма да бъде спрян и ще се движи както досега, но това не е за всички.",
    "sr": "Градско веће је у понедељак одлучило да се траjект не укида и да ће возити као и до сада, али то није за све.",
    "id": "Dewan kota pada hari Senin memutuskan bahwa feri itu tidak akan dihentikan dan akan berlayar seperti biasa untuk lima tahun lagi.",
    "az": "Şəhər şurası bazar ertəsi gecə bərəsini daha beş il saxlamağa qərar verdi və bu barədə iclasdan sonra bir mer bildirib.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_told(language: str) -> None:
    assert language_of(TEXTS[language]) == language


@pytest.mark.parametrize("language", NEIGHBOURS)
def test_what_reads_like_another_language_is_left_to_the_model(language: str) -> None:
    assert language_of(NEIGHBOURS[language]) is None


def test_too_few_words_tell_nothing() -> None:
    assert language_of("The council of the town voted to keep the ferry") is None


def test_two_languages_in_one_text_tell_nothing() -> None:
    assert language_of(f"{TEXTS['en']} {TEXTS['de']}") is None


def test_names_and_numbers_tell_nothing() -> None:
    assert language_of("Jane Doe 12 Port Ellery 34 John Roe 56 Bray 78 Ann Poe 90 Lo Wu 11 Li Na 22") is None
