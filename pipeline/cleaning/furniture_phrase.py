"""Phrases that pages put around articles, in many languages, looked up by the words a line begins with.

A table instead of patterns: what a line costs does not grow with the number of languages. Patterns with room in them are in
pipeline.cleaning.furniture_words. Every entry is a phrase that any outlet may use; none names an outlet, none begins a sentence of prose.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache

from pipeline.texts.text import AnyOf

_MAX = 200  # characters of a line
_REQUEST_WORDS, _REQUEST_CHARS = 12, 110  # of a request or a button; longer lines are prose
_UNSPACED_CHARS = 45  # of one in a script without spaces
_LABEL_CHARS = 160
_NOTICE_CHARS = 160
_LONGEST = 7  # words of a phrase
_LONGEST_UNSPACED = 24  # characters of one
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_QUOTES = "\"“”„«»‘‹›「『'"
_MARKS = re.compile(r"[\u064b-\u0652\u0640]")  # Arabic vowel signs, which are written or not
_ALEF = (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"))
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e\u200c]+[^\W_]*)*")
_SEPARATOR = re.compile(r"\s*(?:[:：|｜=＝>»→/／】］\]]|[–—-]\s)\s*\S")
_TELLING = 3  # words of a phrase that hardly begins another sentence
_COMMA = re.compile(r"[,،，、]")
_PROSE_END = re.compile(r"[.。।]\W*$")


class Kind(Enum):
    """What a phrase says of its line, and where the line must stand to be furniture."""

    POINTER = auto()  # to another article: alone, or before a mark and a headline
    REQUEST = auto()  # a button or request: a short line that begins so
    BUTTON = auto()  # the whole line
    END = auto()  # the whole line, at the head or the foot
    CREDIT = auto()  # a label of a picture's maker: before a mark and a name
    LABEL = auto()  # a label of source, editor or tags: likewise, at the head or the foot
    NOTICE = auto()  # a short line that has it anywhere: of rights, or a channel to follow


_POINTERS = """
also read, read this next, in case you missed it, more on this story, previous article, next article, previous story, next story, previous post, next post
to the article, to the full article, to the interview, to the video, zum artikel, zum beitrag, zum bericht, zum interview, zum kommentar, zum video, zum podcast, zum liveblog, zur analyse, zur bildergalerie, vers l'article, voir la vidéo, ver el vídeo, ver vídeo, vai all'articolo, guarda il video, naar het artikel, bekijk de video, till artikeln, til artiklen, til saken, przejdź do artykułu, к статье, haberin devamı
auch lesen, mehr dazu, lesetipp, vorheriger artikel, nächster artikel, passend dazu, empfohlene artikel
à découvrir, à lire sur le sujet, article précédent, article suivant, sur le même thème
leia ainda, confira também, veja ainda, artículo anterior, artículo siguiente, te recomendamos, más sobre este tema, nota relacionada, notas relacionadas, lea además
per approfondire, ti potrebbe interessare, potrebbe interessarti anche, articoli consigliati, articolo precedente, articolo successivo, leggi tutto
lees ook, meer over dit onderwerp, gerelateerde artikelen, vorig artikel, volgend artikel
polecamy, przeczytaj także, przeczytaj też, przeczytaj również, więcej na ten temat, zobacz więcej, poprzedni artykuł, następny artykuł
ilgili haber, ilgili haberler, bunu da okuyun, ilginizi çekebilir, bunlar da ilginizi çekebilir, önceki haber, sonraki haber, ayrıca oku
läs också, läs även, läs mer, läs vidare, läs mer om, relaterat, relaterade artiklar, se även, se också, mest läst, mest lästa, fler nyheter, fler artiklar
læs også, læs mere, læs videre, se også, relaterede artikler, mest læste, fik du læst
les også, les mer, les videre, relaterte saker, flere saker, mest lest
lue myös, lue lisää, katso myös, aiheesta lisää, lisää aiheesta, luetuimmat
διαβάστε επίσης, διαβάστε ακόμη, διαβάστε ακόμα, διαβάστε περισσότερα, διαβάστε εδώ, δείτε επίσης, δείτε ακόμη, δείτε ακόμα, σχετικά άρθρα, σχετικά θέματα, μη χάσετε
اقرأ أيضا, اقرأ المزيد, اقرا ايضا, شاهد أيضا, مواضيع ذات صلة, أخبار ذات صلة, مقالات ذات صلة, موضوعات ذات صلة, الأكثر قراءة, قد يعجبك أيضا, لمزيد من الأخبار
بیشتر بخوانید, همچنین بخوانید, مطالب مرتبط, اخبار مرتبط, خبرهای مرتبط, ادامه مطلب, بیشتر بدانید
קראו גם, קראו עוד, קרא גם, קרא עוד, ראו גם, צפו גם, כתבות נוספות, עוד בנושא, כתבות קשורות, לכתבה המלאה, אולי יעניין אותך, המשך קריאה
相关阅读, 相关新闻, 相关报道, 相关文章, 延伸阅读, 相關新聞, 相關報導, 相關文章, 延伸閱讀, 推荐阅读, 推薦閱讀, 更多新闻, 更多新聞, 更多报道, 阅读更多, 閱讀更多, 猜你喜欢, 查看更多, 阅读全文, 閱讀全文, 继续阅读, 上一篇, 下一篇, 热门新闻
関連記事, 関連ニュース, 関連リンク, あわせて読みたい, 合わせて読みたい, こちらもおすすめ, おすすめ記事, 続きを読む, もっと見る, もっと読む, 人気記事, 次の記事, 前の記事, アクセスランキング
관련기사, 관련 기사, 관련뉴스, 관련 뉴스, 더 보기, 더보기, 함께 읽으면 좋은 기사, 추천 기사, 추천기사, 많이 본 뉴스, 많이 본 기사, 인기기사, 이전기사, 다음기사
यह भी पढ़ें, ये भी पढ़ें, इसे भी पढ़ें, यह भी देखें, और पढ़ें, संबंधित खबरें, یہ بھی پڑھیں, مزید پڑھیں, संबंधित समाचार, पूरी खबर पढ़ें, আরও পড়ুন, আরো পড়ুন, সম্পর্কিত খবর
อ่านเพิ่มเติม, อ่านต่อ, ข่าวที่เกี่ยวข้อง, บทความที่เกี่ยวข้อง, ดูเพิ่มเติม, ข่าวแนะนำ, ข่าวอื่นๆ
xem thêm, đọc thêm, tin liên quan, bài liên quan, bài viết liên quan, tin cùng chuyên mục, có thể bạn quan tâm, mời bạn đọc thêm
baca juga, baca selengkapnya, berita terkait, artikel terkait, simak juga, lihat juga, berita lainnya, artikel lainnya, pilihan editor, baca lagi
citește și, citeşte şi, citiți și, citește mai mult, citește mai departe, vezi și, articole similare, știri similare, te-ar putea interesa, articole recomandate
čtěte také, čtěte i, čtěte dále, přečtěte si také, mohlo by vás zajímat, související články, více k tématu, nejčtenější, čítajte aj, čítajte tiež, prečítajte si aj, mohlo by vás zaujímať, súvisiace články
olvassa el ezt is, olvasd el ezt is, olvassa tovább, kapcsolódó cikkek, további cikkek, ajánlott cikkek, ez is érdekelheti
pročitajte i, pročitajte još, pročitaj i, povezane vijesti, povezane vesti, čitajte još, čitajte i, pogledajte i, прочитајте и, прочитајте још
прочетете още, прочетете и, вижте още, вижте също, още по темата, свързани статии, материал по теме, читайте по теме
"""
_REQUESTS = """
view this email in, view in browser, view in your browser, view online, you are receiving this, you received this email, you're receiving this, unsubscribe, manage preferences, manage your preferences, update your preferences
was this article helpful, was this helpful, did you find this, report an error, report a typo, spotted an error, found an error, found a mistake, already a subscriber, already have an account, already registered, accept all, reject all, your email address will not, sent from my
listen to this article, listen to this story, save for later, save article, tell us what you think, have a tip, got a tip, like this story, get the app, jump to comments, click to tweet, subscribe now for, subscribe for unlimited, add us as a preferred, advertisement scroll, let us know what you think, begin forwarded message, forwarded message
im browser ansehen, newsletter im browser, sie möchten diesen newsletter, sie erhalten diesen newsletter, sie erhalten diese e-mail, vom newsletter abmelden, hier abmelden, auf facebook teilen, auf x teilen, per mail teilen, zur startseite, artikel anhören, sie haben fehler entdeckt, sie haben einen fehler, fehler entdeckt, fehler gefunden, bereits abonnent, schon abonnent, gesendet von meinem, weitergeleitete nachricht
si vous ne souhaitez plus, vous recevez ce, voir dans le navigateur, se désinscrire, se désabonner, version en ligne, réservé aux abonnés, article réservé aux abonnés, déjà abonné, écouter l'article, ajouter à vos favoris, signaler une erreur, votre adresse e-mail ne sera pas, offrir cet article, envoyé de mon
ver en el navegador, cancelar suscripción, darse de baja, si no desea recibir, apúntate a nuestra, apúntate a nuestro, apúntate aquí, únete a nuestro, escucha este artículo, escuchar artículo, ya eres suscriptor, reportar un error, tu dirección de correo, enviado desde mi, recibe las noticias, recibe nuestro, recibe nuestra, sigue toda la información
clique aqui para, clique aqui e, siga o nosso, siga nosso, siga-nos, receba nossa, receba as notícias, assine nossa, assine a newsletter, assine já, inscreva-se, entre no nosso, entre no canal, participe do nosso, já é assinante, ouça este, cancelar inscrição, ver no navegador, compartilhe no, compartilhe esta
iscriviti alla, iscriviti al, iscriviti a, seguici, ricevi la nostra, condividi su, condividi l'articolo, clicca qui, sei già abbonato, ascolta l'articolo, unisciti al, segnala un errore, visualizza nel browser, annulla iscrizione, contenuto riservato
meld je aan, schrijf je in, abonneer je, deel dit artikel, deel dit bericht, volg ons, bekijk in browser, al abonnee, luister naar dit artikel, verzonden vanaf mijn, afmelden voor
zapisz się na, zapisz się do, udostępnij na, udostępnij artykuł, obserwuj nas, polub nas, dołącz do nas, kup prenumeratę, zaloguj się, zgłoś błąd, masz dla nas temat, pobierz aplikację, śledź nas
abone ol, abone olun, haberi paylaş, bizi takip, google news'te, uygulamamızı indir, yorum yap, giriş yap, haberleri takip
prenumerera på, följ oss, dela artikeln, dela på, tipsa oss, ladda ner vår app, ladda ner appen, logga in för, bli prenumerant, lyssna på artikeln, redan prenumerant, avregistrera, har du sett något fel, skickat från min
tilmeld dig, abonner på, abonnér på, følg os, del artiklen, del på, bliv abonnent, lyt til artiklen, afmeld, hent vores app, hent appen, meld deg på, følg oss, del artikkelen, bli abonnent, last ned appen, tips oss, sendt fra min
tilaa uutiskirje, seuraa meitä, jaa artikkeli, kirjaudu sisään, lataa sovellus, hyväksy kaikki, kuuntele juttu, huomasitko virheen
ακολουθήστε μας, ακολουθήστε το, ακολούθησε μας, εγγραφείτε, γίνετε συνδρομητής, γίνετε συνδρομητές, μοιραστείτε το, κάντε like, κατεβάστε την εφαρμογή, μείνετε ενημερωμένοι
اشترك في نشرتنا, اشترك في النشرة, اشترك في قناتنا, اشترك الآن, اشترك في خدمة, تابعنا على, تابعونا على, تابعوا قناتنا, تابعونا عبر, شارك هذا, شارك المقال, شارك الخبر, شارك على, حمل تطبيق, حملوا تطبيق, اضغط هنا, انقر هنا, انضم إلى قناتنا, انضموا إلى قناتنا, اترك تعليقا, أضف تعليقا, انسخ الرابط
ما را در تلگرام, ما را در اینستاگرام, ما را در توییتر, ما را در گوگل, به اشتراک بگذارید, عضویت در خبرنامه, ارسال نظر, کپی لینک, به کانال ما
שתפו בפייסבוק, שתפו בטוויטר, שתפו בוואטסאפ, שתפו את הכתבה, שתף בפייסבוק, הירשמו לניוזלטר, הרשמו לניוזלטר, הירשמו לעדכונים, עקבו אחרינו, הצטרפו לערוץ, הצטרפו אלינו, הצטרפו לקבוצת, הורידו את האפליקציה, הוסיפו תגובה, הוסף תגובה, מצאתם טעות, לחצו כאן, האזינו לכתבה
分享到, 分享至, 分享本文, 点击分享, 扫一扫, 扫码关注, 扫描二维码, 关注我们, 关注微信, 欢迎关注, 關注我們, 下载客户端, 下載app, 立即下载, 立即订阅, 訂閱電子報, 返回首页, 返回顶部, 我要评论, 发表评论, 长按识别
シェアする, この記事をシェア, ツイートする, フォローする, メルマガ登録, ニュースレターに登録, 会員登録, 無料会員登録, アプリをダウンロード, コメントする, コメントを書く, 印刷する, この記事を印刷, ページトップへ, 友だち追加, この記事は有料
공유하기, 기사 공유, 페이스북 공유, 카카오톡 공유, 구독하기, 뉴스레터 구독, 앱 다운로드, 댓글 쓰기, 댓글달기, 기사제보, 제보하기, 글자크기, 네이버 채널 구독
शेयर करें, हमें फॉलो करें, सब्सक्राइब करें, ऐप डाउनलोड करें, हमारे व्हाट्सएप चैनल, हमसे जुड़ें
แชร์ข่าวนี้, แชร์บทความ, ติดตามข่าวสาร, ติดตามเรา, สมัครรับ, สมัครสมาชิก, เพิ่มเพื่อน, ดาวน์โหลดแอป, แสดงความคิดเห็น, กดติดตาม
chia sẻ bài viết, theo dõi chúng tôi, đăng ký nhận, tải ứng dụng, gửi bình luận, ý kiến của bạn, gửi ý kiến, hãy là người đầu tiên bình luận
bagikan artikel, bagikan berita, ikuti kami, dapatkan update, dapatkan berita, unduh aplikasi, tulis komentar, kirim komentar, klik di sini, cek berita, gabung di
abonează-te la, abonați-vă la, urmărește-ne, urmăriți-ne, descarcă aplicația, lasă un comentariu, adaugă un comentariu, distribuie pe
sledujte nás, přihlaste se k odběru, odebírejte, předplaťte si, stáhněte si aplikaci, přidat komentář, vstoupit do diskuse, nahlásit chybu, našli jste chybu, predplaťte si, nahlásiť chybu, našli ste chybu
kövessen minket, kövess minket, iratkozzon fel, iratkozz fel, fizessen elő, szóljon hozzá, töltse le az alkalmazást
pratite nas, prijavite se na, pretplatite se, preuzmite aplikaciju, ostavite komentar, ostavi komentar, пратите нас, оставите коментар
последвайте ни, споделете във, абонирайте се, изтеглете приложението, нашли опечатку, сообщить об ошибке, приєднуйтесь до, приєднуйтеся до, долучайтеся до, помітили помилку
"""
_BUTTONS = """
external content, recommended external content, externer inhalt, empfohlener externer inhalt, empfohlener redaktioneller inhalt, contenu externe, contenido externo, contenuto esterno, conteúdo externo, externe inhoud, treść zewnętrzna, внешний контент, зовнішній контент, externt innehåll, eksternt indhold, eksternt innhold, ulkoinen sisältö, harici içerik, externí obsah, külső tartalom, 外部コンテンツ, 外部内容, 外部內容, 외부 콘텐츠
advertisement, for immediate release, login, log in, subscribe, unsubscribe, photo gallery, text size, written by, share
pressemitteilung, weiterlesen, teilen, kommentieren, merken, communiqué de presse, nota de prensa, comunicado de prensa, comunicato stampa, пресс-релиз, прес-реліз, commenter, réagir, partager, comentar, compartilhar, condividi, stampa, delen, afdrukken, drukuj, skomentuj, paylaş, yazdır
annons, annonse, annonce, mainos, διαφήμιση, إعلان, إعلانات, تبلیغات, آگهی, פרסומת, 广告, 廣告, 広告, スポンサーリンク, 광고, विज्ञापन, বিজ্ঞাপন, โฆษณา, quảng cáo, iklan, publicitate, inzerce, reklama, hirdetés, oglas, реклама, advertisement - scroll to continue
dela, skriv ut, kommentera, del, udskriv, jaa, tulosta, κοινοποίηση, εκτύπωση, σχολιάστε, σχόλια, مشاركة, طباعة, اطبع, اشتراک گذاری, چاپ, שתפו, שתף, הדפסה, 打印, 收藏, 举报, 点赞, 評論, 印刷, コメント, ログイン, 공유, 인쇄, 댓글, 로그인, 스크랩, शेयर, แชร์, chia sẻ, bình luận, bagikan, komentar, distribuie, comentează, sdílet, diskuse, vytisknout, zdieľať, megosztás, nyomtatás, hozzászólások, podijeli, podeli, komentari, сподели, коментари
"""
_ENDS = """
end, ends, yes, no, loading, play, listen, press release, more, ja, nein, oui, non, sí, sim, não, fin, ende, конец, да, нет, 完, 终
"""
_CREDITS = """
foto, fotos, fotograf, kuva, φωτογραφία, φωτό, φωτο, πηγή φωτογραφίας, تصوير, عکس, צילום, 图片来源, 圖片來源, 图源, 摄影, 攝影, 写真, 撮影, 写真提供, 사진, 사진제공, फोटो, तस्वीर, ภาพ, เครดิตภาพ, ảnh, nguồn ảnh, gambar, sursa foto, zdroj foto, fotó, снимка, fotoğraf, zdjęcie, fot, beeld, immagine, crédito, kép
"""
_LABELS = """
source, sources, quelle, quellen, fuente, fuentes, fonte, fonti, bron, źródło, kaynak, источник, джерело, källa, kilde, lähde, πηγή, المصدر, منبع, מקור, 来源, 來源, 消息来源, 出典, 引用元, 출처, स्रोत, ที่มา, nguồn, sumber, sursa, sursă, zdroj, forrás, izvor, източник
tagged, filed under, tags, tag, in this story, taggar, ämnen, emner, emneord, avainsanat, ετικέτες, الوسوم, كلمات مفتاحية, كلمات دلالية, الكلمات المفتاحية, برچسب ها, کلیدواژه ها, תגיות, תגים, 标签, 標籤, 关键词, 關鍵詞, タグ, キーワード, 태그, टैग, टैग्स, แท็ก, từ khóa, topik, etichete, štítky, címkék, oznake, tagovi, тагове, етикети, etiketler, tagi, trefwoorden, argomenti, assuntos
editor, edited by, media contact, press contact, contact, kontakt, pressekontakt, contact presse, contacto de prensa, contatto stampa, 责任编辑, 責任編輯, 责编, 编辑, 編輯, 校对, 审核, 监制, 編集, 文責, 편집, redaktör, redaktør, ansvarig utgivare, επιμέλεια, تحرير, עריכה, redaktur, penulis, editör, redactor, redakcja, редактор, корректор
reading time, lesedauer, lästid, læsetid, lesetid, lukuaika, czas czytania, tempo de leitura, tempo di lettura, leestijd, okuma süresi, χρόνος ανάγνωσης, مدة القراءة, זמן קריאה, 阅读时间, 読了時間, thời gian đọc, waktu baca, timp de citire, doba čtení, olvasási idő, tiempo de lectura, temps de lecture
data utworzenia, data publikacji, data aktualizacji, ngày đăng, просмотров, переглядів, прочитано, 阅读, 浏览, 阅读量, 조회, 조회수, lượt xem, görüntülenme, wyświetleń, visningar, visninger
"""
_NOTICES = """
डाउनलोड करें हमारा ऐप, हमारा ऐप डाउनलोड, चैनल को सब्सक्राइब, हमें फॉलो करें, 구독과 좋아요, 무단 복제, チャンネル登録, フォローをお願い, را دنبال کنید, کانال تلگرام ما, กดติดตามเพจ, kanalımıza abone, google news'te takip
med ensamrätt, alla rättigheter förbehållna, alle rettigheder forbeholdes, alle rettigheter, kaikki oikeudet pidätetään, με επιφύλαξη παντός δικαιώματος, απαγορεύεται η αναδημοσίευση, جميع الحقوق محفوظة, كافة الحقوق محفوظة, تمامی حقوق, همه حقوق محفوظ, כל הזכויות שמורות
版权所有, 版權所有, 未经授权, 未經授權, 不得转载, 不得轉載, 禁止转载, 转载请注明, 轉載請註明, 無断転載, 無断複写, 무단 전재, 무단전재, 재배포 금지, सर्वाधिकार सुरक्षित, สงวนลิขสิทธิ์, giữ bản quyền, cấm sao chép, hak cipta dilindungi, dilarang keras, toate drepturile rezervate, všechna práva vyhrazena, všetky práva vyhradené, minden jog fenntartva, sva prava pridržana, sva prava zadržana, всички права запазени
her hakkı saklıdır, tüm hakları saklıdır, izinsiz alıntılanamaz, alle rechten voorbehouden, wszelkie prawa zastrzeżone, wszystkie prawa zastrzeżone, riproduzione riservata, prohibida su reproducción, prohibida la reproducción, proibida a reprodução, reproduction interdite, при использовании материалов, при копировании материалов, при цитировании, при використанні матеріалів, передрук
"""


@lru_cache(maxsize=1 << 12)
def kind(line: str) -> Kind | None:
    """What the phrase a line begins with, or has, makes of it; None for prose and for what is quoted."""
    if len(line) > _MAX or line.lstrip(" \t*•·-–—").startswith(tuple(_QUOTES)):
        return None
    if _may_open(line):
        words = bare(line)
        for phrase in _openings(words):
            for found in _KINDS.get(phrase, ()):
                if _fits(found, phrase, words, line):
                    return found
    return Kind.NOTICE if _is_notice(line) else None


def _may_open(line: str) -> bool:
    """Whether the first word is one that phrases begin with, which most lines' is not; without spaces there is no telling."""
    first = _WORD.search(line)
    if first is None:
        return False
    return bare(first[0]) in _FIRST_WORDS or bool(_UNSPACED.match(first[0]))


