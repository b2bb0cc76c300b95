"""What walls, consent dialogues, error pages and the like say, in the languages the news comes in.

A phrase is literal, in comparable form (lower case, plain quotes and dashes, single spaces); "…" parts words that must
follow each other in one line. One language a line. No phrase decides by itself: see pipeline.verdicts.verdict.
"""

# ruff: noqa: SIM905 - word lists are read and edited as text


def _parted(words: str) -> tuple[str, ...]:
    """The words of a list; "_" joins those of one expression."""
    return tuple(word.replace("_", " ") for word in words.split())


# The rest is for those who pay or register. Not "subscribe" alone, which stands at the end of many a complete article.
WALL = (
    "to continue reading|to keep reading|to read the full|to read the rest|to read this article|to read this story|unlock this|unlock the full|unlock full access|keep reading for|continue reading with|subscribers only|is for subscribers|for paying subscribers|for paid subscribers|paid subscriber … unlock|unlock this piece|subscriber-only|subscriber exclusive|members only|only available to … subscribers|only available to … members|exclusive to … subscribers|exclusive to … members|reserved for … subscribers|already a subscriber|already a member|already subscribed|already have an account|already have a subscription|reached your … limit|free articles left|free articles remaining|of this article left|of this story left|of the article remains|of this article remains|premium article|subscribe to read|subscribe now to read|register to read|register for free to read|sign in to read|log in to read|log in to continue|sign in to continue|register to continue",
    "weiterlesen mit|jetzt weiterlesen|um weiterzulesen|um weiter zu lesen|zum weiterlesen|nur für abonnenten|exklusiv für abo|bereits abonnent|bereits ein abo|bereits kunde|bereits registriert|schon abonnent|sie haben bereits ein|sie haben schon ein|mit einem abo|jetzt … abo … lesen|noch … % des artikels|noch … % dieses artikels|noch … prozent des artikels|artikel freischalten|vollständigen artikel lesen|ganzen artikel lesen|plus-artikel|premium-artikel|registrieren … weiterlesen|anmelden … weiterlesen|diesen artikel lesen sie",
    "réservé aux abonnés|réservée aux abonnés|réservé à nos abonnés|réservée à nos abonnés|réservé … abonné|réservée … abonné|déjà abonné|il vous reste … à lire|pour lire la suite|pour lire l'article|pour lire cet article|pour accéder à l'article|pour accéder à l'intégralité|pour poursuivre … lecture|poursuivez … lecture|abonnez-vous … lire|abonnez-vous … suite|débloquer l'article|article payant|inscrivez-vous … lire",
    "exclusivo para suscriptores|solo para suscriptores|sólo para suscriptores|exclusivo … suscriptores|ya eres suscriptor|ya es suscriptor|ya estás suscrito|suscríbete … leyendo|suscríbete … leer|suscríbase … leyendo|suscríbase … leer|para seguir leyendo|para continuar leyendo|te queda … por leer|te queda … del artículo|te queda … de este artículo|le queda … por leer|para leer la noticia completa|regístrate … leyendo|regístrate … leer|contenido premium",
    "riservato agli abbonati|riservata agli abbonati|solo per abbonati|sei già abbonato|già abbonato|abbonati per … legg|abbonati … leggere|per continuare a leggere|per continuare la lettura|ti rimane … da leggere|ti resta … da leggere|resta … da leggere|per leggere l'articolo|contenuto premium|registrati … leggere",
    "exclusivo para assinantes|só para assinantes|exclusivo … assinantes|já é assinante|já é subscritor|assine … ler|assine … lendo|para continuar lendo|para continuar a ler|falta … para ler|resta … para ler|exclusivo para subscritores|para ler … completa|cadastre-se … ler",
    "alleen voor abonnees|exclusief voor abonnees|al abonnee|bent u al abonnee|ben je al abonnee|heb je al een abonnement|heeft u al een abonnement|om verder te lezen|om door te lezen|lees verder met|verder lezen?|neem een abonnement|dit premium artikel|word abonnee",
    "tylko dla prenumeratorów|tylko dla subskrybentów|tylko dla abonentów|masz już prenumeratę|masz już subskrypcję|masz już konto|jesteś już prenumeratorem|pozostało … artykułu|pozostało … tekstu|wykup dostęp|kup dostęp|aby czytać dalej|żeby czytać dalej|czytaj dalej z|odblokuj|zaloguj się, aby czytać|zarejestruj się, aby",
    "только для подписчиков|только по подписке|доступен по подписке|доступна по подписке|доступно по подписке|доступен … по подписке|доступна … по подписке|уже есть подписка|уже подписаны|вы уже подписчик|чтобы дочитать|чтобы читать дальше|чтобы продолжить чтение|чтобы прочитать полностью|осталось прочитать … %|осталось … % статьи|осталось … % текста|оформите подписку|оформить подписку|купите подписку",
    "тільки для передплатників|лише для передплатників|лише за підпискою|вже маєте передплату|вже є підписка|щоб читати далі|щоб дочитати|щоб продовжити читання|залишилось … % статті|залишилося … % статті|оформіть передплату|оформіть підписку",
    "abonelere özel|yalnızca aboneler|sadece aboneler|zaten abone|devamını okumak için|okumaya devam etmek için|haberin tamamı … abone|içeriğin devamı … abone",
    "للمشتركين فقط|حصري للمشتركين|خاص بالمشتركين|اشترك لمتابعة|اشترك لقراءة|لمتابعة القراءة|لمواصلة القراءة|لقراءة المقال كاملا|هل أنت مشترك|مشترك بالفعل|لديك اشتراك|سجل … للقراءة",
    "付费内容|付费阅读|付费文章|会员专享|会员可读|订阅后|订阅以继续|订阅后阅读|订阅阅读|开通会员|已是会员|已经是会员|已订阅|登录后阅读|登录后继续|购买后阅读|剩余 … 未读|解锁全文|付費內容|訂閱後|訂閱以|會員專屬|會員限定|已是會員|登入後",
    "有料会員限定|会員限定|この記事は有料記事|有料記事です|有料会員になると|会員になると|続きを読むには|続きをお読み|続きは … 会員|購読者限定|すでに会員|会員の方は|会員登録すると|ログインして続き|残り … 文字",
    "구독자 전용|회원 전용|구독하고 계속|계속 읽으려면|전문을 보시려면|전체 기사를 읽으려면|이미 구독|로그인 후 … 읽|유료 기사",
    "endast för prenumeranter|redan prenumerant|för att läsa vidare|läs vidare med|lås upp|for abonnenter|kun for abonnenter|allerede abonnent|for at læse videre|læs videre|for å lese videre|les videre med|vain tilaajille|oletko jo tilaaja|jatkaaksesi lukemista|tilaa ja lue",
    "μόνο για συνδρομητές|είστε ήδη συνδρομητής|για να συνεχίσετε την ανάγνωση|csak előfizetőknek|már előfizető|a teljes cikk … előfizet|pouze pro předplatitele|již předplatitel|máte předplatné|chcete-li číst dál|exclusiv pentru abonați|ești deja abonat|dành cho thuê bao|khusus pelanggan|sudah berlangganan|untuk lanjut membaca|केवल सदस्यों|सब्सक्राइब करें … पढ़|למנויים בלבד|כבר מנוי|להמשך קריאה … מנוי|فقط برای مشترکان|سمجھ … سبسکرائب",
)

