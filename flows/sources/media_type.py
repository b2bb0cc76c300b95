"""The Content-Type header (RFC 9110, 8.3): what kind a page is, and its charset."""

READ = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain"}
_LONGEST_LABEL = 40  # characters of a charset's name


def media_type(header: str | None) -> tuple[str, str | None]:
    """The type in lower case, and the charset if one is named that could be one; without a header, HTML is meant."""
    declared, _, parameters = (header or "").partition(";")
    return declared.strip().lower() or "text/html", _charset(parameters)


def _charset(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            label = value.strip().strip("\"'")
            plain = label.isascii() and label.isprintable() and 0 < len(label) <= _LONGEST_LABEL
            return label if plain else None
    return None