def names_target(line: str) -> bool:
    """Whether a pointer is followed by what it points to."""
    return bool(_SEPARATOR.search(line))


def _fits(found: Kind, phrase: str, words: str, line: str) -> bool:
    rest = words[len(phrase) :]
    if found is Kind.REQUEST:
        is_prose = _PROSE_END.search(line) and _COMMA.search(line) and phrase.count(" ") < _TELLING - 1
        return _is_short(words) and not is_prose
    if found in {Kind.CREDIT, Kind.LABEL}:
        return bool(rest) and len(line) <= _LABEL_CHARS and _marked_after(line, phrase)
    return not rest or (found is Kind.POINTER and _marked_after(line, phrase))


def _is_short(words: str) -> bool:
    limit = _UNSPACED_CHARS if _UNSPACED.search(words) else _REQUEST_CHARS
    return len(words) <= limit and words.count(" ") < _REQUEST_WORDS


def _marked_after(line: str, phrase: str) -> bool:
    """Whether a mark follows the phrase in the line; letters are counted, since the line is not written as the phrase is."""
    wanted = sum(char.isalnum() for char in phrase)
    for place, char in enumerate(line):
        if wanted == 0 and not unicodedata.category(char).startswith("M"):
            return bool(_SEPARATOR.match(line, place))
        wanted -= char.isalnum() and not _MARKS.match(char)
    return False