# The same in two halves, for languages and wordings the phrases do not have: readers who pay, and nobody else.
SUBSCRIBER = _parted(
    "subscriber member abonnent abonné abonne abonat abonați suscriptor assinant subscritor abbonat prenumerator prenumerant abonent subskrybent подписчик передплатник підписник абонат"
    " abone مشترك مشترکان 会员 會員 订阅者 訂閱者 订户 会員 購読者 구독자 회원 tilaaj předplatitel predplatiteľ előfizet συνδρομητ người_đăng_ký thành_viên pelanggan सदस्य ग्राहक מנויים mitglied membre miembro"
)
ONLY = (
    "only exclusiv reserved nur exklusiv vorbehalten réservé uniquement solo sólo reservad riservat esclusiv apenas somente exclusivo alleen uitsluitend exclusief tylko wyłącznie только исключительно"
    " лише тільки само yalnızca sadece özel فقط حصري 仅 僅 只 专享 專屬 専用 限定 のみ 전용 전용입니다 만 endast bara kun vain pouze jen csak doar numai μόνο chỉ hanya केवल בלבד רק"
).split()

# More of the text is elsewhere; counts at the very end of a text only.
MORE = (
    "read more|continue reading|read on|full story|read the full story|read full article|read the full article|read the whole story|keep reading|more|see more|read the rest|read article|the post … appeared first",
    "weiterlesen|mehr lesen|mehr|mehr dazu|lesen sie mehr|zum artikel|zum ganzen artikel|vollständiger artikel|der beitrag … erschien zuerst",
    "lire la suite|lire plus|en savoir plus|voir plus|lire l'article|suite|l'article … est apparu en premier|cet article … est apparu",
    "leer más|seguir leyendo|sigue leyendo|continuar leyendo|leer la noticia completa|ver más|más información|la entrada … se publicó primero",
    "continua a leggere|leggi tutto|leggi di più|leggi l'articolo|continua|l'articolo … proviene da",
    "leia mais|continue lendo|continuar lendo|continuar a ler|ler mais|saiba mais|o post … apareceu primeiro",
    "lees verder|lees meer|verder lezen|meer lezen|het bericht … verscheen eerst",
    "czytaj dalej|czytaj więcej|czytaj całość|więcej|artykuł … pochodzi z serwisu",
    "читать далее|читать дальше|читать полностью|подробнее|далее|читайте далее|продолжение|сообщение … появились сначала|запись … впервые появилась",
    "читати далі|читати більше|докладніше|детальніше|читати повністю",
    "devamını oku|devamı|devamı için tıklayın|daha fazla|haberin devamı",
    "اقرأ المزيد|قراءة المزيد|المزيد|تابع القراءة|للمزيد|اقرأ أيضا المزيد|ادامه مطلب|بیشتر بخوانید|مزید پڑھیں",
    "阅读全文|阅读更多|查看全文|查看更多|继续阅读|更多|閱讀全文|閱讀更多|繼續閱讀|更多內容|全文",
    "続きを読む|続きはこちら|もっと読む|全文を読む|続き|더보기|더 보기|계속 읽기|전문 보기|기사 전문",
    "läs mer|läs hela|læs mere|les mer|lue lisää|lue koko|διαβάστε περισσότερα|διαβάστε τη συνέχεια|tovább|tovább olvasom|číst dál|celý článek|čítať ďalej|citește mai mult|citește tot|đọc tiếp|xem thêm|baca selengkapnya|selengkapnya|और पढ़ें|आगे पढ़ें|קרא עוד|המשך קריאה|อ่านต่อ",
)

