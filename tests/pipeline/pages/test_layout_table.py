from lxml.html import fromstring

from pipeline.pages.layout_table import unfold

STORY = f"<p>{'The ferry stays for five more years. ' * 12}</p>"


def test_cells_with_a_story_become_blocks() -> None:
    tree = fromstring(f"<html><body><table><tr><td>Menu</td><td>{STORY}</td></tr></table></body></html>")
    unfold(tree)
    assert tree.find(".//table") is None
    assert tree.find(".//td") is None


def test_table_of_data_in_a_story_stays() -> None:
    data = "<table><tr><td>Norrby</td><td>3</td></tr></table>"
    tree = fromstring(f"<html><body><table><tr><td>{STORY}{data}</td></tr></table></body></html>")
    unfold(tree)
    assert len(tree.findall(".//table")) == 1
    assert len(tree.findall(".//td")) == 2


def test_row_of_short_cells_stays() -> None:
    tree = fromstring("<html><body><table><tr><td><p>Norrby</p></td><td>3</td></tr></table></body></html>")
    unfold(tree)
    assert len(tree.findall(".//td")) == 2
