"""Words that pages put around articles, by kind and language: data for pipeline.cleaning.furniture.

English, Russian, Ukrainian, German, French, Spanish, and the commonest forms in Italian, Portuguese, Polish, Dutch and
Turkish. Every entry is a phrase that any outlet may use; none names an outlet. Patterns are matched without case
against a whole line, apostrophes straightened; each is linear in the length of the line.
"""

# ruff: noqa: SIM905 - word lists are read and edited as text

# "Read also" and its kin: alone, or followed by a colon or a dash and a headline.
POINTERS = (
    r"(?:click|tap) (?:here )?to (?:read|see|view) more|also read|continue reading|don't miss(?: this| out)?|editor'?s'? (?:picks?|choice)",
    r"keep reading|learn more|load more|more (?:(?:[\w']{1,20} )?(?:stories|headlines)|from [\w' ]{1,40}|like this|news|on (?:this|the) (?:story|topic)|on this|stories|to explore)",
    r"most (?:popular|read|shared|viewed)(?: (?:in|on) [\w' ]{1,30})?|read (?:also|full (?:article|story)|more|next|on|the full (?:article|report|story))",
    r"recommended(?: (?:articles|for you|reading|stories|videos))?",
    r"related(?: (?:articles?|content|coverage|links|news|posts?|reading|stories|story|topics?|videos?))?",
    r"see (?:all|also|more)|show more|top stories|trending(?: now)?|view (?:all|more)|watch(?: also| more| now| next)?|what to read next|you (?:may|might) (?:also )?(?:be interested in|like)",
    r"(?:другие|последние|главные|похожие) (?:новости|материалы|статьи)|ещ[её] (?:новости|по теме)|(?:материалы )?по теме",
    r"подробнее|популярное|рекомендуем(?: почитать| прочитать)?|самое (?:популярное|читаемое)|смотр(?:еть|ите) также",
    r"чита(?:йте|ть|й) (?:далее|ещ[её]|по теме|полностью|больше|также|ещ[её] по теме)",
    r"(?:інші|останні|головні|схожі) (?:новини|матеріали|статті)|(?:матеріали )?за темою|дивіться також|докладніше|детальніше",
    r"популярне|рекомендуємо|чита(?:йте|ти|й) (?:далі|більше|ще|також)",
    r"auch interessant|das könnte (?:sie|dich) (?:auch )?interessieren|lesen sie (?:auch|dazu|hier|mehr|weiter)|mehr (?:dazu|lesen|nachrichten|zum thema)",
    r"meistgelesen|siehe auch|verwandte (?:artikel|themen)|weitere (?:artikel|meldungen|nachrichten|themen)|weiterlesen|zum thema|ähnliche artikel|lies auch|mehr erfahren",
    r"[àa] (?:lire|voir|écouter) (?:aussi|également)|articles? (?:associés?|liés?|similaires?)|en savoir plus|lire (?:aussi|également|l'article|la suite|plus)",
    r"les plus (?:lus|populaires)|notre sélection|pour aller plus loin|sur le même (?:sujet|thème)|voir (?:aussi|plus)",
    r"artículos relacionados|contenido relacionado|le(?:a|e|er) (?:además|también|más)|l[eo] más (?:leído|visto)|más (?:información|leíd[ao]s|noticias)",
    r"noticias relacionadas|seguir leyendo|(?:le|te) (?:podría|puede) interesar|(?:mir[ae]|ve[ar]|ver) (?:también|más)",
    r"articoli correlati|continua a leggere|leggi (?:anche|di più|tutto)|potrebbe interessarti|vedi anche",
    r"continue lendo|leia (?:mais|também)|mais lidas|notícias relacionadas|saiba mais|veja (?:mais|também)",
    r"czytaj (?:dalej|także|też|również|więcej)|zobacz (?:także|też|również|więcej)",
    r"bekijk ook|lees (?:meer|ook|verder)|zie ook|devamını oku|ilgili haberler|ayrıca (?:bakınız|okuyun)",
)

