"""The words of counts in Chinese, Japanese, Korean and Thai, as patterns: most of these scripts set no spaces.

In a pattern "~" stands for a few characters of the same clause. What befell people stands right before the number ("死亡人数升至",
"ผู้เสียชีวิต"), or behind its counter ("人死亡", "人が死亡", "명이 숨졌").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """One language's."""

    words: Mapping[str, float]  # number words that digits may stand for
    scales: Mapping[str, float]
    counters: str  # of people
    short: str = ""  # what befell them without a counter: 12死30伤
    over: Mapping[str, str]  # behind the number, before the counter or behind it
    qualifiers: Mapping[str, str]  # right before the number
    no_count: str = ""  # right before: "several" ten, the twelfth, none
    before: Mapping[str, str]
    links: str  # between these and the number
    after: Mapping[str, str]
    units: Mapping[str, str]  # behind the number
    per_cent: str = ""  # before the number
    instead: str  # right behind or before the number that is not meant
    not_instead: str  # right behind it
    unsaid: str  # before, in the same clause
    within: str  # between the number and what befell people
    unsaid_after: str  # in the rest of the clause
    earlier: str  # before, in the same sentence
    right: str  # ends that
    first: bool = False  # what stands before counts before what stands behind
    begins: str = ""  # where a number word may begin
    near: int = 16  # characters that "~" stands for, at most
    signs: Mapping[str, str] = field(
        default_factory=lambda: {"$": "USD", "＄": "USD", "€": "EUR", "£": "GBP"}
    )


_HAN: Final = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "两": 2, "兩": 2,
}  # fmt: skip
_HAN_SCALES: Final = {"十": 10, "百": 100, "千": 1000, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12}