# What a consent dialogue says of itself and asks for; news about cookies speaks of "them", a dialogue of "we" and "you".
CONSENT = (
    "we use cookies|uses cookies|we and our … partners|we and our partners|our partners|with our … partners|store and/or access|store or access|access information on a device|storing of cookies|agree to the storing|site navigation|site usage|on your device|our marketing efforts|similar technologies|your consent|you consent|accept all|accept cookies|reject all|manage choices|manage your choices|manage preferences|manage settings|cookie settings|cookie preferences|cookies settings|cookie policy|your privacy|privacy policy|legitimate interest|personalised ads|personalized ads|personalised content|personalized content|change your preferences|your preferences|your choices|withdraw … consent|agree to the use|agree to our use|by continuing to use",
    "wir verwenden cookies|verwendet cookies|nutzt cookies|wir nutzen cookies|setzen cookies|wir und unsere … partner|wir und unsere partner|unseren … partnern|verwenden cookies|ähnliche technologien|ihre einwilligung|ihre zustimmung|ihrer zustimmung|jederzeit widerrufen|alle akzeptieren|alles akzeptieren|akzeptieren und weiter|alle ablehnen|zustimmen und weiter|einstellungen verwalten|auf ihrem gerät|auf einem gerät|datenschutzerklärung|privacy center|berechtigtes interesse|weiter mit werbung|mit werbung und tracking|werbung und tracking|personenbezogene daten|pur-abo",
    "nous utilisons des cookies|utilise des cookies|nos partenaires et nous|nous et nos … partenaires|nous et nos partenaires|nos partenaires|utilisons des cookies|technologies similaires|votre consentement|votre accord|tout accepter|tout refuser|accepter et fermer|accepter et continuer|continuer sans accepter|paramétrer|gérer … cookies|vie privée|intérêt légitime|modifier votre choix|ces traceurs|des traceurs|contenus personnalisés|retirer votre",
    "utilizamos cookies|usamos cookies|utiliza cookies|nosotros y nuestros … socios|nosotros y nuestros socios|nuestros socios|tecnologías similares|su consentimiento|tu consentimiento|con su permiso|aceptar todas|aceptar todo|aceptar y continuar|aceptar cookies|rechazar todo|rechazar todas|configurar cookies|política de cookies|política de privacidad|interés legítimo|cambiar sus preferencias|cambiar tus preferencias|información en un dispositivo|datos personales|contenido personalizado",
    "utilizziamo cookie|utilizza cookie|usiamo i cookie|noi e i nostri … partner|noi e i nostri … fornitori|noi e i nostri fornitori|noi e i nostri partner|nostri partner|tecnologie simili|il tuo consenso|tuo consenso|accetta tutti|accetta tutto|accetta e continua|rifiuta tutto|rifiuta tutti|continua senza accettare|gestisci preferenze|pannello delle preferenze|su un dispositivo|dati personali|informativa sui cookie|privacy policy|legittimo interesse|contenuti personalizzati",
    "utilizamos cookies|usamos cookies|utiliza cookies|usa cookies|nós e os nossos … parceiros|nossos parceiros|tecnologias semelhantes|seu consentimento|aceitar todos|aceitar tudo|aceitar cookies|rejeitar todos|rejeitar tudo|uso de cookies|política de privacidade|política de cookies|ao continuar … navegar|você concorda|dados pessoais|gerir preferências|gerenciar preferências",
    "wij gebruiken cookies|gebruikt cookies|gebruiken cookies|plaatsen cookies|wij en onze … partners|wij en onze partners|onze partners|vergelijkbare technologieën|uw toestemming|je toestemming|geeft u toestemming|geef je toestemming|alles accepteren|alles weigeren|accepteer alle|cookie-instellingen|cookiebeleid|privacybeleid|persoonsgegevens|op akkoord|uw keuze|je keuze|gerechtvaardigd belang",
    "używamy plików cookie|używa plików cookie|korzystamy z plików cookie|pliki cookie|plików cookie|my i nasi … partnerzy|nasi partnerzy|naszymi partnerami|podobne technologie|wyrazić zgodę|wyrażasz zgodę|twoją zgodę|akceptuję wszystkie|zaakceptuj wszystkie|odrzuć wszystkie|ustawienia prywatności|ustawieniach prywatności|polityka prywatności|polityce prywatności|twoją prywatność|dane osobowe|danych osobowych|przejdź do serwisu|uzasadniony interes",
    "мы используем файлы cookie|мы используем cookie|использует файлы cookie|использует cookie|файлы cookie|файлов cookie|мы и наши партн|наши партн|продолжая пользоваться|продолжая использовать|вы соглашаетесь|ваше согласие|с использованием … cookie|принять все|отклонить все|настройки cookie|персональных данных|политик … конфиденциальности|ми використовуємо файли cookie|файли cookie|файлів cookie|прийняти всі|ви погоджуєтес",
    "çerez kullan|çerezleri kullan|çerezler kullan|çerez politika|kişisel veri|kabul et|tümünü reddet|gizlilik politika|ortaklarımız|benzer teknolojiler|açık rıza|izin ver",
    "نستخدم ملفات تعريف الارتباط|ملفات تعريف الارتباط|ملفات الارتباط|الكوكيز|نحن وشركاؤنا|شركائنا|موافقتك|توافق على|قبول الكل|رفض الكل|سياسة الخصوصية|إعدادات الخصوصية",
    "我们使用 cookie|我们使用cookie|使用 cookie|使用cookie|我们和我们的合作伙伴|合作伙伴|您同意|接受全部|全部接受|拒绝全部|全部拒绝|管理偏好|偏好设置|隐私政策|cookie 设置|類似技術|我們使用 cookie|我們使用cookie|接受所有|隱私權政策|個人化廣告|个性化广告",
    "クッキーを使用|cookieを使用|cookieの使用|クッキー(cookie)|(cookie)を使用|cookieを利用|クッキーを利用|同意する|同意したもの|すべて受け入れる|すべて拒否|プライバシーポリシー|パートナー … 情報|個人情報|쿠키를 사용|쿠키 사용|모두 수락|모두 거부|개인정보 처리방침|동의합니다|동의하게|파트너",
    "vi använder cookies|använder cookies|använder kakor|vi och våra partner|våra partner|ditt samtycke|acceptera alla|avvisa alla|cookieinställningar|vi bruger cookies|bruger cookies|dit samtykke|accepter alle|vi bruker informasjonskapsler|informasjonskapsler|godta alle|käytämme evästeitä|evästeitä|hyväksy kaikki|evästeasetukset|suostumuksesi",
    "χρησιμοποιούμε cookies|χρησιμοποιεί cookies|αποδοχή όλων|απόρριψη όλων|συγκατάθεσή σας|sütiket használ|cookie-kat használ|összes elfogadása|elfogadom|adatvédelmi|používáme cookies|soubory cookie|přijmout vše|odmítnout vše|váš souhlas|folosim cookie|module cookie|acceptă toate|consimțământul|chúng tôi sử dụng cookie|chấp nhận tất cả|kami menggunakan cookie|terima semua|kebijakan privasi|कुकीज़ का उपयोग|सभी स्वीकार|עוגיות|הסכמתך|เราใช้คุกกี้|ยอมรับทั้งหมด",
)

