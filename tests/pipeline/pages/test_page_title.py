import pytest

from pipeline.pages.page_title import choose

TITLE = "Harbour Council Votes to Keep the Night Ferry"


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        ([TITLE], [TITLE]),
        ([TITLE], []),
        ([], ["", f"{TITLE} | The Ellery Post"]),
        ([], [f"{TITLE} - Ellery Post"]),
        ([], [f"The Ellery Post: {TITLE}"]),
        ([], [f"{TITLE} | Opinion"]),
        (["The Ellery Post", TITLE], [f"{TITLE} - The Ellery Post"]),
        (["Our latest news", TITLE], [TITLE]),
        (["elleryPost"], [TITLE]),
        ([], [f"{TITLE} - Néa tou Limaniou", TITLE]),
        ([TITLE], ["Council votes to keep Ellery's night ferry"]),
    ],
    ids=[
        "agree",
        "heading only",
        "window title",
        "host in title",
        "site in front",
        "section",
        "site as heading",
        "second heading",
        "logo",
        "one without the site",
        "heading before meta",
    ],
)
def test_title_without_the_site(headings: list[str], said: list[str]) -> None:
    assert choose(headings, said, "The Ellery Post", "www.ellerypost.example") == TITLE


def test_colon_of_a_headline_stays() -> None:
    title = "Ellery ferry: council votes for five more years"
    assert choose([], [title], "The Ellery Post", "ellerypost.example") == title


def test_parts_of_a_chinese_title() -> None:
    title = "港口议会投票决定保留夜间渡轮"
    assert choose([], [f"{title}_社会_海港网"], "海港网", "haigang.example", [title]) == title
    assert choose(["port_authority opens"], [], "", "") == "port_authority opens"


def test_no_title() -> None:
    assert choose([], [], "", "") is None
    assert choose(["The Ellery Post"], [""], "The Ellery Post", "") is None


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Make the most of your day", [TITLE, TITLE]),
        (f"Mar 2, 2024 {TITLE}", [f"{TITLE} - Ellery Post"]),
        (f"Blog: {TITLE}", [TITLE]),
        (f"{TITLE} [updated]", [TITLE]),
        (f"{TITLE} 12 comments", [TITLE]),
        ("x" * 250, [TITLE]),
    ],
    ids=["slogan", "date", "section", "remark", "count", "description"],
)
def test_heading_that_is_not_the_title(heading: str, said: list[str]) -> None:
    assert choose([heading], said, "The Ellery Post", "www.ellerypost.example") == TITLE


@pytest.mark.parametrize(
    "said", [[TITLE], [TITLE, "Night ferry to stay"]], ids=["once", "not twice the same"]
)
def test_heading_unlike_what_is_said_once_stays(said: list[str]) -> None:
    assert choose(["Five more years"], said, "", "") == "Five more years"


def test_longer_heading_is_not_cut_to_the_shorter_title() -> None:
    assert choose([f"2024 {TITLE}"], [TITLE], "", "") == f"2024 {TITLE}"


@pytest.mark.parametrize(
    ("heading", "said", "lesser", "wanted"),
    [
        ("Hello, I am Jane", f"{TITLE} | Notes | Jane Doe", ["Latest", TITLE], TITLE),
        ("Health Guide", TITLE, [TITLE], TITLE),
        ("Hello, I am Jane", f"{TITLE} | Notes | Jane Doe", ["Latest"], "Hello, I am Jane"),
        ("Harbour council keeps the ferry", TITLE, [TITLE], "Harbour council keeps the ferry"),
        (TITLE, "Ellery in Pictures", ["Ellery in Pictures"], TITLE),
        (TITLE, "The Ellery Post", ["The Ellery Post"], TITLE),
    ],
    ids=["owner of a site", "section", "said alone", "h1 says it too", "too short to tell", "site"],
)  # fmt: skip
def test_lesser_heading_that_the_head_names(heading: str, said: str, lesser: list[str], wanted: str) -> None:
    assert choose([heading], [said], "The Ellery Post", "ellerypost.example", lesser) == wanted


