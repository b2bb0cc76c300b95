"""An alert as an HTML mail: everything escaped, nothing loaded."""

from collections.abc import Mapping
from typing import Any, Final

from jinja2 import Environment

from pipeline.messages import message_words
from pipeline.messages.message_text import footer

_SHARED: Final = {
    name: getattr(message_words, name)
    for name in (
        "backed",
        "by_clause",
        "byline",
        "change",
        "coverage",
        "earlier",
        "extent",
        "label",
        "marked",
        "one_an_article",
        "passages",
        "span",
    )
}


def as_html(data: Mapping[str, Any], show: str) -> str:
    return _HTML.render(data, footer=footer(data, show), warning=message_words.coverage(data["sources_down"]))


_ENVIRONMENT: Final = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
_ENVIRONMENT.globals.update(_SHARED, spike_words=message_words.spike, silence_words=message_words.silence)
_HTML: Final = _ENVIRONMENT.from_string(
    """{% set small = "margin:0;font:13px sans-serif;color:#666" %}
{% set heading = "font:bold 13px sans-serif;margin:1.5em 0 .3em" %}
{% macro sentence(one) %}
{% set before, found, after = marked(one) %}
<p style="margin:.3em 0" dir="auto">{% if one.outlet %}{{ one.outlet }}: {% endif %}{{ before }}<b style="background:#fff2a8">{{ found }}</b>{{ after }}</p>
{% endmacro %}
{% macro fresh(news) %}
{% for item in news %}
<p style="margin:.8em 0 0" dir="auto"><span style="font:13px sans-serif;color:#666">{{ label(item) }}</span><br><b>{{ change(item) }}</b>{{ backed(item) }}</p>
{% for one in passages(item) %}
{{ sentence(one) }}
{% endfor %}
{% endfor %}
{% endmacro %}
{% macro why(matches) %}
{% for ground, places in by_clause(matches) %}
<p style="margin:.8em 0 0;font:13px sans-serif;color:#666">{{ ground }}</p>
{% for match in places %}
{{ sentence(match) }}
{% endfor %}
{% endfor %}
{% endmacro %}
{% macro reports(sources, left_out) %}
<ul style="margin:0;padding-left:1.2em">
{% for source in sources %}
<li dir="auto">{% if source.url %}<a href="{{ source.url }}" rel="noreferrer">{{ byline(source) }}</a>{% else %}{{ byline(source) }}{% endif %}</li>
{% endfor %}
{% if left_out %}
<li>and {{ left_out }} more</li>
{% endif %}
</ul>
{% endmacro %}
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ subject }}</title></head>
<body style="margin:0;padding:1.5em;max-width:42em;font:16px/1.5 Georgia,serif;color:#1b1b1b;background:#fff">
<p style="{{ small }}" dir="auto">{{ rule.title }}</p>
<h1 style="margin:.2em 0;font-size:1.4em;line-height:1.25" dir="auto">{{ story.title if story else subject }}</h1>
{% if spike %}
<p>{{ spike_words(spike) }}</p>
{% endif %}
{% if silence %}
{% for line in silence_words(silence) %}
<p>{{ line }}</p>
{% endfor %}
{% endif %}
{% if story %}
<p style="{{ small }}">{{ extent(story) }}. {{ span(story) }}.</p>
{% if news %}
<h2 style="{{ heading }}">What is new</h2>
{{ fresh(news) }}
{% endif %}
{% if before %}
<p style="{{ small }};margin-top:.8em">{{ earlier(before) }}</p>
{% endif %}
{% if matches %}
<h2 style="{{ heading }}">Why</h2>
{{ why(matches) }}
{% endif %}
<h2 style="{{ heading }}">Sources</h2>
{{ reports(sources, sources_left_out) }}
{% endif %}
{% for block in stories %}
<h2 style="margin:1.5em 0 .2em;font-size:1.15em;line-height:1.25" dir="auto">{{ block.story.title }}</h2>
<p style="{{ small }}">{{ extent(block.story) }}. {{ span(block.story) }}.</p>
{% if block.news %}
{{ fresh(block.news[:3]) }}
{% else %}
{% for match in one_an_article(block.matches)[:3] %}
{{ sentence(match) }}
{% endfor %}
{% endif %}
{{ reports(block.sources[:3], block.sources_left_out + (block.sources[3:] | length)) }}
{% endfor %}
{% if warning %}
<p style="margin-top:1.5em;padding:.5em .8em;background:#fdf3d8">{{ warning }}.</p>
{% endif %}
<p style="margin-top:2em;font:12px sans-serif;color:#666">{% for line in footer %}{{ line }}<br>{% endfor %}</p>
</body></html>
"""
)
