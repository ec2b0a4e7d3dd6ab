"""Fills workbooks as WPS was seen to write them: fill_wps.py JOBS.json

An emulation, not WPS: what 509 workbooks have in common that WPS saved last. Rewritten are the archive (folders as
entries, one constant time), the cells (shared texts, results of formulas as LibreOffice gives them), formulas (no
blanks, columns of equal ones shared in blocks of 64 rows), validations (equal ones merged), protection (defaults left
out), names (quotes left out), fonts (charset) and properties (its own added).
"""
import datetime
import json
import re
import sys
import zipfile

from lxml import etree
from openpyxl.formula.translate import Translator

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
M = f"{{{MAIN}}}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
TYPES = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
NAMESPACES = (
    f'xmlns="{MAIN}" xmlns:r="{RELATION[1:-3]}"'
    ' xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
)
STAMP = (2012, 7, 2, 9, 52, 14)
EPOCH = datetime.date(1899, 12, 30)
# A run of equal formulas is shared in blocks of so many rows.
BLOCK = 64
# Attributes of `sheetProtection` that are left out where they say this (ECMA-376 18.3.1.85).
DEFAULTS = {
    **dict.fromkeys(("objects", "scenarios", "selectLockedCells", "selectUnlockedCells"), "0"),
    **dict.fromkeys(
        ("formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "insertHyperlinks",
         "deleteColumns", "deleteRows", "sort", "autoFilter", "pivotTables"), "1",
    ),
}


def main():
    for job in json.load(open(sys.argv[1], encoding="utf-8")):
        with zipfile.ZipFile(job["blank"]) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        rewrite(parts, {(cell["sheet"], cell["cell"]): cell for cell in job["cells"]}, job["results"])
        pack(parts, job["out"])


def rewrite(parts, typed, results):
    book = etree.fromstring(parts["xl/workbook.xml"])
    rels = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {rel.get("Id"): rel.get("Target") for rel in rels}
    texts = Texts(parts["xl/sharedStrings.xml"])
    for sheet in book.iter(f"{M}sheet"):
        name, part = sheet.get("name"), f"xl/{targets[sheet.get(RELATION)]}"
        tree = etree.fromstring(parts[part])
        cells(tree, name, typed, results, texts)
        share_formulas(tree)
        protection(tree)
        validations(tree)
        text = etree.tostring(tree, encoding="unicode")
        text = re.sub("<worksheet[^>]*>", f"<worksheet {NAMESPACES}>", text, count=1)
        if "<sheetPr" not in text:
            text = text.replace("<dimension", "<sheetPr/><dimension", 1)
        parts[part] = declared(text)
    workbook(book)
    parts["xl/workbook.xml"] = declared(etree.tostring(book, encoding="unicode"))
    parts["xl/sharedStrings.xml"] = texts.part()
    styles = etree.fromstring(parts["xl/styles.xml"])
    for font in styles.iter(f"{M}font"):
        family = font.find(f"{M}name")
        if family is not None and font.find(f"{M}charset") is None:
            family.addnext(etree.Element(f"{M}charset", val="134"))
    parts["xl/styles.xml"] = declared(etree.tostring(styles, encoding="unicode"))
    properties(parts)


class Texts:
    """The shared texts; those that are new are put behind the others."""

    def __init__(self, part):
        self.items = etree.fromstring(part)
        self.places = {"".join(item.itertext()): place for place, item in enumerate(self.items)}

    def place(self, text):
        if text not in self.places:
            item = etree.SubElement(etree.SubElement(self.items, f"{M}si"), f"{M}t")
            item.text = text
            if text != text.strip() or "\n" in text:
                item.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            self.places[text] = len(self.items) - 1
        return self.places[text]

    def part(self):
        # One in four of the files that were seen says no `uniqueCount`.
        self.items.attrib.clear()
        self.items.set("count", str(len(self.items)))
        return declared(etree.tostring(self.items, encoding="unicode"))


def cells(tree, sheet, typed, results, texts):
    """Types what is typed, and writes every value as WPS does."""
    for row in tree.iter(f"{M}row"):
        for cell in row:
            given = typed.pop((sheet, cell.get("r")), None)
            if given is not None:
                put(cell, given["value"] if given["kind"] != "day" else day(given["value"]), texts)
            elif cell.find(f"{M}f") is not None:
                result(cell, results[f"{sheet}!{cell.get('r')}"])
            elif cell.get("t") == "inlineStr":
                put(cell, "".join(cell.itertext()), texts)
            elif cell.get("t", "n") == "n" and cell.find(f"{M}v") is not None:
                put(cell, float(cell.findtext(f"{M}v")), texts)
        if len(row):
            row.set("spans", f"{number(row[0].get('r'))}:{number(row[-1].get('r'))}")
    left = [place for place in typed if place[0] == sheet]
    if left:
        sys.exit(f"the blank has no cell at {left[:3]}")


