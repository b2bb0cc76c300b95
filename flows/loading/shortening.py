"""Refrains taken out of a batch's articles, in order: each loses what the articles before it have shown to be furniture."""

from dataclasses import dataclass, field, replace

from flows.loading.workers import Prepares
from pipeline.prepare import Prepared
from pipeline.refrains.refrain import Refrain, Refrains, Shortened, shorten
from warehouse.articles.article_versions import NewVersion
from warehouse.articles.refrains import Removal, removals


@dataclass(slots=True, kw_only=True)
class Shortening:
    """New versions with what was found in each; what they taught, and what they lost."""

    versions: list[NewVersion]
    prepared: list[Prepared]  # one a version
    learned: list[Refrain] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)

    def run(self, known: Refrains, prepares: Prepares) -> None:
        """Decide in order; then prepare those again whose text is not the one that was prepared.

        The content hash stays that of the text as it came: what has been learned since must not make a page look changed.
        """
        found: dict[int, Shortened | None] = {}
        for place, (version, one) in enumerate(zip(self.versions, self.prepared, strict=True)):
            found[place] = shorten(one.text, one.refrain_print.passages, known.learned)
            if version.version == 1:  # another version is no other article
                self.learned += known.learn(replace(one.article, text=one.text), one.refrain_print)
        self._prepare_again(found, prepares)
        for place, shortened in found.items():
            if shortened and self.prepared[place].article.text == shortened.text:
                self.removals += removals(self.versions[place], shortened)

    def _prepare_again(self, found: dict[int, Shortened | None], prepares: Prepares) -> None:
        texts = {place: short.text if short else self.prepared[place].text for place, short in found.items()}
        other = [place for place, text in texts.items() if text != self.prepared[place].article.text]
        given = [replace(self.prepared[place].article, text=texts[place]) for place in other]
        for place, result in zip(other, prepares(given), strict=True):
            if isinstance(result, Prepared):  # else it stays as it was prepared
                before = self.prepared[place]
                self.versions[place] = replace(self.versions[place], article=result.article)
                self.prepared[place] = replace(result, text=before.text, refrain_print=before.refrain_print)