# Requests and buttons: the whole line is one, wherever it stands.
BUTTONS = (
    r"(?:back|go|jump|return|scroll|skip) (?:back |up )?to (?:(?:main|the) )?(?:content|main content|start|the top|top)(?: of (?:the )?page)?",
    r"scroll (?:down|up)(?: for more| to continue)?|[\d.,]{1,6} ?[km]? shares?|tweet(?: this)?|retweet|pin it|\+? ?follow(?:ing)?|(?:listen|watch) (?:live|now)|copy(?: the)? link|link copied[\w ]{0,20}",
    r"(?:please )?share(?: (?:article|by email|on (?:facebook|twitter|x|social media)|story|this(?: (?:article|post|story|page|news))?)(?: (?:on|via|with) [\w ,]{1,40})?)?",
    r"(?:e-?mail|print|save|bookmark) this(?: (?:article|page|story))?",
    r"(?:click|tap) here(?: (?:for|to) .{1,100})?|download (?:our|the) (?:\w+ ){0,3}app\b.{0,60}",
    r"(?:follow|like|find|join) us (?:at|in|on|via)\b.{0,100}|(?:follow|join) .{1,50} on (?:bluesky|facebook|google news|instagram|linkedin|telegram|threads|tiktok|twitter|whatsapp|x|youtube)\b.{0,60}",
    r"join (?:our|the) .{0,60}(?:channel|community|discord|newsletter|telegram|whatsapp)\b.{0,40}",
    r"(?:sign up|subscribe|register)(?: (?:for free|free|here|now|today))?(?: (?:for|to|via|with) (?:our|the|this|your|free|daily|weekly|email|e-mail|push|us|get|receive|read|continue|unlock)\b.{0,140})?",
    r"(?:log|sign) in(?: to (?:comment|continue|read|your account).{0,40})?|get (?:our|the) .{0,60}(?:alerts|app|briefing|inbox|newsletter)\b.{0,60}|newsletter sign-?up|enter your e-?mail(?: address)?",
    r"donate(?: (?:here|now|online|to (?:our|us)\b.{0,40}|today))?|make a (?:contribution|donation)(?: (?:here|now|today|to (?:our|us)\b.{0,40}))?|become a (?:member|patron|subscriber|supporter)(?: (?:here|now|of|today)\b.{0,40})?",
    r"buy (?:me|us) a coffee.{0,40}|support (?:independent journalism|our (?:journalism|journalists|newsroom|reporting|work)|us)(?: .{1,60})?",
    r"leave a (?:comment|reply)|post a comment|(?:join|view|show|hide|read) (?:the )?(?:comments|conversation|discussion)|comments (?:are )?(?:closed|off)",
    r"accept (?:all )?cookies|(?:cookie|privacy) (?:policy|settings)|terms (?:of (?:service|use)|and conditions)",
    r"поделиться(?: (?:в|на|с|ссылкой|новостью|статьей|статьёй|материалом) .{1,40})?|поделитесь (?:с друзьями|в соцсетях|новостью|статьей|ссылкой).{0,40}|скопировать ссылку|распечатать|версия для печати",
    r"(?:вернуться )?(?:к началу(?: страницы)?|в начало|наверх)|подпис(?:аться|ывайтесь|ывайся|итесь|ка)(?: (?:на|в) .{1,120})?|следите за (?:нами|нашими|новостями|обновлениями).{0,80}",
    r"(?:читайте|смотрите|ищите) нас (?:в|на) .{1,60}|мы в (?:facebook|google|instagram|telegram|twitter|viber|x|youtube|вконтакте|одноклассниках|соцсетях|социальных сетях|телеграм\w*)\b.{0,60}",
    r"поддерж(?:ать|ите) (?:нас|наш\w*|независим\w+|проект|редакцию)\b.{0,60}|помочь (?:проекту|редакции)|сделать (?:пожертвование|взнос)|пожертвовать|оставить комментарий|нашли ошибку\b.{0,80}",
    r"поділитис[яь](?: (?:в|у|на|з|із|посиланням|новиною|статтею) .{1,40})?|поділіться (?:з друзями|у соцмережах|новиною).{0,40}|(?:повернутися )?(?:догори|нагору)|до початку(?: сторінки)?",
    r"підпис(?:атис[яь]|уйтес[яь]|уйся|ка)(?: (?:на|в|у) .{1,120})?|(?:слідкуйте|стежте) за (?:нами|нашими|новинами).{0,80}",
    r"(?:читайте|дивіться|шукайте) нас (?:в|у|на) .{1,60}|ми в (?:facebook|google|instagram|telegram|viber|youtube|соцмережах|телеграм\w*)\b.{0,60}",
    r"підтрима(?:йте|ти) (?:нас|наш\w*|незалежн\w+|проєкт|редакцію)\b.{0,60}|задонатити|зробити внесок|залишити коментар|знайшли помилку\b.{0,80}",
    r"(?:artikel )?(?:drucken|merken|teilen|versenden)(?: (?:auf|per|via) .{1,40})?|(?:zurück )?(?:nach oben|zum (?:anfang|inhalt|seitenanfang))|folgen sie uns\b.{0,80}|folge uns\b.{0,80}",
    r"(?:jetzt )?(?:abonnieren|anmelden|registrieren)(?: (?:sie|und)\b.{1,100})?|newsletter (?:abonnieren|bestellen)|melden sie sich .{0,60}newsletter.{0,60}|jetzt (?:spenden|testen|unterstützen|teilen)|spenden",
    r"unterstützen sie (?:uns|unabhängigen|unsere\w*)\b.{0,60}|kommentar (?:schreiben|verfassen)|link kopieren",
    r"partager(?: (?:cet article|l'article|par|sur|via)(?: .{1,40})?)?|(?:retour (?:en )?)?haut de (?:la )?page|retour en haut(?: de (?:la )?page)?|suivez-nous\b.{0,80}|abonnez-vous\b.{0,100}|s'abonner(?: (?:à|dès|pour) .{1,60})?",
    r"inscrivez-vous (?:à|pour) .{1,100}|recevez (?:notre|la|nos) .{0,40}(?:newsletter|infolettre|lettre)\b.{0,60}|faire un don|je (?:fais un don|m'abonne)",
    r"soutenez(?:-nous| (?:notre|nos|le journalisme|la presse)\b).{0,60}|imprimer|copier le lien|laisser un commentaire",
    r"compart(?:e|ir|a)(?: (?:en|esta noticia|este artículo|por)(?: .{1,40})?)?|(?:ir|volver|subir) (?:arriba|al inicio)|s[ií]g(?:ue|a)nos\b.{0,80}|suscr[ií]b(?:ete|ase|irse|irme)(?: (?:a|al|aquí|ahora|para)\b.{0,100})?",
    r"regístrate(?: .{1,60})?|recib[ea] (?:nuestro|el|las) .{0,40}(?:boletín|newsletter|noticias)\b.{0,60}|dona(?: ahora| aquí)?|haz una donación|hazte (?:socio|socia|suscriptor).{0,30}",
    r"apóyanos\b.{0,40}|apoy[ae] (?:nuestro|el periodismo)\b.{0,60}|imprimir|copiar enlace|deja un comentario",
    r"condividi(?: su .{1,30})?|torna su|seguici su .{1,60}|iscriviti(?: .{1,80})?|sostieni(?:ci| il nostro .{1,40})|compartilh(?:ar|e)(?: .{1,30})?|siga-nos .{1,60}|inscreva-se(?: .{1,80})?",
    r"the post .{3,200} (?:appeared first|first appeared) on .{2,80}|(?:l'article|el post|el artículo|der beitrag|il post|o post) .{3,200} (?:est apparu en premier sur|se publicó primero en|apareció primero en|erschien zuerst auf|proviene da|apareceu primeiro em) .{2,80}",
    r"fot\. .{2,60}|\[/?[a-z_]{3,20}(?: [a-z_]{2,20}=.{0,200})?\].{0,120}",
    r"udostępnij|obserwuj nas .{1,60}|do góry|delen|volg ons .{1,60}|paylaş",
)

