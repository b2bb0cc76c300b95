from pathlib import Path

import pytest

from flows.sources.kinds import SourceKind
from flows.workspaces.source_table import SourceTable

PLACE = {kind: "https://a.example/x" if kind.is_address else "articles" for kind in SourceKind}


@pytest.mark.parametrize("kind", SourceKind)
def test_a_kind_is_declared_by_its_key_alone(kind: SourceKind, tmp_path: Path) -> None:
    source = SourceTable.model_validate({"name": "a", kind: PLACE[kind]}).build(tmp_path)
    assert (source.name, source.kind) == ("a", kind)


@pytest.mark.parametrize("kind", SourceKind)
def test_no_two_kinds_go_together(kind: SourceKind) -> None:
    for other in set(SourceKind) - {kind}:
        with pytest.raises(ValueError, match="expected one of path"):
            SourceTable.model_validate({"name": "a", kind: PLACE[kind], other: PLACE[other]})