def put(cell, value, texts):
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        cell.set("t", "s")
        value = texts.place(value)
    etree.SubElement(cell, f"{M}v").text = f"{value:.15g}" if isinstance(value, float) else str(value)


def result(cell, value):
    formula, stored = cell.find(f"{M}f"), cell.find(f"{M}v")
    if formula.text:  # one of a shared formula has none but in its first cell
        formula.text = unspaced(formula.text)
    if stored is None:
        stored = etree.SubElement(cell, f"{M}v")
    cell.attrib.pop("t", None)
    if isinstance(value, str):
        cell.set("t", "e" if value.startswith("#") else "str")
    stored.text = value if isinstance(value, str) else f"{value:.15g}"


def day(text):
    return (datetime.date.fromisoformat(text) - EPOCH).days


def unspaced(formula):
    """A formula without blanks outside of quotes, and without quotes around names that need none."""
    pieces = re.split("(\"[^\"]*\"|'[^']*')", formula)
    joined = "".join(piece if at % 2 else re.sub(r"\s", "", piece) for at, piece in enumerate(pieces))
    return re.sub(r"'([^\W\d]\w*)'!", r"\1!", joined)


def share_formulas(tree):
    """Shares the formulas of a column that are the first one moved down."""
    columns = {}
    for cell in tree.iter(f"{M}c"):
        formula = cell.find(f"{M}f")
        if formula is not None and formula.get("t") is None:
            letters, row = re.fullmatch("([A-Z]+)([0-9]+)", cell.get("r")).groups()
            columns.setdefault(letters, {})[int(row)] = formula
    index = 1 + max((int(formula.get("si", -1)) for formula in tree.iter(f"{M}f")), default=-1)
    for letters, formulas in columns.items():
        while formulas:
            first = min(formulas)
            master = formulas.pop(first)
            run = [master]
            moved = Translator(f"={master.text}", origin=f"{letters}{first}")
            while len(run) < BLOCK and (row := first + len(run)) in formulas:
                if unspaced(moved.translate_formula(f"{letters}{row}")[1:]) != formulas[row].text:
                    break
                run.append(formulas.pop(row))
            if len(run) > 1:
                for formula in run:
                    formula.set("t", "shared")
                    formula.set("si", str(index))
                for formula in run[1:]:
                    formula.text = None
                master.set("ref", f"{letters}{first}:{letters}{first + len(run) - 1}")
                index += 1


def protection(tree):
    for element in tree.iter(f"{M}sheetProtection"):
        for name, default in DEFAULTS.items():
            if element.get(name) == default:
                del element.attrib[name]


def validations(tree):
    """Merges the validations that are equal but for their cells."""
    for every in tree.iter(f"{M}dataValidations"):
        merged = {}
        for rule in list(every):
            every.remove(rule)
            areas = rule.attrib.pop("sqref")
            for formula in rule:
                formula.text = unspaced(formula.text.lstrip("="))
            alike = merged.setdefault(etree.tostring(rule), (rule, []))
            alike[1].append(areas)
        for rule, areas in sorted(merged.values(), key=lambda one: -len(one[1])):
            rule.set("sqref", " ".join(areas))
            every.append(rule)
        every.attrib.clear()
        every.set("count", str(len(every)))


def workbook(book):
    version = book.find(f"{M}fileVersion")
    if version is None:
        version = etree.Element(f"{M}fileVersion")
        book.insert(0, version)
    for element, attributes in (
        (version, {"appName": "xl", "lastEdited": "3", "lowestEdited": "5", "rupBuild": "9302"}),
        (book.find(f"{M}workbookPr"), {}),
        (book.find(f"{M}calcPr"), {"calcId": "191029"}),
    ):
        if element is not None:
            element.attrib.clear()
            element.attrib.update(attributes)
    for name in book.iter(f"{M}definedName"):
        name.text = unspaced(name.text)


def properties(parts):
    custom = etree.fromstring(parts["docProps/custom.xml"])
    for name, value in (("ICV", "BF1DF0B584CA489DAF663F93EFDA872B_13"), ("KSOProductBuildVer", "2052-12.1.0.21915")):
        one = etree.SubElement(
            custom, f"{CUSTOM}property",
            fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}", pid=str(len(custom) + 2), name=name,
        )
        etree.SubElement(one, f"{TYPES}lpwstr").text = value
    parts["docProps/custom.xml"] = declared(etree.tostring(custom, encoding="unicode"))


def number(place):
    """The number of a cell's column, from one."""
    total = 0
    for letter in re.match("[A-Z]+", place)[0]:
        total = total * 26 + ord(letter) - 64
    return total


def declared(text):
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()


def pack(parts, path):
    folders = {"/".join(name.split("/")[:depth]) + "/" for name in parts for depth in range(1, name.count("/") + 1)}
    names = sorted([*parts, *folders], key=lambda name: (name != "[Content_Types].xml", name))
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith("/") else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts.get(name, b""))


main()
