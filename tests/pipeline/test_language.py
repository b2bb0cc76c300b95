import pytest

from pipeline.language import identify, normal_tag

TEXTS = {
    "en": "The council of Port Ellery voted on Monday to keep the night ferry for another five years, the mayor said.",
    "ru": "Городской совет в понедельник решил сохранить ночной паром ещё на пять лет, сообщила мэрия.",
    "uk": "Міська рада в понеділок вирішила зберегти нічний пором ще на п'ять років, повідомила мерія.",
    "de": "Der Stadtrat hat am Montag beschlossen, die Nachtfähre weitere fünf Jahre fahren zu lassen.",
    "fr": "Le conseil municipal a décidé lundi de garder le ferry de nuit pendant cinq ans encore.",
    "es": "El ayuntamiento decidió el lunes mantener el transbordador nocturno cinco años más.",
    "it": "Il consiglio comunale ha deciso lunedì di tenere il traghetto per altri cinque anni.",
    "pt": "A câmara municipal decidiu na segunda-feira manter a balsa noturna por mais cinco anos.",
    "pl": "Rada miasta zdecydowała w poniedziałek, że nocny prom zostaje na kolejne pięć lat.",
    "tr": "Belediye meclisi pazartesi günü gece feribotunu beş yıl daha sürdürmeye karar verdi.",
    "ar": "قرر مجلس المدينة يوم الاثنين الإبقاء على العبارة الليلية خمس سنوات أخرى، بحسب رئيس البلدية.",
    "fa": "شورای شهر روز دوشنبه تصمیم گرفت کشتی شبانه را پنج سال دیگر نگه دارد، شهردار گفت.",
    "he": "מועצת העיר החליטה ביום שני להשאיר את המעבורת הלילית לחמש שנים נוספות.",
    "ja": "市議会は月曜日、夜行フェリーを今後五年間存続させることを決めた。",
    "zh": "市议会周一决定将夜间渡轮再保留五年，市长在记者会上宣布了这一消息。",
    "ko": "시의회는 월요일 야간 여객선을 5년 더 유지하기로 결정했다.",
    "th": "สภาเมืองมีมติเมื่อวันจันทร์ให้คงเรือข้ามฟากกลางคืนไว้อีกห้าปี",
    "el": "Το δημοτικό συμβούλιο αποφάσισε τη Δευτέρα να κρατήσει το νυχτερινό πλοίο.",
    "ka": "საქალაქო საბჭომ ორშაბათს გადაწყვიტა ღამის ბორნის შენარჩუნება.",
    "hi": "नगर परिषद ने सोमवार को रात की नौका को पाँच और वर्षों तक चलाने का निर्णय लिया।",
}


@pytest.mark.parametrize("language", TEXTS)
def test_language_of_a_sentence(language: str) -> None:
    assert identify(TEXTS[language]) == language


@pytest.mark.parametrize("language", TEXTS)
def test_text_is_believed_before_the_declared_language(language: str) -> None:
    assert identify(TEXTS[language], "xx") == language


@pytest.mark.parametrize(
    "text", ["", "12:30, 4-1", "OK", "Reuters, AFP"], ids=["empty", "numbers", "two letters", "names"]
)
def test_too_little_to_tell(text: str) -> None:
    assert identify(text) is None
    assert identify(text, "de-AT") == "de"


def test_short_text_of_a_script_of_its_own() -> None:
    assert identify("夜行フェリー") == "ja"
    assert identify("สภาเมือง") == "th"


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("DE", "de"),
        (" fr ", "fr"),
        ("yue", None),
        ("", None),
        (None, None),
        ("-", None),
    ],
)
def test_language_tags(tag: str | None, wanted: str | None) -> None:
    assert normal_tag(tag) == wanted