@pytest.mark.parametrize(
    ("window", "site", "wanted"),
    [
        ("港口议会投票决定保留夜间渡轮--时政--海港网", "海港网", "港口议会投票决定保留夜间渡轮"),
        ("港口议会投票决定保留夜间渡轮-海港网", "海港网", "港口议会投票决定保留夜间渡轮"),
        ("港口议会：渡轮保留五年-海港之声", "海港网", "港口议会：渡轮保留五年-海港之声"),
        ("港の議会、夜の渡し船を残すと決める【海港新聞】", "海港新聞", "港の議会、夜の渡し船を残すと決める"),
        ("港の議会、夜の渡し船を残すと決める：海港新聞", "海港新聞", "港の議会、夜の渡し船を残すと決める"),
        ("밤배는 다섯 해 더 다닌다 < 사회 < 기사본문 - 항구신문", "항구신문", "밤배는 다섯 해 더 다닌다"),
        ("의회가 밤배를 다섯 해 더 두기로 했다-사회ㅣ항구신문", "항구신문", "의회가 밤배를 다섯 해 더 두기로 했다"),
        ("Совет оставил ночной паром :: Общество :: Вестник", "Вестник", "Совет оставил ночной паром"),
        ("The council keeps the night ferry -- and pays", "Ellery", "The council keeps the night ferry -- and pays"),
    ],
    ids=["hyphens", "hyphen", "another's name", "brackets", "colon", "korean", "bar of korean", "colons", "dash of English"],
)  # fmt: skip
def test_sections_and_sites_behind_a_title(window: str, site: str, wanted: str) -> None:
    assert choose([], [window], site, "www.port.example") == wanted


def test_headings_in_scripts_that_part_no_words() -> None:
    headings = ["今日の天気と暦", "港の議会、夜の渡し船を残すと決める"]
    assert choose(headings, ["港の議会が夜の渡し船を残すと決める"], "", "") == headings[1]


@pytest.mark.parametrize(
    ("said", "site", "host", "wanted"),
    [
        ("Ferryland: Fast and Light - New Boats", "", "www.ferryland.example", "Ferryland: Fast and Light - New Boats"),
        ("Old Ferryland Reopens Its Piers Again - New Boats", "", "ferryland.example", "Old Ferryland Reopens Its Piers Again - New Boats"),
        ("Pike in Winter Waters | ellerypost.example | Your Monthly", "", "ellerypost.example", "Pike in Winter Waters"),
        ("Thirty Days of Rowing - Ellery Post - Life by the Sea", "Ellery Post - Life by the Sea", "ellerypost.example", "Thirty Days of Rowing"),
        ("The Ellery Post » Archive » Thirty Days of Rowing", "", "ellerypost.example", "Thirty Days of Rowing"),
        ("News | The Ellery Post | Council Keeps the Night Ferry", "", "ellerypost.example", "Council Keeps the Night Ferry"),
        ("Thirty Days of Rowing │ The Ellery Post", "The Ellery Post", "", "Thirty Days of Rowing"),
    ],
    ids=["host in the first word", "host in a headline", "motto", "motto in the name", "site in front", "section in front", "line drawn"],
)  # fmt: skip
def test_site_is_told_from_a_headline_that_has_its_name(said: str, site: str, host: str, wanted: str) -> None:
    assert choose([], [said], site, host) == wanted


def test_name_of_a_section_stands_back_behind_a_heading_that_is_said_too() -> None:
    assert choose(["News", TITLE], [TITLE, "News - Post"], "Post", "") == TITLE
    assert choose(["News"], ["News - Post"], "Post", "") == "News"


def test_site_behind_a_title_in_its_heading() -> None:
    assert choose([f"{TITLE} | FOGHORN.NET"], [TITLE], "", "ellerypost.example") == TITLE
