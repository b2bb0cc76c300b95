"""What is passed on while a page is read for what it says about itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice

from lxml.html import HtmlElement

from pipeline.pages import linked_data, page_byline
from pipeline.pages.page_head import Head, Properties, content

_BELOW = 10  # lines under the title
_ABOVE = 2  # lines over it: what stands higher is the page's, today's date for one


@dataclass(kw_only=True)
class Reading:
    """A page while it is read: its parts, and what is known of it already."""

    tree: HtmlElement
    head: Head
    url: str | None
    seen_at: datetime
    host: str = ""
    site: str = ""
    article: linked_data.Node = field(default_factory=dict)
    item: Properties = field(default_factory=dict)  # the article in microdata
    heading: HtmlElement | None = None  # the title's
    provenance: dict[str, str] = field(default_factory=dict)

    @cached_property
    def after(self) -> list[page_byline.Line]:
        """The lines below the title."""
        return page_byline.after(self.heading) if self.heading is not None else []

    @cached_property
    def near(self) -> list[page_byline.Line]:
        """The lines next to the title, in which a dateline stands, if anywhere."""
        return [*self.after[:_BELOW], *islice(self.before(), _ABOVE)]

    @cached_property
    def headings(self) -> list[str]:
        """The texts of the first headings of the highest level."""
        return [content(heading) for heading in self.head.headings]

    def before(self) -> Iterator[page_byline.Line]:
        """The lines above the title, the nearest first; of few pages more than the first are asked for."""
        return page_byline.before(self.heading) if self.heading is not None else iter(())

    def note(self, name: str, source: str | None) -> None:
        if source:
            self.provenance[name] = source