# Each has "inbox".
INBOX = (
    r"[^.?!]{0,120}\b(?:delivered|newsletters?|news|stories)\b.{0,60}\b(?:in|to) your inbox\b.{0,80}|[^.?!]{0,60}\bto your inbox\b.{0,30}\bdelivered\b.{0,60}",
)

ADVERTISING = (
    r"advert(?:isement|ising|orial)|(?:paid|promoted|sponsored)(?: (?:content|links?|post|stories))?|(?:article|story|post)? ?continues? (?:after|below)\b.{0,40}",
    r"реклама|на правах рекламы|партн[её]рский материал|на правах реклами",
    r"anzeige|werbung|publicité|publicidad|pubblicità|reklama|advertentie|reklam",
)

RIGHTS = (r"(?:©|\(c\)|copyright(?= ?(?:©|\(c\)|\d{4}|by\b|[:–—-]))).{0,200}",)

CREDITS = (
    r"(?:file |stock )?(?:photo(?:graph)?|image|picture|illustration)s?(?: (?:by|courtesy(?: of)?|credit|source|via):? (?-i:[A-Z@])[^.]{0,80}|(?: credit| source| caption)? ?[:©/|].{1,100})|credit ?:.{1,80}",
    r"(?:фото|изображение|иллюстрация|скриншот|источник фото|світлина|джерело фото|ілюстрація) ?[:©/|].{1,100}",
    r"(?:foto|bild|grafik|fotos|bildquelle|symbolbild) ?[:©/|].{1,100}|(?:crédits?(?: photo)?|illustration|photo) ?[:©/|].{1,100}|(?:fotografía|imagen|crédito) ?[:©/|].{1,100}",
    r"(?:ap photo|reuters|afp|epa|getty(?: images)?) ?/ ?.{1,60}|ap photo|getty images|afp photo|shutterstock|istock|unsplash|pixabay|wikimedia commons",
)

