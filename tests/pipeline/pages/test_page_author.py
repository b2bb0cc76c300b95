import pytest

from pipeline.pages.page_author import of_linked_data, owner, people, stated

OUTLET, HOST = "The Ellery Post", "www.ellerypost.example"


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and John Smith", ("Jane Doe", "John Smith")),
        ("JANE DOE", ("Jane Doe",)),
        ("Jane Doe, The Ellery Post", ("Jane Doe",)),
        ("Jane Doe, Harbour Media", ("Jane Doe",)),
        ("Jane Doe, Chief Executive", ("Jane Doe",)),
        ("Jane Doe, Freelance Illustrator", ("Jane Doe",)),
        ("Jane Doe, Marine Biologist", ("Jane Doe",)),
        ("Jane Doe | Senior Editor", ("Jane Doe",)),
        ("Jane Doe in Brekke", ("Jane Doe",)),
        ("Dr. Jane Doe, Ph.D.", ("Jane Doe",)),
        ("jane@ellerypost.example (Jane Doe)", ("Jane Doe",)),
        ("Jane Doe <jane@ellerypost.example>", ("Jane Doe",)),
        ("Jane Doe &amp; John Smith", ("Jane Doe", "John Smith")),
        ("Ben Doe", ("Ben Doe",)),
        ("Ludwig van Dorn", ("Ludwig van Dorn",)),
        ("Мария Иванова", ("Мария Иванова",)),
        ("山田太郎", ("山田太郎",)),
        ("홍길동 기자", ("홍길동",)),
        ("(서울=연합) 홍길동 기자, 김철수 기자", ("홍길동", "김철수")),
        ("记者 王小明", ("王小明",)),
        ("本报记者：张三、李四", ("张三", "李四")),
        ("文／山田太郎", ("山田太郎",)),
        ("取材・文＝山田太郎", ("山田太郎",)),
        ("محمد علي", ("محمد علي",)),
        ("J. K. Dorn", ("J. K. Dorn",)),
        ("Jane (J.K.) Doe", ("Jane J.K. Doe",)),
        ("Jane Doe, + Follow", ("Jane Doe",)),
        ("Jane Doe | Watch Live", ("Jane Doe",)),
        ("Jane Doe, View ORCID Profile", ("Jane Doe",)),
        ("Jane Doe, Jane Doe", ("Jane Doe",)),
    ],
)
def test_people(value: str, wanted: tuple[str, ...]) -> None:
    assert people([value], OUTLET, HOST) == wanted


@pytest.mark.parametrize(
    "value",
    [
        "Staff", "The Ellery Post", "Ellery Post", "Ellery Post Staff", "Ellery Post Reporters", "admin", "Site Admin", "Digital Desk", "Guest Author", "jane@ellerypost.example",
        "https://facebook.example/jane", "@janedoe", "News Agency", "Редакция", "Harbour Magazine", "Editor-at-large", "編集部", "新华社", "作者", "작성자", "", "12", "Updated March", "Click Here", "x" * 1000,
    ],
)  # fmt: skip
def test_newsrooms_outlets_and_addresses_are_no_people(value: str) -> None:
    assert people([value], OUTLET, HOST, single=True) == ()


def test_one_name_alone_is_a_person_only_where_authors_stand() -> None:
    assert people(["Ann"], OUTLET, HOST, single=True) == ("Ann",)
    assert people(["Ann"], OUTLET, HOST) == ()
    assert people(["Jane Doe, Futurama"], OUTLET, HOST, single=True) == ("Jane Doe",)
    assert people(["Ellery"], "Ellery", HOST, single=True) == ()


def test_small_letters_are_a_name_only_where_authors_stand() -> None:
    assert people(["jane doe"], OUTLET, HOST, single=True) == ("Jane Doe",)
    assert people(["jane doe"], OUTLET, HOST) == ()
    assert people(["staff writer"], OUTLET, HOST, single=True) == ()


@pytest.mark.parametrize(
    ("value", "outlet", "wanted"),
    [
        ("Jane Brekkedoe", "Kettle & Sky", ("Jane Brekkedoe",)),
        ("Jane Brekkedoe", "Jane Brekkedoe", ()),
        ("Jane Brekkedoe", "", ()),
        ("Jane Brekkedoe", "JBD", ()),
        ("Brekkedoe Today", "Kettle & Sky", ()),
        ("John Smith, Jane Brekkedoe", "Kettle & Sky", ("John Smith",)),
    ],
    ids=["own name", "site of the name", "unnamed site", "abbreviation", "words of an outlet", "employer"],
)
def test_an_address_is_its_authors_when_the_site_is_named_otherwise(
    value: str, outlet: str, wanted: tuple[str, ...]
) -> None:
    assert people([value], outlet, "blog.brekkedoe.example") == wanted