# The thing itself, which nearly every language took over or translated by its own biscuit.
COOKIE = _parted(
    "cookie кукі кукис куки кук'і бисквитк galetes evästei kolačić slapuk sīkdat küpsis piškot kakor informasjonskapsl çerez vafrakök sütik süti fianán briscíní クッキー 쿠키 曲奇 ملفات_تعريف_الارتباط کوکی עוגיות คุกกี้ कुकी কুকি"
    " tracker traceur"
)
# What else such a dialogue is about: data of a person, and leave to use them.
PERSONAL = tuple(
    "personal data|personal information|persönliche daten|persönlichen daten|personenbezogen|persönliche informationen|données personnelles|informations personnelles|datos personales|información personal|dati personali|informazioni personali|dados pessoais|informações pessoais|persoonsgegevens|persoonlijke gegevens|persoonlijke informatie|dane osobowe|danych osobowych|персональн|личную информацию|личной информации|особисті дані|особистих даних|kişisel bilgi|kişisel veri|personuppgift|personliga data|personlige oplysninger|personlige informasjon|personopplysning|henkilötieto|osobní údaj|osobních údaj|osobné údaje|osobne podatke|lične podatke|личне податке|лични данни|személyes adat|date personale|informațiile dvs|προσωπικά δεδομένα|informació personal|個人情報|个人信息|個人資料|개인정보|بياناتك|البيانات الشخصية"
    "|consent|einwillig|zustimm|toestemming|zgodę|zgody|соглас|съглас|сагласн|згод|onay|açık rıza|souhlas|súhlas|samtyck|samtykke|suostum|consimț|συγκατάθ|hozzájárul|suglasn|soglas|同意|동의|موافقت".split(
        "|"
    )
)
# What the buttons below a consent dialogue say.
ACCEPT = _parted(
    "accept agree allow decline deny reject refuse got_it akzept zustimm ablehn erlaub verstanden accepter refuser j'accepte autoris acept rechaz permit accett rifiut aceit recus rejeit concord accepteer akkoord weiger toesta akceptuj odrzu zgadza zgod прин отклон соглас разреш прийн відхил погодж прыня адхіл прием отказ kabul onayl redd izin قبول رفض موافق پذیرش"
    " 接受 同意 拒绝 拒絕 允许 允許 同意する 拒否 許可 受け入れ 동의 수락 거부 허용 acceptera godkänn avvisa neka accepter afvis tillad godta avslå tillat hyväksy hylkää salli αποδοχή αποδέχ απόρριψη elfogad elutasít přijm odmítn prija odmiet súhlas accepta refuz nõustu keeldu priim sutink pieņem piekrīt noraid prihvat odbij sprejm zavrn prano acceptar denegar đồng_ý chấp_nhận từ_chối terima setuju tolak स्वीकार अस्वीकार গ্রহণ קבל אשר דחה ยอมรับ"
)

