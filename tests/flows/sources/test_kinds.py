from flows.sources.kinds import SourceKind


def test_only_the_web_has_addresses() -> None:
    assert {kind for kind in SourceKind if not kind.is_address} == {SourceKind.PATH}
    assert SourceKind.PATH.label == "files"
