import pytest

from pipeline.texts.language import identify

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
    "nl": "De gemeenteraad besloot maandag om de nachtveerboot nog vijf jaar te laten varen, zei de burgemeester na afloop van de vergadering.",
    "sv": "Kommunfullmäktige beslutade i måndags att behålla nattfärjan i ytterligare fem år, sade borgmästaren efter mötet i stadshuset.",
    "da": "Byrådet besluttede mandag at beholde natfærgen i yderligere fem år, sagde borgmesteren efter mødet, hvor også prisen blev drøftet.",
    "no": "Kommunestyret vedtok mandag å beholde nattfergen i fem år til, sa ordføreren etter møtet, der også prisen ble diskutert.",
    "fi": "Kaupunginvaltuusto päätti maanantaina säilyttää yölautan vielä viisi vuotta, pormestari kertoi kokouksen jälkeen toimittajille.",
    "et": "Linnavolikogu otsustas esmaspäeval öise praami veel viieks aastaks alles jätta, ütles linnapea pärast istungit ajakirjanikele.",
    "lv": "Pilsētas dome pirmdien nolēma saglabāt nakts prāmi vēl piecus gadus, pēc sēdes žurnālistiem sacīja mērs.",
    "lt": "Miesto taryba pirmadienį nusprendė dar penkeriems metams palikti naktinį keltą, po posėdžio žurnalistams sakė meras.",
    "cs": "Městská rada se v pondělí rozhodla zachovat noční trajekt na dalších pět let, řekl po jednání novinářům starosta.",
    "sk": "Mestská rada sa v pondelok rozhodla zachovať nočný trajekt na ďalších päť rokov, povedal po rokovaní novinárom primátor.",
    "sl": "Mestni svet je v ponedeljek sklenil, da bo nočni trajekt vozil še pet let, je po seji novinarjem povedal župan.",
    "ro": "Consiliul local a decis luni să păstreze feribotul de noapte încă cinci ani, a declarat primarul după ședință.",
    "hu": "A városi tanács hétfőn úgy döntött, hogy még öt évig megtartja az éjszakai kompot, mondta a polgármester az ülés után.",
    "bg": "Общинският съвет реши в понеделник да запази нощния ферибот за още пет години, каза кметът след заседанието.",
    "mk": "Градскиот совет во понеделникот одлучи да го задржи ноќниот траект уште пет години, рече градоначалникот по седницата.",
    "sr": "Градско веће је у понедељак одлучило да задржи ноћни трајект још пет година, рекао је градоначелник после седнице.",
    "be": "Гарадскі савет у панядзелак вырашыў захаваць начны паром яшчэ на пяць гадоў, паведаміў мэр пасля пасяджэння.",
    "hr": "Gradsko vijeće odlučilo je u ponedjeljak da će noćni trajekt voziti još pet godina, rekao je gradonačelnik tijekom sjednice.",
    "id": "Dewan kota pada hari Senin memutuskan untuk mempertahankan feri malam selama lima tahun lagi karena banyak warga membutuhkannya.",
    "ms": "Majlis bandaran pada hari Isnin memutuskan untuk mengekalkan feri malam selama lima tahun lagi kerana ramai penduduk memerlukannya.",
    "vi": "Hội đồng thành phố hôm thứ Hai đã quyết định giữ lại chuyến phà đêm thêm năm năm nữa, thị trưởng cho biết.",
    "sw": "Baraza la mji liliamua Jumatatu kuendelea na kivuko cha usiku kwa miaka mitano zaidi, meya alisema baada ya mkutano.",
    "af": "Die stadsraad het Maandag besluit om die nagveerboot nog vyf jaar te behou, het die burgemeester ná die vergadering gesê.",
    "ca": "L'ajuntament va decidir dilluns mantenir el transbordador nocturn cinc anys més, va dir l'alcalde després de la reunió amb els veïns.",
    "eu": "Udalak astelehenean erabaki zuen gaueko ferria beste bost urtez mantentzea, alkateak bileraren ondoren esan zuenez.",
    "cy": "Penderfynodd cyngor y dref ddydd Llun gadw'r fferi nos am bum mlynedd arall, meddai'r maer ar ôl y cyfarfod.",
    "is": "Bæjarstjórnin ákvað á mánudag að halda næturferjunni í fimm ár til viðbótar, sagði bæjarstjórinn eftir fundinn.",
    "sq": "Këshilli i qytetit vendosi të hënën ta mbajë tragetin e natës edhe për pesë vjet, tha kryetari pas mbledhjes.",
    "az": "Şəhər şurası bazar ertəsi gecə bərəsini daha beş il saxlamağa qərar verdi, bu barədə iclasdan sonra mer bildirib.",
    "hy": "Քաղաքային խորհուրդը երկուշաբթի որոշեց գիշերային լաստանավը պահպանել ևս հինգ տարի։",
    "bn": "নগর পরিষদ সোমবার রাতের ফেরি আরও পাঁচ বছর চালু রাখার সিদ্ধান্ত নিয়েছে বলে মেয়র জানিয়েছেন।",
    "ta": "நகர சபை திங்கட்கிழமை இரவுப் படகை மேலும் ஐந்து ஆண்டுகள் தொடர முடிவு செய்தது.",
    "pa": "ਸ਼ਹਿਰ ਦੀ ਕੌਂਸਲ ਨੇ ਸੋਮਵਾਰ ਨੂੰ ਰਾਤ ਦੀ ਕਿਸ਼ਤੀ ਪੰਜ ਹੋਰ ਸਾਲ ਚਲਾਉਣ ਦਾ ਫੈਸਲਾ ਕੀਤਾ।",
    "ur": "شہری کونسل نے پیر کے روز رات کی کشتی کو مزید پانچ سال تک جاری رکھنے کا فیصلہ کیا ہے، میئر نے کہا۔",
    "mr": "शहर परिषदेने सोमवारी रात्रीची बोट आणखी पाच वर्षे सुरू ठेवण्याचा निर्णय घेतला, असे महापौरांनी सांगितले.",
    "my": "မြို့တော်ကောင်စီသည် ညကူးတို့ကို နောက်ထပ်ငါးနှစ် ဆက်လက်ထားရှိရန် တနင်္လာနေ့တွင် ဆုံးဖြတ်ခဲ့သည်။",
    "am": "የከተማው ምክር ቤት ሰኞ ዕለት የሌሊቱን ጀልባ ለተጨማሪ አምስት ዓመታት ለማቆየት ወሰነ።",
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
    ("found", "declared", "wanted"),
    [
        ("id", "ms", "ms"), ("ms", "id", "id"), ("hr", "bs-BA", "bs"), ("hr", "sr-Latn", "sr"), ("no", "nb-NO", "no"), ("no", "nn", "nn"),
        ("hr", "en", "hr"), ("id", "en-US", "id"), ("es", "pt", "es"), ("cs", "sk", "cs"), ("ru", "uk", "ru"),
    ],
)  # fmt: skip
def test_a_page_knows_its_own_twin_language(found: str, declared: str, wanted: str) -> None:
    assert identify(TEXTS[found], declared) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Općinsko vijeće u Sarajevu saopćilo je da će sistem biti zamijenjen tokom sedmice, najkasnije do augusta.", "bs"),
        ("Gradski odbor izvijestio je da će sustav biti zamijenjen tijekom tjedna, najkasnije do kolovoza.", "hr"),
        ("Opštinsko veće u Beogradu saopštilo je da će sistem posle toga biti zamenjen, najkasnije do avgusta.", "sr"),
    ],
)  # fmt: skip
def test_words_tell_twin_languages_apart(text: str, wanted: str) -> None:
    assert identify(text) == wanted


@pytest.mark.parametrize("language", ["cy", "de", "fr", "nl", "sv"])
def test_an_english_name_or_quotation_does_not_make_a_text_english(language: str) -> None:
    assert identify(f"{TEXTS[language]} “The Return of the Ferry and Its Keepers”") == language


def test_a_name_in_another_script_does_not_decide() -> None:
    assert identify(f"北京 {TEXTS['en']}") == "en"
    assert identify(f"Port Ellery Ferries Ltd: {TEXTS['ru']}") == "ru"
    assert identify(f"Ellery Ferries: {TEXTS['ja']}") == "ja"