# A server, a guard against robots or a law answers in place of the article.
ERROR = (
    "page not found|page cannot be found|page could not be found|page can't be found|can't find that page|cannot find that page|can't find the page|couldn't find that page|couldn't find the page|page doesn't exist|page does not exist|page you are looking for|page you were looking for|page you requested|page you're looking for|page no longer exists|article not found|story not found|content not found|article you requested|story you requested|article is no longer available|story is no longer available|article has been removed|story has been removed|unable to service your request|404 not found|404 error|error 404|requested url … not found",
    "checking your browser|verifying you are human|verify you are human|verify that you are human|verify you're human|verify that you're not a robot|you're not a robot|you are not a robot|are you a robot|are you human|prove you are human|i'm not a robot|review the security of your connection|enable javascript and cookies to continue|please enable js and disable any ad blocker|attention required! | cloudflare|ddos protection by|pardon our interruption|made us think you were a bot|unusual activity from|unusual traffic from|press & hold|complete the captcha|solve the captcha|you have been blocked|incapsula incident|performance & security by cloudflare",
    "you don't have permission to access|403 forbidden|error establishing a database|unavailable due to legal reasons|unavailable for legal reasons|unavailable in most european|not available in your region|not available in your country|not available in your location|access cannot be granted|from a country belonging to the european|unavailable in your region|unavailable in your location|geo-blocked",
    "seite nicht gefunden|seite wurde nicht gefunden|seite konnte nicht gefunden|seite existiert nicht|gesuchte seite|seite, die sie suchen|angeforderte seite|fehler 404|artikel nicht gefunden|artikel ist nicht mehr verfügbar|artikel wurde gelöscht|artikel wurde entfernt|artikel existiert nicht mehr|kein roboter|keine maschine|zugriff nicht erlaubt|interner serverfehler|bestätigen sie, dass sie ein mensch",
    "page introuvable|page non trouvée|page n'existe|page que vous cherchez|page que vous recherchez|page demandée|erreur 404|article introuvable|article n'est plus disponible|article a été supprimé|pas un robot",
    "página no encontrada|página no existe|no se ha encontrado la página|no se encontró la página|página que busca|página que estás buscando|página que buscas|página solicitada|error 404|artículo ya no está disponible|noticia ya no está disponible|artículo ha sido eliminado|no eres un robot|no es un robot|no soy un robot|comprobando su navegador",
    "pagina non trovata|pagina inesistente|pagina non esiste|pagina che stai cercando|pagina che cerchi|pagina richiesta|errore 404|articolo non è più disponibile|articolo è stato rimosso|non sei un robot",
    "página não encontrada|página não existe|página que você procura|página que procura|página solicitada|erro 404|artigo não está mais disponível|notícia não está mais disponível|artigo já não está disponível|não é um robô|não sou um robô",
    "pagina niet gevonden|pagina bestaat niet|pagina die u zoekt|pagina die je zoekt|opgevraagde pagina|fout 404|artikel is niet meer beschikbaar|artikel is verwijderd|artykuł nie jest już dostępny|artykuł został usunięty|geen robot|strona nie została znaleziona|nie znaleziono strony|strona nie istnieje|strony nie znaleziono|szukana strona|strona, której szukasz|błąd 404|nie jesteś robotem",
    "страница не найдена|страницы не существует|страница не существует|запрашиваемая страница|такой страницы нет|страница удалена|ошибка 404|материал не найден|материал удалён|материал удален|статья удалена|новость удалена|вы не робот|что вы не робот|проверка браузера|проверяем ваш браузер|сторінку не знайдено|сторінка не знайдена|сторінки не існує|помилка 404|ви не робот",
    "sayfa bulunamadı|aradığınız sayfa|böyle bir sayfa yok|hata 404|404 hata|robot olmadığınız",
    "الصفحة غير موجودة|الصفحة التي تبحث عنها|الصفحة المطلوبة|لم يتم العثور على الصفحة|خطأ 404|لست روبوت|أنك لست روبوتا|صفحه مورد نظر|صفحه یافت نشد|صفحه پیدا نشد",
    "页面不存在|页面未找到|找不到页面|找不到该页面|无法找到|访问的页面|您要查看的页面|网页不存在|错误 404|404错误|人机验证|验证您是真人|頁面不存在|找不到頁面|找不到網頁|您要找的頁面",
    "ページが見つかりません|ページは見つかりません|ページは存在しません|ページが存在しません|お探しのページ|指定されたページ|削除された可能性|ロボットではない|ただいまメンテナンス|페이지를 찾을 수 없|존재하지 않는 페이지|요청하신 페이지|로봇이 아닙니다",
    "sidan hittades inte|sidan kunde inte hittas|sidan finns inte|siden blev ikke fundet|siden findes ikke|siden ble ikke funnet|finner ikke siden|sivua ei löyt|η σελίδα δεν βρέθηκε|a keresett oldal|az oldal nem található|stránka nenalezena|stránka nebyla nalezena|pagina nu a fost găsită|pagina nu există|không tìm thấy trang|trang không tồn tại|halaman tidak ditemukan|पृष्ठ नहीं मिला|पेज नहीं मिला|הדף לא נמצא|העמוד לא נמצא|ไม่พบหน้า",
)

