"""The contenders, each in a process that is killed when one page takes too long, asked page by page by turns."""

import json
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Self

from page_set import LabelledPage, Overlap, author_names, of_set, overlap, same_letters

HERE = Path(__file__).parent
REPO = HERE.parents[1]
HANG = 20.0  # seconds of wall time for one page
PEERS = ("newspaper4k", "readability-lxml")
# With what newspaper4k needs for Arabic, Hindi, Japanese, Korean, Thai and Chinese, and what it imports and does not declare.
_PACKAGES = ("newspaper4k[hi,ja,nlp,th,zh]", "readability-lxml", "lxml_html_clean")
OURS = "wirewatch"
_MODES = ("default", "fast", "precision")
NAMES = (
    OURS,
    *(f"trafilatura {mode}{extra}" for mode in _MODES for extra in ("", " +meta")),
    *PEERS,
)


def peers_python(cache: Path) -> Path:
    """An environment of their own for the peers, made once."""
    python = cache.resolve() / "extraction" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", cache / "extraction"], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *_PACKAGES], check=True)
    return python


class Contender:
    """One process, started when it is first asked and again after a page that hung."""

    def __init__(self, name: str, python: Path) -> None:
        self.name = name
        self.version = ""
        self.peak_bytes = 0
        self._command = [python, HERE / "extract_alone.py", name]
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
        self._process = None

    def __call__(self, page: LabelledPage) -> dict[str, Any]:
        answer = self._ask(page)
        if answer is None:
            self.__exit__()
            return {"text": "", "kind": "hung or died", "seconds": HANG}
        return answer

    def finish(self) -> None:
        """Close its input, and hear what it needed."""
        if self._process:
            out, _ = self._process.communicate()
            self.peak_bytes = json.loads(out.splitlines()[-1])["peak_bytes"] if out else 0
        self._process = None

    def _ask(self, page: LabelledPage) -> dict[str, Any] | None:
        process = self._process or self._start()
        assert process.stdin
        try:
            process.stdin.write(json.dumps({"uri": page.uri, "url": page.url, "html": page.html}) + "\n")
            process.stdin.flush()
        except BrokenPipeError:  # it died after the page before
            return None
        return self._line(process, HANG)

    def _start(self) -> "subprocess.Popen[str]":
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            self._command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, cwd=REPO
        )
        hello = self._line(self._process, 10 * HANG)
        if hello is None:
            sys.exit(f"{self.name} does not start: {' '.join(map(str, self._command))}")
        self.version = hello["version"]
        return self._process

    @staticmethod
    def _line(process: "subprocess.Popen[str]", seconds: float) -> dict[str, Any] | None:
        assert process.stdout
        ready, _, _ = select.select([process.stdout], [], [], seconds)
        line = process.stdout.readline() if ready else ""
        return dict(json.loads(line)) if line else None


@dataclass(slots=True)
class Result:
    """What one contender made of a set."""

    name: str
    answers: list[dict[str, Any]] = field(default_factory=list)  # one a page
    overlaps: list[Overlap] = field(default_factory=list)  # one a page
    passes: list[float] = field(default_factory=list)  # processor seconds for all pages
    peak_bytes: int = 0
    version: str = ""

    @property
    def pages_a_second(self) -> float:
        return len(self.answers) / median(self.passes)

    @property
    def troubles(self) -> int:
        """Pages it raised at, hung at or died of."""
        return sum(str(one.get("kind", "")).startswith(("raised", "hung")) for one in self.answers)

    def scores(self) -> tuple[float, float, float]:
        return of_set(self.overlaps)

    def fields_right(self, pages: Sequence[LabelledPage]) -> dict[str, tuple[int, int]]:
        """By field: how many are right, of how many pages that are labelled with it."""
        both = list(zip(pages, self.answers, strict=True))
        marks = {
            "title": [same_letters(one.get("title"), page.title) for page, one in both if page.title],
            "date": [str(one.get("date"))[:10] == page.date[:10] for page, one in both if page.date],
            "authors": [
                author_names(one.get("authors") or []) == page.authors for page, one in both if page.authors
            ],
        }
        return {name: (sum(right), len(right)) for name, right in marks.items() if right}


def contest(
    names: Sequence[str], pages: Sequence[LabelledPage], passes: int, cache: Path
) -> Iterator[Result]:
    """All contenders over all pages, several times: the contenders take turns at every page, so that all have the same machine."""
    results = {name: Result(name) for name in names}
    peers = peers_python(cache) if set(names) & set(PEERS) else Path(sys.executable)
    with ExitStack() as stack:
        running = [
            stack.enter_context(Contender(name, peers if name in PEERS else Path(sys.executable)))
            for name in names
        ]
        for one in running:  # the first page pays for what is loaded late
            one(pages[0])
        for _ in range(passes):
            _one_pass(running, results, pages)
        for one in running:
            one.finish()
            results[one.name].peak_bytes, results[one.name].version = one.peak_bytes, one.version
    yield from results.values()


def _one_pass(
    running: Sequence[Contender], results: dict[str, Result], pages: Sequence[LabelledPage]
) -> None:
    first = not results[running[0].name].passes
    spent = dict.fromkeys(results, 0.0)
    for place, page in enumerate(pages):
        turn = place % len(running)
        for one in (*running[turn:], *running[:turn]):
            result = results[one.name]
            if not first and result.answers[place].get("kind") == "hung or died":
                spent[one.name] += HANG
                continue
            answer = one(page)
            spent[one.name] += answer["seconds"]
            if first:
                result.answers.append(answer)
                result.overlaps.append(overlap(answer["text"], page.text))
    for name, seconds in spent.items():
        results[name].passes.append(seconds)