def test_authors_in_meta_tags_and_previews() -> None:
    preview = {"twitter:label1": ["Écrit par"], "twitter:data1": ["John Smith"]}
    assert list(stated({"author": ["Jane Doe"], **preview}, ["Ann Dorn"])) == [
        "Jane Doe",
        "John Smith",
        "Ann Dorn",
    ]
    assert list(stated({**preview, "twitter:label1": ["Filed under"]})) == []


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("Jane Doe", "Jane Doe"),
        ("jane doe", "Jane Doe"),
        ("Harbour Insider", None),
        ("Kettle Canada", None),
        ("Jane", None),
        ("JANE DOE", None),
        ("Doe & Sons", None),
    ],
)
def test_a_site_is_its_authors_when_no_word_of_the_name_is_an_outlets(value: str, wanted: str | None) -> None:
    assert owner({}, [], [value]) == wanted
    assert owner({}, [{"@type": "Organization", "name": "Jane Doe"}], [value]) is None


def test_organisations_of_linked_data_are_left_out() -> None:
    values = [
        {"@type": "Person", "name": "Jane Doe"},
        {"@type": "NewsMediaOrganization", "name": "Ellery"},
        "John Smith",
        {"@type": ["Person", "Organization"], "name": "Ann Dorn"},
    ]
    assert of_linked_data(values) == ["Jane Doe", "John Smith", "Ann Dorn"]


def test_a_masthead_is_cut() -> None:
    names = [f"Jane {chr(65 + i)}{'abcdefghijklmnopqrst'[i]}" for i in range(20)]
    assert len(people(names, OUTLET, HOST)) == 12


@pytest.mark.parametrize(
    ("publisher", "wanted"),
    [
        ({"@type": "Person", "name": "Jane Doe"}, "Jane Doe"),
        ({"@type": "Organization", "name": "Ellery"}, "Jane Doe"),
        ({"@type": "Organization", "name": "Jane Doe"}, None),
        (None, "Jane Doe"),
    ],
    ids=["person", "other organisation", "same organisation", "none"],
)
def test_the_owner_of_a_site_is_its_author(publisher: object, wanted: str | None) -> None:
    article = {
        "@type": "BlogPosting",
        "author": {"@type": "Person", "name": "Jane Doe"},
        "publisher": publisher,
    }
    assert owner(article, [article]) == wanted
    assert owner({**article, "author": "Jane Doe"}, []) is None


def test_programmes_of_an_abbreviated_outlet_are_nobody() -> None:
    assert people(["EBC HARBOUR", "Jane Doe"], "EBC", "www.ebc.example") == ("Jane Doe",)
    assert people(["Ellery Davenport"], "Ellery", "blog.example") == ("Ellery Davenport",)


def test_a_word_of_a_newsroom_alone_is_nobody() -> None:
    assert people(["Nachrichten"], OUTLET, HOST, single=True) == ()


@pytest.mark.parametrize("value", ["Thu. May", "Thursday December", "lunes mayo", "Понедельник Мая"])
def test_a_day_is_nobody(value: str) -> None:
    assert people([value], OUTLET, HOST) == ()


@pytest.mark.parametrize("name", ["Sun Jun", "April May", "Tuesday Dorn", "Jan March"])
def test_people_may_be_called_as_days_and_months_are(name: str) -> None:
    assert people([name], OUTLET, HOST) == (name,)


@pytest.mark.parametrize(
    "value",
    ["More Posts", "Alle Beiträge", "Show All Articles Of", "Hafenfreunde Ellery e. V.", "AB Hafenmagazin"],
)
def test_neither_links_to_more_nor_associations_are_people(value: str) -> None:
    assert people([value], OUTLET, HOST) == ()


def test_an_address_behind_a_name_is_left_out() -> None:
    assert people(["Jane M. Doe (https://doe.example/jane/)"], OUTLET, HOST) == ("Jane M. Doe",)
    assert people(["https://doe.example/jane/"], OUTLET, HOST) == ()