# The same in two halves, for languages and wordings the phrases do not have: the page, and that it is not there.
PAGE = (
    "page url seite seiten página pàgina pagina strona stron strony stronie stránka stránku strana stranica страниц сторінк старонк sayfa صفحة صفحه صفحہ 页面 页 頁面 網頁 网页 ページ 페이지"
    " sidan siden sivu oldal σελίδα trang halaman laman पृष्ठ पेज পাতা পৃষ্ঠা דף עמוד หน้า lehekülg leht puslapis puslapio lapa lapu stran artikel article artículo articolo artigo статья статьи материал 文章 記事"
).split()
ABSENT = (
    "not found|not be found|n't be found|n't find|cannot find|doesn't exist|does not exist|no longer exists|nicht gefunden|existiert nicht|gibt es nicht|nicht vorhanden|introuvable|n'existe|pas trouvé|no existe|no encontr|no se encontr|no se ha encontr|não exist|não encontr|não foi encontr|non trovat|non esiste|inesistente|niet gevonden|bestaat niet|nie znalezion|nie istnieje|nie ma takiej|neexistuje|nenalezen|nenájden|nebyla nalezena|не найден|не существу|нет такой|не знайден|не існує|не існуе|не знойдзен|не е намерен|не съществува|не е открит|не постои|не постоји|није пронађ|bulunamad|mevcut değil|غير موجود|لم يتم العثور|یافت نشد|وجود ندارد|不存在|未找到|找不到|無法找到|见つかりません|見つかりません|存在しません|찾을 수 없|존재하지|hittades inte|finns inte|kunde inte hittas|ikke fundet|findes ikke|ikke funnet|finnes ikke|ei löyd|ei löyt|ei ole olemassa|nem található|nem létezik|nu a fost găsit|nu există|không tìm thấy|không tồn tại|tidak ditemukan|tidak ada|tidak wujud|नहीं मिल|मौजूद नहीं|পাওয়া যায়নি|বিদ্যমান নেই|לא נמצא|לא קיים|nije pronađen|ne postoji|ni najden|ne obstaja|ei leitud|nav atrasta|neegzistuoja|nerastas|no trobat|no trobada|no existeix|δεν βρέθηκε|δε βρέθηκε|δεν υπάρχει|ไม่พบ",
)

