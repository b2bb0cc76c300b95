"""What a person sees while a run works: a bar on a terminal, a line a step elsewhere; always on stderr."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

_DOING = {
    "collect": "Reading the sources",
    "extract": "Extracting clean text",
    "fold": "Folding copies",
    "group": "Grouping reports into stories",
    "commit": "Writing to the warehouse",
    "remind": "Looking at what waits",
    "deliver": "Sending alerts",
    "publish": "Publishing the warehouse",
    "report": "Writing the report",
}


class Progress:
    """One run's progress; a context so that the bar goes away whatever happens."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.console = Console(stderr=True, quiet=quiet)
        self._said: set[str] = set()
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.console,
            transient=True,
            disable=not self.console.is_terminal,
        )
        self._task = self._bar.add_task("Starting", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def say(self, text: str) -> None:
        """What is being done now; each text once where there is no bar."""
        self._bar.update(self._task, description=text)
        if not self.console.is_terminal and text not in self._said:
            self._said.add(text)
            self.console.print(f"{text} …", markup=False, highlight=False)

    def note(self, text: str) -> None:
        """What a person should know afterwards, too: a line that stays, also in the log of `wirewatch up`."""
        console = Console(stderr=True) if self.console.quiet else self.console
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    def step(self, name: str) -> None:
        """The bar is put away while alerts are sent: the console channel prints."""
        self.say(_DOING[name])
        if name == "deliver":
            self._bar.stop()

    def expect(self, documents: int) -> None:
        self._bar.update(self._task, total=(self._bar.tasks[0].total or 0) + documents)

    def advance(self, documents: int) -> None:
        self._bar.advance(self._task, documents)
