"""The elements of a plain feed: those that are taken, by the name feedparser gives them, and those that change nothing."""

ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_SLASH = "{http://purl.org/rss/1.0/modules/slash/}"
_SY = "{http://purl.org/rss/1.0/modules/syndication/}"
_WFW = "{http://wellformedweb.org/CommentAPI/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
GROUPS = frozenset({f"{_MEDIA}content", f"{_MEDIA}group"})  # leaves that may hold others
_LEAVES = GROUPS | {f"{_MEDIA}{name}" for name in ("thumbnail", "credit", "keywords")}
_LEAVES |= {f"{_SLASH}comments", f"{_SLASH}section", f"{_WFW}commentRss", f"{_DC}subject"}
ITEM = {
    "title": "title",
    "link": "link",
    "guid": "id",
    "pubDate": "published",
    "author": "author",
    "description": "summary",
    "source": "source",
    f"{_DC}creator": "author",
    f"{_DC}date": "updated",
    "{http://purl.org/rss/1.0/modules/content/}encoded": "content",
}
ITEM_LEAVES = _LEAVES | {"category", "comments", "enclosure"}
ITEM_ATTRIBUTES = {"id": {"isPermaLink"}, "source": {"url"}}
_CHANNEL = (
    "link",
    "description",
    "language",
    "copyright",
    "managingEditor",
    "webMaster",
    "pubDate",
    "lastBuildDate",
)
CHANNEL_LEAVES = frozenset(
    {*_CHANNEL, "category", "generator", "docs", "cloud", f"{ATOM}link"}
    | {f"{_SY}update{name}" for name in ("Period", "Frequency", "Base")}
)
IMAGE = frozenset({"url", "title", "link", "width", "height", "description"})
ENTRY = {f"{ATOM}{name}": name for name in ("title", "id", "published", "updated", "summary", "content")}
ENTRY_LEAVES = _LEAVES | {f"{ATOM}category", f"{ATOM}rights"}
TYPED = {"title": {"type"}, "summary": {"type"}, "content": {"type"}}
FEED_LEAVES = frozenset(
    f"{ATOM}{name}"
    for name in ("id", "updated", "link", "subtitle", "generator", "icon", "logo", "rights", "category")
)
LINK_ATTRIBUTES = {"rel", "type", "href", "title", "hreflang", "length"}
PERSON = {f"{ATOM}{name}": name for name in ("name", "email", "uri")}
TYPES = {
    "": "text/plain",
    "text": "text/plain",
    "text/plain": "text/plain",
    "html": "text/html",
    "text/html": "text/html",
}
HTML = {"text/html", "html", "application/xhtml+xml", "xhtml"}