_CHINESE: Final = Patterns(
    words=_HAN, scales=_HAN_SCALES, counters="名|人|位|个人|個人", short="死|伤|傷",
    over={"多": "at least", "余": "at least", "餘": "at least", "以上": "at least", "左右": "about", "上下": "about"},
    qualifiers={
        "至少有": "at least", "至少": "at least", "最少": "at least", "不少于": "at least", "不少於": "at least", "超过": "at least", "超過": "at least", "逾": "at least", "多于": "at least", "多於": "at least",
        "最多": "up to", "多达": "up to", "多達": "up to", "不超过": "up to", "不超過": "up to", "不到": "up to", "约": "about", "約": "about", "大约": "about", "大約": "about", "近": "about", "将近": "about", "將近": "about", "接近": "about",
        "又有": "more", "再有": "more", "新增": "more", "再增": "more",
    },
    no_count="第|(?<!人)(?<!总)数|(?<!人)(?<!總)數|几|幾|每|没有|沒有|无|無|唯|任何",
    before={
        "dead": "死亡人数|死亡人數|遇难人数|遇難人數|罹难人数|罹難人數|死者人数|死者人數|死难者|死難者|遇难者|遇難者|罹難者|罹难者|死者|死亡|遇难|遇難|罹難|罹难|丧生|喪生|炸死|打死|杀死|殺死|枪杀|槍殺|杀害|殺害|打死了|夺走|奪走|造成死亡",
        "injured": "受伤人数|受傷人數|伤者|傷者|受伤|受傷|炸伤|炸傷|打伤|打傷", "missing": "失踪人数|失蹤人數|失踪者|失蹤者|失踪|失蹤|失联|失聯",
        "arrested": "逮捕|拘捕|拘留|抓获|抓獲|扣押", "evacuated": "疏散|撤离|撤離|转移|轉移", "rescued": "救出|救起|营救|營救|解救|获救|獲救",
    },
    links=r"(?:了|已经|已經|已|人数|人數|总数|總數|共有|共计|共計|共|升至|升到|升|上升|增加|增至|增|攀升|累计|累計|修正为|修正為|下调|下調|调整|至少|至|到|达到|達到|达|達|为|為|是|有|嫌疑人|示威者|民众|民眾|居民|群众|平民|约|\s)*",
    after={
        "dead": r"~(?:死亡|遇难|遇難|罹难|罹難|丧生|喪生|身亡|丧命|喪命|遇害|被杀|被殺|被打死|被炸死|溺亡|不治)(?!事故|事件|案|者|人数|人數|原因)|死(?=\d|[，、。；,;的\n]|$)",
        "injured": r"~(?:受伤|受傷|负伤|負傷|重伤|重傷|轻伤|輕傷|烧伤|燒傷)(?!者|人数|人數)|[伤傷](?=\d|[，、。；,;的\n]|$)",
        "missing": r"~(?:失踪|失蹤|失联|失聯|下落不明)(?!者|人数|人數|案)", "arrested": r"~(?:被捕|被逮捕|被拘|被抓|落网|落網|遭逮捕|遭拘|被扣押)",
        "evacuated": r"~(?:被疏散|紧急疏散|緊急疏散|撤离|撤離|被转移|被轉移|紧急转移|緊急轉移)", "rescued": r"~(?:获救|獲救|被救出|被救起|被解救)",
    },
    units={
        "percent": "[%％]", "USD": "美元|美金", "EUR": "欧元|歐元", "GBP": "英镑|英鎊", "JPY": "日元|日圆|日圓", "RUB": "卢布|盧布", "CNY": "元人民币|元人民幣|人民币|人民幣|(?<=[万亿])元", "HKD": "港元|港币|港幣", "KRW": "韩元|韓元|韓圜", "TWD": "元新台币|元新臺幣",
    },
    per_cent="百分之", instead="而不是|而非|不是|并非|並非|非", not_instead="(?!)",
    unsaid="网传|網傳|辟谣|闢謠|否认|否認|驳斥|駁斥|谣言|謠言|谣传|謠傳|传言|傳言|传闻|傳聞|没有证据|沒有證據|无证据|無證據|不实|不實|虚假|谎称|謊稱|如果|假如|倘若|要是|假设|假設|可能|或将|或將|恐将|恐將|恐怕|也许|也許|预计|預計|预测|預測|预料|預料|估计将|将有|將有|将会|將會|担心|擔心|模拟|模擬|演习中|演習中|推演|是否",
    within="没有|沒有|并未|並未|未(?!成年)|不会|不會|可能|或将|或將|恐(?!怖)|险些|險些|是否",
    unsaid_after=r"的?(?:报道|報道|报导|報導|说法|說法|消息|传闻|傳聞|传言|傳言|指控)[^。！？\n]{0,10}(?:不实|不實|否认|否認|谣言|謠言|虚假|虛假|错误|錯誤|假的|不属实|不屬實)|(?:系|是|纯属|純屬)(?:谣言|謠言|谣传|謠傳|假消息|虚假|虛假|不实|不實)",
    earlier="(?:此前|早前|先前|之前|较早前|較早前|最初|原先)(?:的)?(?:曾|一度)?(?:版本|报道|報道|报导|報導|通报|通報|公布|宣布|误|誤|称|稱|说|說|传出|傳出)|误称|誤稱|误报|誤報|错误地|錯誤地",
    right="但|实际|實際|正确|正確|更正为|更正為|应为|應為|现|現|事实上|事實上",
)  # fmt: skip