# Credits and rights at the end of a longer line; each needs one of the marks, which is the fast thing to ask first.
ENDINGS = (
    r".{0,120}\b(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados)\b.{0,120}",
    r".{0,80}(?:все права защищены|усі права захищен[оі]|всі права захищен[оі]).{0,120}",
    r".{3,250}(?:\((?:ap photo|afp|getty|reuters|epa|tass|photo|image|picture|фото|foto|bild)\b.{0,80}\)?|\b(?:photo|image|picture|photograph|foto|фото) ?(?:: ?|credit:? ?|by |courtesy ).{1,50})",
    r".{3,250}(?:(?:ap photo|reuters|afp|epa|getty) ?/ ?[\w .-]{1,50}|\bvia (?:ap|afp|getty images|reuters)|[/|] ?getty(?: images)?)",
)
ENDING_MARKS = (
    *("reserved", "vorbehalten", "réservés", "reservados", "riservati", "защищ", "захищ"),
    *(
        "photo",
        "image",
        "picture",
        "фото",
        "foto",
        "bild",
        "afp",
        "getty",
        "reuters",
        "epa",
        "tass",
        "via ap",
    ),
)

# A name of a section, a list or a button when every word is one of these, at the edges of a text only.
LABEL_WORDS = frozenset(
    """
    about account all analysis archive archives article articles author author's authors back blog blogs blogger breaking business
    categories category climate column columnists columns comment comments commentary contact contacts culture donate economics economy editorial
    editorials education entertainment environment europe explainer explainers feature features gallery headlines health
    home homepage interview interviews international investigation investigations latest lifestyle live local login main
    media menu more national navigation news newsletter newsletters next older newer opinion opinions other our page photo
    photos podcast podcasts politics popular post posts previous print publications recent regional register related reports science search section sections
    share sport sports stories story subscribe tag tags tech technology today's top topic topics travel up us video
    videos world writer writers you
    facebook twitter x telegram whatsapp instagram youtube viber vk linkedin pinterest reddit email e-mail tiktok bluesky threads messenger flipboard tumblr rss
    аналитика автор автора авторов авторы блог блога блоги в вверх видео все всё главная главное главные другие ещё еще интервью комментарии комментарий
    контакты культура материалы меню мир мире мнение мнения назад наверх наука новости новость об обзор общество
    одноклассники вконтакте телеграм подробности поиск политика последние публикации происшествия рубрика раздел расследования репортаж спорт статьи статья теги тема темы технологии
    фото экономика эксклюзив экспертиза
    аналітика автори вгору відео всі головна головне головні догори думка думки економіка ексклюзив інтерв'ю інші коментарі культура
    матеріали меню нагору новини новина останні підрозділ політика події пошук репортаж розслідування світ світі спорт статті стаття суспільство технології
    публікації усі
    aktuell aktuelles alle artikel autor autoren beiträge datenschutz fotos impressum interview kommentar kommentare kontakt kultur meinung menü
    nachrichten neueste oben panorama politik reportage ressort schlagzeilen sport startseite suche themen thema
    videos weitere welt wirtschaft wissenschaft
    accueil actualité actualités analyse analyses articles auteur auteurs commentaires culture dernières derniers économie éditorial entretien
    haut idées international les monde opinion opinions photos politique recherche reportage société sommaire sports tous toutes tribune une vidéo vidéos
    análisis arriba artículo artículos autor autores blogs buscar comentarios cultura deportes economía editorial entrevista entrevistas
    fotos inicio internacional los del mundo nacional noticia noticias opinión política portada secciones sociedad temas todas todos últimas últimos vídeo vídeos
    """.split()
)
LABEL_LINKS = frozenset("and by of the to und nach et de la le y el и i і та й".split())

