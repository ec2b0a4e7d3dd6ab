"""A workbook's parts as they are stored, read without any office program."""
import re
import xml.etree.ElementTree as xml
import zipfile

# Strict workbooks have other names for the same things (ISO/IEC 29500-1 and -4, annex A).
STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
# What a workbook without a part of formats is taken to have.
PLAIN_STYLES = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<fonts><font/></fonts><fills><fill/><fill/></fills><borders><border/></borders><cellXfs><xf/></cellXfs></styleSheet>"""
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DOCUMENT = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class Workbook:
    """An .xlsx package: its parts by name, and what the checks ask of them."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            self.broken = archive.testzip()
            self.names = archive.namelist()
            self.parts = {name: archive.read(name) for name in self.names}
        self._trees = {}

    def tree(self, part):
        """The root element of an XML part."""
        if part not in self._trees:
            text = self.parts[part]
            for strict, transitional in STRICT.items():
                text = text.replace(strict, transitional)
            self._trees[part] = xml.fromstring(text)
        return self._trees[part]

    def relations(self, part):
        """The relationships of a part: type's last word and target's part name (None outside the package) by id."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if rels not in self.parts:
            return {}
        return {
            rel.get("Id"): (
                rel.get("Type").rsplit("/", 1)[-1],
                None if rel.get("TargetMode") == "External" else resolved(folder, rel.get("Target")),
            )
            for rel in self.tree(rels).iter(f"{PACKAGE}Relationship")
        }

    def sheets(self):
        """Name and part of every sheet, in order."""
        relations = self.relations("xl/workbook.xml")
        return [
            (sheet.get("name"), relations[sheet.get(f"{DOCUMENT}id")][1])
            for sheet in self.tree("xl/workbook.xml").iter(f"{MAIN}sheet")
        ]

    def styles(self):
        """The root of the part of formats."""
        related = self.relations("xl/workbook.xml").values()
        part = next((part for kind, part in related if kind == "styles"), None)
        return self.tree(part) if part else xml.fromstring(PLAIN_STYLES)

    def shared_strings(self):
        """The shared strings."""
        part = "xl/sharedStrings.xml"
        if part not in self.parts:
            return []
        return ["".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in self.tree(part)]

    def stored_results(self):
        """The stored result of every formula cell: a number, a text, or an error's word."""
        strings = self.shared_strings()
        for sheet, part in self.sheets():
            for cell in self.tree(part).iter(f"{MAIN}c"):
                if cell.find(f"{MAIN}f") is not None:
                    yield f"{sheet}!{cell.get('r')}", stored(cell, strings)


def stored(cell, strings):
    """The stored value of a cell."""
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{MAIN}t"))
    value = cell.find(f"{MAIN}v")
    text = "" if value is None else value.text or ""
    kind = cell.get("t", "n")
    if kind == "s":
        return strings[int(text)]
    if kind == "n" and text:
        return float(text)
    if kind == "b":
        return float(text == "1")
    return text


def resolved(folder, target):
    """The part that a relationship's target names."""
    if target.startswith("/"):
        return target[1:]
    path = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            path.pop()
        elif step != ".":
            path.append(step)
    return "/".join(path)


def column(letters):
    """The number of a column, from one."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?")


def area(text):
    """First column, first row, last column, last row of `A1` or `A1:B2`; None for anything else."""
    found = AREA.fullmatch(text)
    if not found:
        return None
    left, top = column(found[1]), int(found[2])
    right, bottom = (column(found[3]), int(found[4])) if found[3] else (left, top)
    within = left <= right <= 16_384 and top <= bottom <= 1_048_576
    return (left, top, right, bottom) if within else None


def overlap(one, other):
    """Whether two areas share a cell."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def units(text):
    """The length of a text as Excel counts it."""
    return len(text.encode("utf-16-le")) // 2


def size(tree, name):
    """How many children a list has, none where it is not there."""
    element = tree.find(f"{MAIN}{name}")
    return 0 if element is None else len(element)


def count(tree, name):
    """The `count` of a list beside the number of its children."""
    element = tree.find(f"{MAIN}{name}")
    if element is not None and element.get("count") not in (None, str(len(element))):
        yield f"{name} says {element.get('count')} and has {len(element)}"