_JAPANESE: Final = Patterns(
    words=_HAN, scales=_HAN_SCALES, counters="人|名",
    over={"以上": "at least", "超": "at least", "余り": "at least", "あまり": "at least", "余": "at least", "を超える": "at least", "前後": "about", "ほど": "about"},
    qualifiers={
        "少なくとも": "at least", "最低": "at least", "最大": "up to", "最大で": "up to", "最多": "up to", "約": "about", "およそ": "about", "おおよそ": "about", "ほぼ": "about", "さらに": "more", "新たに": "more", "別の": "more",
    },
    no_count="第|(?<!者)数|何|毎",
    before={
        "dead": "死者数|死亡者数|死者|死亡者|犠牲者数|犠牲者", "injured": "負傷者数|けが人|怪我人|負傷者|重傷者|軽傷者|重軽傷者", "missing": "行方不明者数|行方不明者|行方不明|不明者", "arrested": "逮捕者", "evacuated": "避難者数|避難者",
    },
    links=r"(?:数|の|は|が|も|で|これまでに|計|合わせて|あわせて|少なくとも|約|およそ|\s)*",
    after={
        "dead": r"[がのはも]?~(?:死亡(?!事故|届|者|診断|率)|死去|亡くな|犠牲に|命を落と|焼死|溺死|水死|殺され|殺害され)|を~(?:殺害|射殺|殺し)|の(?:命を奪|死亡|遺体)|死亡",
        "injured": r"[がのはも]?~(?:けが|怪我|ケガ|負傷|重傷|軽傷|重軽傷)(?!人|者)",
        "missing": r"[がのはも]?~(?:行方不明|安否不明|安否が|行方が分か|行方がわか|連絡が取れ)(?!者)|不明",
        "arrested": r"を~(?:逮捕|拘束)|[がは]~(?:逮捕|拘束)され|逮捕", "evacuated": r"[がはも]~(?:避難|退避)(?!者|所|勧告|指示)|を避難させ", "rescued": r"を~(?:救助|救出)|[がは]~(?:救助|救出)され",
    },
    units={
        "percent": "[%％]|パーセント", "USD": "ドル|米ドル", "EUR": "ユーロ", "GBP": "ポンド", "JPY": "円", "RUB": "ルーブル", "CNY": "人民元|元", "KRW": "ウォン",
    },
    instead="(?!)", not_instead="では?なく|ではない",
    unsaid="もし|仮に|デマ|誤って|訓練では|想定では|シミュレーションで",
    within="ていない|可能性|恐れ|おそれ",
    unsaid_after=r"(?:て|って)(?:いない|おらず)|[^。！？\n、]{0,10}?確認(?:さ|でき|が取)[^。！？\n、]{0,4}?ない|[^。！？\n、]{0,14}?(?:報道|情報|主張|説|発表|うわさ|噂|との見方)?[^。！？\n、]{0,6}?(?:を否定|は否定|と否定|を打ち消|はデマ|は誤り|は事実ではな|は虚偽|する恐れ|するおそれ|する可能性|した可能性|の可能性|の恐れ|すると予測|すると想定|するとの(?:予測|想定|試算)|していない|しなかった|した場合|する場合|すれば|という想定)|する見込み|しかね|していたかも",
    earlier="(?:以前|当初|先に|訂正前|これまで)の?(?:版|記事|報道|発表)では?|当初[、は]?|訂正前",
    right="実際|正しくは|しかし|だが|が、",
)  # fmt: skip

