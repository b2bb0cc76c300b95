"""The people in Chinese, Japanese and Korean bylines, where labels, places and occupations stand beside names without space or mark."""

import re
from typing import Final

from pipeline.cleaning.byline_words import MAIL

_WRITER: Final = (
    r"(?:本报|本報|本刊|本网|本網|专题|特约|特約|特派|见习|見習|实习|實習|実習|首席|资深|資深|전문|선임|수습|인턴|객원|시민|취재)?\s?"
    r"(?:記者|记者|通讯员|通訊員|特派員|编译|編譯|撰稿人?|评论员|評論員|专栏作家|編集委員|論説委員|解説委員|支局長|報道員|ジャーナリスト|フリーライター|ライター|アナウンサー"
    r"|기자|특파원|논설위원|칼럼니스트|평론가|앵커|아나운서|리포터|통신원|작가|교수)"
)
_LABEL: Final = re.compile(
    rf"(?>{_WRITER}|取材|文字?|文章|文責|執筆者?|执笔人?|撰文|撰写|著者|筆者|寄稿|聞き手|構成|作者|글쓴이|글|작성자)+"
)
# Who took the pictures, edited, checked or translated, and what stands behind it.
_OTHER: Final = re.compile(
    r"(?>(?:来源|來源|出处|出處|配信|提供|出典|출처|写真|撮影|摄影|攝影|图片?|圖片?|视频|影像|编辑|編輯|責編|责编|责任编辑|責任編輯|审核|校对|監修|监制|監製|编审|翻訳|翻译|翻譯|사진|영상|그래픽|편집|번역|감수|촬영)(?:記者|记者|기자|者)?)+|\S{0,8}(?:供图|供圖|提供|摄|攝)"
)
_BEFORE: Final = re.compile(
    r"[\u3400-\u9fff]{0,8}?(?:記者|记者|特派員|通讯员|通訊員)(?=[\u3400-\u9fff]{2,4}$)"
)
_AFTER: Final = re.compile(rf"(?<=..){_WRITER}$")
_OUTLETS: Final = re.compile(
    r"\S*(?:记者|通讯员)"
)  # as mainland papers write it, behind the outlet and before the name
_NAME: Final = re.compile(r"[\u3400-\u9fff\u3005\u3040-\u30ff・]{2,12}|[\uac00-\ud7af]{2,4}")
_NEWSROOM: Final = re.compile(
    r"^(?:时间|時間|日期|发布|發布|发表|發表|更新|字号|字號|浏览|瀏覽|阅读|閱讀|点击|點擊|评论|評論|正文|专题|專題|整合|综合|綜合|原创|原創)$|本社|編集部|编辑部|編輯部|新聞|新闻|通信社|新华社|日報|日报|日刊|週刊|(?:社|网|網|报|報|部|台|局|中心|频道|頻道)$|팀$|부$|신문|뉴스|일보|방송|통신|센터"
)
# "(Place=Agency)", or a place and an equals sign; and what stands behind a name: its place, and the day of a report.
_PLACE: Final = re.compile(
    r"[(\[（［][^()\[\]（）［］]{0,30}[=＝][^()\[\]（）［］]{0,30}[)\]）］]|[^\s=＝【(（]{1,8}[=＝](?=\S)"
)
_REPORTED: Final = re.compile(r"(?:報導|报道|報道|\d日?[電电讯訊]|[電电])$")
_WITH_PLACE: Final = re.compile(
    r"(?<=[記记]者)([\u3400-\u9fff]{3})[\u3400-\u9fff]{2,3}(?:\d{1,2}日)?(?:[電电]|報導|报道)|(?<=[記记]者)([\u3400-\u9fff]{2,4})[发發]自[\u3400-\u9fff]{2,4}"
)
_AND: Final = re.compile(r"(?<=[\u3400-\u9fff]{2})[和与與及](?=[\u3400-\u9fff]{2,3}(?![\u3400-\u9fff]))")
_EAST: Final = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_SEPARATOR: Final = re.compile(r"[、,，;；/／|｜&＆ㆍ·•()（）\[\]【】「」〔〕<>《》:：=＝]+")
_DOT: Final = re.compile(r"(?<![\u30a1-\u30ff])・|・(?![\u30a1-\u30ff])")  # in a foreign name it parts no two
_KATAKANA: Final = re.compile(r"[\u30a1-\u30fa\u30fc]+")  # before an occupation, more of it
_KOREAN: Final = re.compile(r"[\uac00-\ud7af]+")
# The 90 commonest surnames, of 99 in 100 Koreans (census of 2015).
_SURNAMES: Final = frozenset(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용독사"
)
_REPORTERS: Final = re.compile(r"[（(]([^（）()。]{0,10}[记記]者[^（）()。]{2,40})[）)]")
_AT_END: Final = re.compile(r"[。」]\s?【([^【】]{0,10}[\u3400-\u9fff]{4,5})】$")
_REPORTED_AT_END: Final = re.compile(r"[。！？”」]\s?[（(]([^（）()。]{2,20}(?:报道|報導))[）)]$")
_BULLET: Final = "□■◇◆○●◎△▲▽▼☆★ "
_REPORT: Final = re.compile(r"(기자|특파원)\s?[=＝].*")
_OTHERS: Final = 2  # pieces of a byline that are no names: an outlet and a place
_LINE: Final = 40  # characters of a byline
# Those of nine in ten Chinese, in both scripts, and the first halves of those of two characters.
_CHINESE_SURNAMES: Final = frozenset(
    "葛庄莊伍尤祝毕畢聂聶焦盛柯翁阮骆駱柳邢岳梅童华華鲍鮑左季游辛管霍包褚卓涂屈甘丛翟关關房柴靳路席连連符苗景詹裴申储儲蓝藍冉谷米闵閔边邊卞解宁寧仇丘简簡桂原耿车車郁娄婁戚宗祖殷舒项項祁鲁魯兰蘭牟蒙屠闻聞党宫费費栾冷楼巩臧伊"
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許邓鄧韩韓冯馮曹彭曾肖蕭萧田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鐘鍾姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付傅方邹鄒熊白孟秦邱侯江尹薛闫閻段雷龙龍黎史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴严嚴莫孔向常汤湯康易乔喬赖賴文庞龐温溫施洪牛纪紀欧歐司上诸諸夏令"
)
_MAINLAND: Final = frozenset(
    "张刘陈杨赵吴孙马罗郑谢许邓韩冯萧蒋叶吕卢钟陆贾韦邹闫龙贺顾龚万钱严汤乔赖庞纪欧诸苏谭"
)  # in no other script
_CHINESE_LABEL: Final = re.compile(r"记者|記者|通讯员|通訊員")
_SHORT: Final = 3  # characters of most Korean names, and of a Japanese surname or given name at most