# "Tags: a, b", "5 min read", "12 comments": edges only.
EDGE_LINES = (
    r"(?-i:EDS|EDITORS|ATTN)\b[:.]? .{3,200}|-*(?:30|ends?)-*|updated?(?: at| on)? \d.{1,40}|(?:posted|published|updated) (?:on )?[\w ,:./-]{6,40} by [\w .'-]{2,60}",
    r"(?:categories|category|filed under|keywords|posted in|tags?|topics?|теги|метки|рубрики?|ключевые слова|ключові слова|мітки|schlagw(?:orte|örter)|themen|stichworte|mots-clés|thèmes|etiquetas|temas|palabras clave) ?[:|].{0,300}",
    r"(?:reading time ?:? ?)?\d{1,3} ?-?min(?:ute)?s?\.?(?: (?:read|to read))?|время (?:чтения|на чтение) ?:? ?\d{1,3} мин\w*\.?|час читання ?:? ?\d{1,3} хв\w*\.?",
    r"lesezeit ?:? ?\d{1,3} min\w*\.?|(?:temps de lecture|lecture) ?:? ?\d{1,3} ?min\w*\.?|(?:tiempo de )?lectura ?:? ?\d{1,3} ?min\w*\.?",
    r"\d{1,7} ?(?:comments?|views?|просмотр\w*|комментари\w*|перегляд\w*|коментар\w*|kommentare?|aufrufe|commentaires?|vues|comentarios?|visitas)",
    r"(?:comments?|views?|просмотр\w*|комментари\w*|перегляд\w*|коментар\w*|kommentare|commentaires|comentarios) ?:? ?\(?\d{1,7}\)?",
    r"\d{1,2} (?:minutes?|mins?|hours?|days?|weeks?) ago|(?:vor|il y a|hace) \d{1,2} \w{2,9}|\d{1,2} \w{3,7} (?:назад|тому)",
    r"support (?:the )?[\w'.& -]{2,40}!|поддержите [«\"\w'.& -]{2,40}!|підтримайте [«\"\w'.& -]{2,40}!|unterstützen sie [\w'.& -]{2,40}!|soutenez [\w'.& -]{2,40} ?!|¡?apoya? (?:a )?[\w'.& -]{2,40}!",
)