_KOREAN: Final = Patterns(
    words={"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9},
    scales={"열": 10, "십": 10, "백": 100, "천": 1000, "만": 1e4, "억": 1e8, "조": 1e12}, counters="명|사람",
    over={"여": "at least", "이상": "at least", "넘는": "at least", "가량": "about", "정도": "about", "안팎": "about"},
    qualifiers={"최소": "at least", "최소한": "at least", "적어도": "at least", "최대": "up to", "많게는": "up to", "약": "about", "대략": "about", "거의": "about", "추가로": "more", "또 다른": "more", "새로": "more"},
    no_count="제|(?<! )수|몇|몇 |매 ", begins="(?<![가-힣])",
    before={"dead": "사망자|희생자|숨진 사람|사망", "injured": "부상자|부상", "missing": "실종자|실종", "arrested": "체포자|체포된 사람", "evacuated": "대피자|대피 인원", "rescued": "구조자"},
    links=r"(?:\s|수|는|은|이|가|도|모두|총|현재|지금까지|최소|적어도|약|,)*",
    after={
        "dead": r"[이은가의도]?~(?:숨졌|숨지|숨진|사망(?!자|률|사고| 사고[에를와로]| ?신고| ?원인| ?진단| ?소식)|목숨을 잃|희생됐|희생되|살해됐|살해되|살해당)|[을를] ~(?:살해|사살)",
        "injured": r"[이은가도]?~(?:다쳤|다치|다친|부상|중상|경상)(?!자)", "missing": r"[이은가도]?~(?:실종|행방불명)(?!자)",
        "arrested": r"[을를] ~(?:체포|구속|연행)|[이은가]? ~(?:체포|구속|연행)(?:됐|되|당|된)", "evacuated": r"[이은가]? ~대피(?!소)|[을를] 대피시", "rescued": r"[을를] ~구조|[이은가]? ~구조(?:됐|되|된)",
    },
    units={"percent": "[%％]|퍼센트", "USD": "달러", "EUR": "유로", "GBP": "파운드", "KRW": "원(?![가-힣])|원(?=[을이은의에])", "JPY": "엔(?![가-힣])|엔(?=[을이은의에])", "CNY": "위안", "RUB": "루블"},
    instead="(?!)", not_instead="[이가]? ?아니라|[이가]? ?아닌",
    unsaid="만약|만일|가령|소문으로는|모의|가상",
    within="않|수 있|수도|가능성|우려",
    unsaid_after=r"[^.!?\n]{0,8}?(?:다는|라는|설|했다는)[^.!?\n]{0,10}?(?:부인|반박|일축|사실이 아니|허위|소문|가짜|증거는? 없)|[^.!?\n,]{0,6}?(?:을|할|될|질|칠) (?:수|것|가능성|우려|전망)|[^.!?\n,]{0,6}?지 않|[^.!?\n,]{0,4}?(?:다면|을 경우|할 경우)",
    earlier="(?:앞서|당초|이전|애초)[^.\n]{0,12}?(?:보도|발표|기사|알려|전했)|당초|이전 기사",
    right="그러나|하지만|실제|정정|바로잡",
)  # fmt: skip

_THAI: Final = Patterns(
    words={"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9},
    scales={"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 1e4, "แสน": 1e5, "ล้าน": 1e6}, counters="คน|ราย|ศพ|ชีวิต|นาย",
    over={"กว่า": "at least", "เศษ": "at least"},
    qualifiers={"อย่างน้อย": "at least", "มากกว่า": "at least", "กว่า": "at least", "เกิน": "at least", "ไม่ต่ำกว่า": "at least", "ไม่น้อยกว่า": "at least", "ไม่เกิน": "up to", "สูงสุด": "up to", "มากถึง": "up to", "ประมาณ": "about", "ราว": "about", "เกือบ": "about", "เพิ่มอีก": "more"},
    no_count="ที่|ที่ |หลาย|หลาย ", first=True,
    before={
        "dead": "(?<!ญาติผู้)(?<!ครอบครัวผู้)เสียชีวิต|คร่าชีวิต|สังหาร|ตาย|ดับ(?!เพลิง|ไฟ)", "injured": "(?<!เสียชีวิตและ)(?<!เสียชีวิตหรือ)บาดเจ็บ", "missing": "สูญหาย", "arrested": "จับกุม|ควบคุมตัว", "evacuated": "อพยพ", "rescued": "ช่วยเหลือได้|ช่วยชีวิต",
    },
    links=r"(?:(?!และ|ส่วน|แต่|ขณะ|โดย|ซึ่ง|หลัง)[^\d\n.;!?]){0,24}", near=6,
    after={"dead": r"\s?~(?:เสียชีวิต|ตาย|ถูกสังหาร|ถูกฆ่า)", "injured": r"\s?~(?:ได้รับบาดเจ็บ|บาดเจ็บ)", "missing": r"\s?~สูญหาย", "arrested": r"\s?~(?:ถูกจับกุม|ถูกจับ|ถูกควบคุมตัว)", "evacuated": r"\s?~(?:อพยพ|ถูกอพยพ)", "rescued": r"\s?~(?:ได้รับการช่วยเหลือ|รอดชีวิต)"},
    units={"percent": "[%％]|เปอร์เซ็นต์", "USD": "ดอลลาร์สหรัฐ|ดอลลาร์(?!ฮ่องกง|ออสเตรเลีย|แคนาดา|สิงคโปร์|ไต้หวัน)", "EUR": "ยูโร", "GBP": "ปอนด์", "THB": "บาท(?!เจ็บ)", "JPY": "เยน", "CNY": "หยวน", "RUB": "รูเบิล"},
    per_cent="ร้อยละ", instead="ไม่ใช่|แทนที่", not_instead="(?!)",
    unsaid="ปฏิเสธ|ไม่ใช่|ไม่มีหลักฐาน|ข่าวลือ|ข่าวปลอม|เท็จ|หาก|ถ้า|อาจ|คาดว่า|คาดการณ์|จำลอง|ซ้อม|เกรงว่า|ไม่ได้|ไม่มีผู้",
    within="ไม่|อาจ", unsaid_after=r"[^\n]{0,16}?(?:ไม่เป็นความจริง|เป็นเท็จ|ข่าวปลอม)",
    earlier="ก่อนหน้านี้[^\n]{0,16}?รายงาน|รายงานก่อนหน้า|ฉบับก่อน", right="แต่|ที่จริง|ที่ถูกต้อง|ล่าสุด",
)  # fmt: skip

ASIA: Final = {"zh": _CHINESE, "ja": _JAPANESE, "ko": _KOREAN, "th": _THAI}