def _is_notice(line: str) -> bool:
    if len(line) > _NOTICE_CHARS:
        return False
    folded = line.casefold()
    return _NOTICED.stands_in(folded if folded.isascii() else bare(line))


def _openings(words: str) -> Iterator[str]:
    """What a line begins with, the longest first."""
    if _UNSPACED.match(words):
        yield from (words[:size] for size in range(min(len(words), _LONGEST_UNSPACED), 0, -1))
        return
    tokens = words.split(" ", _LONGEST)[:_LONGEST]
    yield from (" ".join(tokens[:count]) for count in range(len(tokens), 0, -1))


def bare(text: str) -> str:
    """Words in small letters, parted by single spaces."""
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFC", folded.replace("\u0307", ""))  # of the Turkish İ
        folded = _MARKS.sub("", folded)
        for written, usual in _ALEF:  # one by one takes a tenth of the time of a table
            folded = folded.replace(written, usual)
    return " ".join(_WORD.findall(folded))


def _phrases(table: str) -> list[str]:
    return [bare(phrase) for line in table.strip().split("\n") for phrase in line.split(",")]


def _kinds() -> dict[str, list[Kind]]:
    tables = {
        Kind.POINTER: _POINTERS,
        Kind.REQUEST: _REQUESTS,
        Kind.BUTTON: _BUTTONS,
        Kind.END: _ENDS,
        Kind.CREDIT: _CREDITS,
        Kind.LABEL: _LABELS,
    }
    kinds: dict[str, list[Kind]] = {}
    for found, table in tables.items():
        for phrase in _phrases(table):
            kinds.setdefault(phrase, []).append(found)
    return kinds


_KINDS = _kinds()
_FIRST_WORDS = frozenset(phrase.partition(" ")[0] for phrase in _KINDS)
_NOTICED = AnyOf(_phrases(_NOTICES))