# What such answers say as well, and news about services, too: counts together with another sign.
ERROR_HINT = (
    "no longer available|this content is not available|this content isn't available",
    "security check|request unsuccessful|one more step",
    "access denied|forbidden|bad gateway|service unavailable|temporarily unavailable|service is unavailable|gateway time-out|gateway timeout|internal server error|too many requests|under maintenance|scheduled maintenance|be back soon|something went wrong|an error occurred",
    "nicht mehr verfügbar|zugriff verweigert|vorübergehend nicht verfügbar|wartungsarbeiten|sicherheitsüberprüfung|in ihrem land nicht|in ihrer region nicht|etwas ist schiefgelaufen",
    "n'est plus disponible|accès refusé|temporairement indisponible|service indisponible|en maintenance|vérification de sécurité|pas disponible dans votre pays|pas disponible dans votre région|une erreur est survenue|une erreur s'est produite",
    "ya no está disponible|acceso denegado|servicio no disponible|temporalmente no disponible|en mantenimiento|tareas de mantenimiento|no está disponible en tu país|no está disponible en su país|no está disponible en su región|ha ocurrido un error|se ha producido un error|algo salió mal",
    "non è più disponibile|accesso negato|servizio non disponibile|temporaneamente non disponibile|in manutenzione|non disponibile nel tuo paese|si è verificato un errore",
    "não está mais disponível|já não está disponível|acesso negado|serviço indisponível|temporariamente indisponível|em manutenção|não está disponível no seu país|ocorreu um erro|algo deu errado",
    "niet meer beschikbaar|toegang geweigerd|tijdelijk niet beschikbaar|in onderhoud|niet beschikbaar in uw land|er is iets misgegaan|odmowa dostępu|chwilowo niedostępn|przerwa techniczna|niedostępna w twoim kraju|wystąpił błąd",
    "доступ запрещ|доступ ограничен|временно недоступ|технические работы|ведутся работы|проверка безопасности|недоступен в вашем регионе|недоступен в вашей стране|произошла ошибка|что-то пошло не так|доступ заборонено|тимчасово недоступ|технічні роботи",
    "erişim engellendi|erişim reddedildi|geçici olarak|bakım çalışması|bir hata oluştu|ülkenizde kullanılamıyor",
    "تم رفض الوصول|غير متاح مؤقتا|تحت الصيانة|غير متاح في بلدك|حدث خطأ",
    "已被删除|安全验证|验证码|访问被拒绝|拒绝访问|服务不可用|系统维护|您所在的地区|存取被拒|系統維護",
    "アクセスが拒否|アクセスできません|メンテナンス中|一時的に利用できません|お住まいの地域|접근이 거부|접속이 차단|점검 중|일시적으로 사용할 수 없|오류가 발생",
)