def is_eastern(text: str) -> bool:
    """Whether a byline is in these scripts alone."""
    return bool(_EAST.search(text)) and not _LATIN.search(text)


def names(text: str) -> list[str]:
    """The names in a byline as they stand there; of those who did something else than write, none."""
    found: list[str] = []
    writes, labels = True, ""
    runs = _runs(text)
    before = bool(runs) and not runs[0].names  # labels stand before the names
    for run in runs:
        labels += run.before
        if run.names:
            writes = "w" in labels if labels else writes
            labels = run.after if before or not writes else ""
            found += run.told_apart() if writes and (before or run.after != "o") else []
    return found


def _runs(text: str) -> list["_Run"]:
    """The pieces of a byline between its marks; what follows a Korean reporter is the report."""
    text = _REPORT.sub(r"\1", _WITH_PLACE.sub(r"\1\2 ", text))
    text = _DOT.sub("、", _AND.sub("、", _PLACE.sub(" ", text)))
    return [_Run(part.split()) for part in _SEPARATOR.split(text) if part.strip()]


def signing(paragraph: str) -> list[str]:
    """Who signs a paragraph: reporters in brackets, wherever a Chinese report puts them, or a name in them after its last sentence."""
    if found := _REPORTERS.search(paragraph):
        return _likely(found[1])
    if reported := _REPORTED_AT_END.search(paragraph):
        return _likely(reported[1])
    last = _AT_END.search(paragraph)
    return names(last[1]) if last else []


def is_byline(text: str) -> bool:
    """Whether a line says of somebody that he wrote, and nothing else."""
    text = MAIL.sub("", text).strip(_BULLET)
    if len(text) > _LINE or not is_eastern(text):
        return False
    runs = _runs(text)
    said = any("w" in run.before + run.after for run in runs)
    return said and sum(run.others for run in runs) <= _OTHERS and bool(_likely(text))


def _likely(text: str) -> list[str]:
    """The names in a line, if none is but a word: by the surname, in Japanese by the length."""
    found = names(text)
    return found if all(_has_surname(name) or _is_japanese(name, text) for name in found) else []


def _has_surname(name: str) -> bool:
    return name[0] in (_SURNAMES if _KOREAN.fullmatch(name) else _CHINESE_SURNAMES)


def _is_japanese(name: str, text: str) -> bool:
    """Whether a name stands before what tells of it, as in Japanese, and is as long as most names there."""
    return (
        not _KOREAN.fullmatch(name)
        and len(name) >= _SHORT
        and not _CHINESE_LABEL.search(text[: text.find(name)])
    )


class _Run:
    """What nothing but space parts: names, and the labels before and after them ("w" of those who write, "o" of others)."""

    def __init__(self, pieces: list[str]) -> None:
        self.names: list[str] = []
        self.before = self.after = ""
        self.others = 0  # pieces that are neither
        for piece in pieces:
            self._add(piece)

    def _add(self, piece: str) -> None:
        label = "o" if _OTHER.fullmatch(piece) else "w" if _LABEL.fullmatch(piece) else ""
        name = "" if label or _REPORTED.search(piece) else _AFTER.sub("", _BEFORE.sub("", piece))
        if _OUTLETS.fullmatch(piece):
            label, name = "w", ""
        if not label and name != piece and name:
            label = "w"
        if label == "w" and self.names and self.before.endswith("o"):
            self.names, self.before = [], ""  # of the others
        if label and (self.names or piece.startswith(name or " ")):
            self.after = label
        else:
            self.before += label
        is_name = _NAME.fullmatch(name) and not _NEWSROOM.search(name)
        if is_name and (name == piece or not _KATAKANA.fullmatch(name)):
            self.names.append(name)
        elif not label:
            self.others += 1

    def told_apart(self) -> list[str]:
        """The names; a Japanese one may have a space in it, and before a Korean one may stand what he works for."""
        *others, last = self.names
        if _KOREAN.fullmatch(last) and (self.before or self.after) and last[0] not in _SURNAMES:
            return []
        if _KOREAN.fullmatch(last):
            return [*(name for name in others if len(name) == _SHORT and name[0] in _SURNAMES), last]
        is_mainland = any(name[0] in _MAINLAND for name in self.names)
        if len(others) == 1 and not self.before and max(map(len, self.names)) <= _SHORT and not is_mainland:
            return [f"{others[0]} {last}"]
        return self.names