# What appeals to readers say; a paragraph is weighed by how many of these it has outside quotation marks.
# First what they ask for, a line a language:
ASKS = (
    r"\b(?:support|fund|sustain|back) (?:us|our|independent|quality)\b|\bbecome (?:a|an) (?:\w+ )?(?:member|patron|subscriber|supporter)\b|\bdonat(?:e|ing)\b|\bsubscrib(?:e|ing)\b|\bsign(?:ing)? up\b"
    r"|\bhelp (?:us|keep|fund)\b|\bcontribut(?:e|ing) (?:to us|today|now|as little)\b|\bwe need (?:you|your)\b|\bplease consider\b|\b(?:small|little|tiny) favou?r to ask\b"
    r"|поддерж(?:ите|ать|ива\w+) (?:нас|наш\w*|редакци\w*|независим\w*)|подпи(?:сывайтесь|шитесь|саться)|помогите нам|нам нужна ваша|оформите (?:подписку|пожертвование)|сдела(?:йте|ть) (?:взнос|пожертвование)"
    r"|підтрима(?:йте|ти) (?:нас|наш\w*|редакці\w*|незалежн\w*)|підпи(?:суйтес[яь]|шіться|сатис[яь])|допоможіть нам|нам потрібна ваша|оформіть підписку|зроб(?:іть|ити) внесок"
    r"|unterstütz(?:en|t) sie (?:uns|unsere\w*)|spenden sie|abonnieren sie|melden sie sich|helfen sie uns|wir brauchen (?:sie|ihre)"
    r"|soutene[zr](?:-nous)?|faites un don|abonnez-vous|inscrivez-vous|aidez-nous|nous avons besoin de (?:vous|votre)"
    r"|ap[oó]y(?:a|e)(?:nos)?\b|haz(?:te)? (?:una donación|socio|socia)|suscr[ií]b(?:ete|ase)|ayúdanos|necesitamos (?:tu|su)"
)
# then what they say around it:
APPEAL_CUES = (
    ASKS,
    r"\byour (?:contribution|donation|generosity|gift|help|membership|readership|support)\b|ваш\w* (?:поддержк\w*|помощь|пожертвовани\w*)|ваш\w* (?:підтримк\w*|допомог\w*|внес\w*)|\bihre[rn]? (?:spende|unterstützung|hilfe)\b|\bvotre (?:aide|contribution|don|soutien)\b|\b(?:tu|su) (?:aporte|apoyo|ayuda|donación)\b",
    r"\bindependent (?:journalis[mt]s?|media|news|newsroom|outlet|reporting|voices?)\b|независим\w+ (?:журналистик\w*|издани\w*|медиа|сми)|незалежн\w+ (?:журналістик\w*|видання|медіа|змі)|\bunabhängige[rn]? (?:berichterstattung|journalismus|medien)\b|\b(?:information|journalisme|média|presse) indépendante?\b|\b(?:periodismo|medios?) (?:independientes?|libre)\b",
    r"\bour (?:commitment|coverage|independence|journalis[mt]s?|mission|newsroom|readers|reporters|reporting|team|voices?|work)\b|наш\w* (?:журналист\w*|команд\w*|миссии|работ\w*|редакци\w*|читател\w*)|наш\w* (?:журналіст\w*|місі\w*|робот\w*|читач\w*)|\bunser\w{0,2} (?:arbeit|journalismus|leser\w*|redaktion|team)\b|\b(?:notre|nos) (?:équipe|journalis\w+|lect\w+|rédaction|travail)\b|\bnuestr[ao]s? (?:equipo|lectores|periodis\w+|redacción|trabajo)\b",
    r"\b(?:as little as|every month|from (?:just|only)|monthly|no matter how (?:small|big|much)|one-off|one-time|per month|tax-deductible)\b|ежемесячн\w+|люб(?:ая|ую) сумм\w|щомісячн\w+|будь-як(?:а|у) сум\w|\bmonatlich\w*\b|\b(?:chaque|par) mois\b|\b(?:al|cada) mes\b",
    r"\b(?:accurate|fearless|quality|reader-funded|trustworthy|truthful|unbiased) (?:and \w+ )?(?:journalism|news|reporting)\b|\bjournalism that matters\b|\b(?:no|without a?) ?paywalls?\b|качественн\w+ журналистик\w*|якісн\w+ журналістик\w*",
    r"\b(?:dear readers?|if you (?:can|enjoy|like|value)|thank you(?: for (?:reading|your))?|makes? (?:a|all the) difference)\b|дорог\w+ (?:читател\w+|друзья)|спасибо, что|дякуємо|\bliebe leser\w*\b|\bchers? lecteurs?\b|\bquerid[ao]s? lector\w*\b",
    r"\b(?:free |daily |weekly )?(?:e-?mail )?newsletters?\b|\byour inbox\b|рассылк\w+|розсилк\w+|\binfolettre\b|\bboletín\b|\bposteingang\b",
)
# Who is spoken to: an appeal has "we" or "you".
ADDRESS = r"\b(?:we|us|our|you|your|мы|нас|нам|наш\w*|вы|вас|вам|ваш\w*|ми|ви|wir|uns|unser\w*|ihre[rnms]?|ihnen|nous|notre|nos|vous|votre|vos|nosotros|nuestr\w+|usted|tu|te)\b"

BYLINES = (
    r"(?:written |story |report(?:ed|ing)? |words |text )?by:?|authors?:|writer:|reporter:|автор(?:ы|и)?:?|текст:|von:?|autor(?:in|en|es)?:|par|auteurs?:|por|texto:|text:|di|door|tekst:"
    r"|(?:skriven )?av|(?:skrevet )?af|teksti:|γράφ(?:ει|ουν) (?:η|ο|οι)|(?:συντάκτης|συντάκτρια):|muhabir:|yazan:|haber:|oleh:?|penulis:|írta:?|szerző:|tác giả:|מאת:?|بقلم:?|كتب(?:ت)?:|نویسنده:"
)
# Newsroom words: a byline with one of these names nobody.
NEWSROOM = frozenset(
    "admin administrator agencies agency associated associates bureau contributors correspondent correspondents desk digital editor editorial editors guest"
    " news newsdesk newsroom press redaction reporter reporters reuters staff team tv web wire writer writers"
    " редакция редакции корреспондент агентство редакція кореспондент agentur redaktion agence rédaction agencia agencias redacción redazione redactie".split()
)