# "Turn JavaScript on": the name of the language and, in the same line, a word for the switch.
SWITCH_ON = (
    "enable enabled disabled without requires require turn turned activate aktivieren aktiviert deaktiviert einschalten eingeschaltet benötigt activer activé désactivé nécessite"
    " habilit activar active activa desactivado necesit ativar ative desativado abilit attiva disattiv inschakel ingeschakeld uitgeschakeld włącz wyłącz obsług включ отключ выключ требу"
    " необходим увімкн вимкн etkinleştir kapalı devre تفعيل تمكين معطل فعّل 启用 啟用 開啟 开启 打开 禁用 有効 無効 オン 활성 사용하도록 aktivera aktiver slå käyttöön ενεργοποι engedélyez zapn povol activați bật aktifkan सक्षम הפעל เปิดใช้"
).split()

LIVE = (
    "live|live updates|as it happened|live blog|liveblog|live-blog|rolling coverage|minute by minute|liveticker|live-ticker|newsblog|newsticker|ticker|en direct|le direct|en directo|en vivo|última hora|minuto a minuto|diretta|in diretta|ao vivo|minuto a minuto|em direto|na żywo|relacja|онлайн|прямой эфир|прямая трансляция|трансляция|хроника|онлайн-трансляция|наживо|хроніка|canlı|canlı anlatım|dakika dakika|مباشر|لحظة بلحظة|بث مباشر|直播|实时更新|滚动|即時更新|ライブ|速報|実況|タイムライン|실시간|생중계|속보|direktrapport|direkte|liveopdatering|siste nytt|suora|ζωντανά|λεπτό προς λεπτό|élő|živě|online přenos|trực tiếp|langsung|लाइव|בשידור חי|עדכונים שוטפים|سیر لحظه|زنده",
)

GALLERY = (
    "gallery|in pictures|in photos|photos|pictures|slideshow|photo essay|in images|bilderstrecke|fotostrecke|bildergalerie|in bildern|fotogalerie|die bilder|diaporama|en images|en photos|les photos|portfolio|fotogalería|galería|en imágenes|en fotos|las fotos|fotogallery|le foto|galleria|galeria|fotogaleria|em imagens|veja fotos|in beeld|fotoserie|foto's|in foto's|galeria zdjęć|zdjęcia|фотогалерея|фоторепортаж|фотолента|в фотографиях|фото дня|фотоісторія|у фотографіях|foto galeri|fotoğraflarla|صور|بالصور|معرض صور|图集|组图|圖輯|写真で見る|写真特集|フォトギャラリー|写真集|화보|포토|사진으로|bildspel|billeder|bilder|kuvat|kuvagalleria|φωτογραφίες|képgaléria|képekben|fotogalerie|galerie foto|chùm ảnh|foto-foto|तस्वीरें|תמונות|גלריה",
)

# What pages of search results are called.
RESULTS = (
    "search results|search result|suchergebnisse|suchergebnis|résultats de recherche|résultats de la recherche|resultados de búsqueda|resultados de la búsqueda|risultati della ricerca|risultati di ricerca|resultados da busca|resultados da pesquisa|resultado da busca|zoekresultaten|wyniki wyszukiwania|результаты поиска|результати пошуку|arama sonuçları|نتائج البحث|搜索结果|搜尋結果|検索結果|검색 결과|sökresultat|søgeresultater|søkeresultater|hakutulokset|αποτελέσματα αναζήτησης|keresési eredmények|výsledky vyhledávání|rezultatele căutării|kết quả tìm kiếm|hasil pencarian|खोज परिणाम|תוצאות חיפוש|ผลการค้นหา",
)
