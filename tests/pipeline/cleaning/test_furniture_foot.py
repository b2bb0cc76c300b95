import pytest

from pipeline.cleaning.furniture_foot import (
    asks_to_embed,
    is_consent,
    is_contact,
    is_contribution,
    is_menu,
    is_rule,
    opens_tail,
)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("jane.doe@ellerypost.example", True),
        ("Follow Jane Doe on X: @janedoe", True),
        ("Reach the reporters at news@ellerypost.example.", True),
        ("Schreiben Sie uns an post@ellerypost.example", True),
        ("+46 555 0199", True),
        ("Newsroom: +46 555 0199", True),
        ("Ellery Post: facebook.com/ellerypost", True),
        ("It ran in 1998 and 1999 (01.02.1998 to 03.04.1999), and nobody came to see it.", False),
        ("https://ellerypost.example/report", False),
        ("[3] The report, https://ellerypost.example/report", False),
        (
            "The machine answers letters to info@norrby.example within the hour, in nine languages, and at night.",
            False,
        ),
        ("Call 555 0112 when you are trapped.", False),
    ],
)
def test_how_to_reach_somebody(line: str, wanted: bool) -> None:  # noqa: FBT001
    assert is_contact(line) is wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Ida Krantz in Torran contributed to this report.", True),
        ("Ida Krantz contributed reporting from Torran.", True),
        ("(XYZ/abc)", True),
        ("She contributed to the fund.", False),
    ],
)
def test_who_contributed(line: str, wanted: bool) -> None:  # noqa: FBT001
    assert is_contribution(line) is wanted


def test_menus_have_no_figures() -> None:
    assert is_menu("Home | News | Sport | Weather")
    assert not is_menu("Norrby | 3 | 1 | 2")
    assert not is_menu("Home | News")


def test_headings_of_what_follows() -> None:
    assert opens_tail("About the author")
    assert opens_tail("Comments (3)")
    assert opens_tail("Über den Autor:")
    assert not opens_tail("About the author of the last poster")


def test_consent() -> None:
    assert is_consent("We use cookies to improve your experience. If you continue you accept this.")
    assert not is_consent("We use cookies, said the banner, and below it stood two buttons.")


def test_rules() -> None:
    assert is_rule("* * *")
    assert not is_rule("No 1")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Here you would see external content. Do you agree that it is shown? Data may go to others.", True),
        ("Ich bin damit einverstanden, dass mir externe Inhalte angezeigt werden.", True),
        (
            "Afin d'afficher ce contenu provenant d'une autre plateforme, vous devez accepter les cookies.",
            True,
        ),
        ("Para mostrar este contenido externo necesitamos su permiso.", True),
        ("Чтобы показать внешний контент, нужно ваше согласие.", True),
        ("外部コンテンツを表示します。あなたの同意が必要です。", True),
        ("I agree that content from YouTube is shown to me.", True),
        ("I agree that I am shown content from X", True),
        ("Ich bin einverstanden, dass mir Inhalte von Facebook angezeigt werden.", True),
        ("Wil je deze inhoud van Instagram zien? Dan hebben we je toestemming nodig. Ik ga akkoord.", True),
        ("Du skal acceptere cookies for at se indhold fra TikTok: jeg giver samtykke.", True),
        ("An dieser Stelle findest du einen externen Inhalt, der den Artikel ergänzt.", True),
        ("“I will not show you content from YouTube,” the mayor said.", False),
        ("She showed the crew what content from Instagram had cost them.", False),
        ("The regulator said that third-party content must be labelled from next year.", False),
        ("You agree that the ferry is late.", False),
    ],
    ids=[
        *("en", "de", "fr", "es", "ru", "ja"),
        *("platform", "platform at the end", "platform de", "platform nl", "platform da"),
        *("place", "quoted", "story", "report", "reader"),
    ],
)
def test_leave_to_show_something_of_others(line: str, wanted: bool) -> None:  # noqa: FBT001
    assert asks_to_embed(line) is wanted
