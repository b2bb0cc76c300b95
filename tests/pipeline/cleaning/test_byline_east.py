import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning.byline_east import is_byline, names, signing


@pytest.mark.parametrize(
    ("byline", "wanted"),
    [
        ("山田太郎記者", ["山田太郎"]),
        ("東京＝山田太郎", ["山田太郎"]),
        ("【ロンドン＝山田太郎】", ["山田太郎"]),
        ("山田 太郎", ["山田 太郎"]),
        ("編集委員・山田太郎", ["山田太郎"]),
        ("山田太郎・佐藤花子", ["山田太郎", "佐藤花子"]),
        ("文・写真　山田太郎", ["山田太郎"]),
        ("文・山田太郎　写真・佐藤花子", ["山田太郎"]),
        ("写真・山田太郎　文・佐藤花子", ["佐藤花子"]),
        ("ジョン・スミス", ["ジョン・スミス"]),
        ("港湾新聞", []),
    ],
)
def test_japanese(byline: str, wanted: list[str]) -> None:
    assert names(byline) == wanted


@pytest.mark.parametrize(
    ("byline", "wanted"),
    [
        ("本报记者 王小明 李华", ["王小明", "李华"]),
        ("记者王小明 通讯员李华", ["王小明", "李华"]),
        ("海港社记者王小明、李华", ["王小明", "李华"]),
        ("記者王小明／台北報導", ["王小明"]),
        ("(海港社記者王小明台北10日電)", ["王小明"]),
        ("王小明和李华", ["王小明", "李华"]),
        ("王小明 编译", ["王小明"]),
        ("编辑 王小明 记者 李华", ["李华"]),
        ("責任編輯：王小明 審核：李華", []),
        ("来源：海港网", []),
        ("海港日报记者 王小明 张华", ["王小明", "张华"]),
        ("综合 海港日报·汇流点记者 王小明", ["王小明"]),
        ("海港网港口频道 记者 王小明", ["王小明"]),
        ("海港晚报记者王小明/文受访者供图", ["王小明"]),
        ("本报记者王小明发自海港市", ["王小明"]),
        ("作者：王怡 张小华", ["王怡", "张小华"]),
        ("执笔人：王小明 刘华", ["王小明", "刘华"]),
        ("时间：2024年5月2日 作者：王小明", ["王小明"]),
    ],
)
def test_chinese(byline: str, wanted: list[str]) -> None:
    found = names(byline)
    assert found == wanted


@pytest.mark.parametrize(
    ("byline", "wanted"),
    [
        ("홍길동·김철수 기자", ["홍길동", "김철수"]),
        ("(서울=통신) 홍길동 김철수 기자 = 긴 글이 여기에", ["홍길동", "김철수"]),
        ("디지털 홍길동 기자", ["홍길동"]),
        ("홍길동 선임기자", ["홍길동"]),
        ("홍길동인턴기자", ["홍길동"]),
        ("홍길동 논설위원", ["홍길동"]),
        ("글·사진 홍길동", ["홍길동"]),
        ("사진 홍길동 기자", []),
        ("디지털뉴스팀", []),
    ],
)
def test_korean(byline: str, wanted: list[str]) -> None:
    assert names(byline) == wanted


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("홍길동 기자 hong@ellery.example", True),
        ("本报记者 王小明 李华", True),
        ("□ 本报记者 葛小明", True),
        ("海港报记者 王小明 海港市报道", True),
        ("山田太郎記者", True),
        ("山田太郎", False),
        ("港口议会投票决定保留夜间渡轮", False),
        ("밤배는 다섯 해 더 다닌다고 기자 에게 말했다", False),
        ("记者观察", False),
        ("担当記者", False),
        ("記者王小明／台北報導", True),
        ("Jane Doe 기자", False),
        ("記者" * 30, False),
    ],
    ids=[
        "mail",
        "label before",
        "bullet",
        "place and report",
        "label after",
        "name",
        "headline",
        "sentence",
        "column",
        "nobody's name",
        "place",
        "two scripts",
        "long",
    ],
)
def test_lines_that_name_reporters(line: str, *, is_one: bool) -> None:
    assert is_byline(line) is is_one


@pytest.mark.parametrize(
    ("paragraph", "wanted"),
    [
        ("海港社3月2日电（记者王小明、李华）议会投票决定保留渡轮。", ["王小明", "李华"]),
        ("議会は残すと決めた。【山田太郎】", ["山田太郎"]),
        ("議会は【夜間】の渡し船を残す。", []),
        ("（采访记者对话）议会投票决定保留渡轮。", []),
        ("議会は残すと決めた。", []),
        ("议会投票决定保留渡轮。”（王小明 海港报道）", ["王小明"]),
        ("议会投票决定保留渡轮（海港报道）。", []),
    ],
)
def test_paragraphs_that_are_signed(paragraph: str, wanted: list[str]) -> None:
    assert signing(paragraph) == wanted


@given(st.text(alphabet="记者記文字章취재기자홍길동山田=＝・、 ()（）", max_size=300))
def test_any_byline_ends_soon(byline: str) -> None:
    assert all(isinstance(name, str) for name in names(byline))
