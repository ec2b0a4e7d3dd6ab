"""What an XML element says, as a text that is the same whatever client wrote it."""
from workbook import DOCUMENT

# Truth in its other words.
SAME = {"true": "1", "false": "0"}


def said(element, without=()):
    """What an element says: name, attributes, words and children; ids of relations and of revisions say nothing."""
    words = (element.text or "") if len(element) == 0 else ""
    return f"{local(element)}({said_attributes(element, without)}){words}{[said(child) for child in element] or ''}"


def said_attributes(element, without=()):
    """The attributes of an element in one order."""
    kept = sorted(
        (name, SAME.get(value, value)) for name, value in element.attrib.items()
        if name not in without and not name.startswith(DOCUMENT) and not name.endswith("}uid")
    )
    return " ".join(f"{name}={value}" for name, value in kept)


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def runs(item):
    """A text with its runs."""
    return str([said(child) for child in item])
