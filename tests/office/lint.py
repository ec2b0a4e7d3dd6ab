"""Traps that make Excel offer to repair a workbook and that neither the schema nor the SDK's validator knows.

    lint.py WORKBOOK...

A rule is a function that yields what is wrong; those of one sheet stand in `lint_sheet.py`. Sources: ECMA-376 part 1
(numbers of chapters in brackets) and “Excel specifications and limits”.
"""
import re
import sys
import xml.etree.ElementTree as xml

from lint_sheet import SHEET_RULES
from workbook import MAIN, Workbook, area, count, size, units

# Characters of the name of a sheet, of a defined name; formats of a workbook; characters of a cell.
SHEET_NAME, NAME_CHARACTERS, CELL_FORMATS, CELL_CHARACTERS = 31, 255, 65_490, 32_767


# ---- the package


def archive(book):
    if book.broken:
        yield f"{book.broken} is damaged"
    lower = [name.lower() for name in book.names]
    for name in sorted({name for name in lower if lower.count(name) > 1}):
        yield f"{name} is there twice"


def well_formed(book):
    for name in book.names:
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                book.tree(name)
            except xml.ParseError as error:
                yield f"{name}: {error}"


def content_types(book):
    types = book.tree("[Content_Types].xml")
    kinds = {child.get("Extension", "").lower() for child in types}
    named = [child.get("PartName") for child in types if child.get("PartName")]
    for name in sorted({name for name in named if named.count(name) > 1}):
        yield f"{name} has two content types"
    for name in named:
        if name.lstrip("/") not in book.parts:
            yield f"{name} has a content type and is not there"
    # By its ending alone an .xml part is nothing that Excel knows.
    for name in book.names:
        ending = name.rsplit(".", 1)[-1].lower()
        by_ending = ending in kinds and ending != "xml"
        if f"/{name}" not in named and not by_ending and name != "[Content_Types].xml":
            yield f"{name} has no content type"


def relationships(book):
    for name in book.names:
        if not name.endswith(".rels"):
            continue
        ids = [rel.get("Id") for rel in book.tree(name)]
        if len(ids) != len(set(ids)):
            yield f"{name} uses an id twice"
        owner = name.replace("_rels/", "").removesuffix(".rels")
        for kind, target in book.relations(owner).values():
            if target is not None and target not in book.parts:
                yield f"{name}: {kind} leads to {target}, which is not there"


# ---- the workbook


def sheet_names(book):
    sheets = list(book.tree("xl/workbook.xml").iter(f"{MAIN}sheet"))
    for sheet in sheets:
        name = sheet.get("name")
        bad = not name or units(name) > SHEET_NAME or re.search(r"[\\/*?:\[\]]", name) or name.lower() == "history"
        if bad or name.startswith("'") or name.endswith("'"):
            yield f"sheet name {name!r}"
    for attribute in ("name", "sheetId"):
        values = [sheet.get(attribute).lower() for sheet in sheets]
        if len(values) != len(set(values)):
            yield f"two sheets share a {attribute}"
    visible = [sheet.get("state", "visible") == "visible" for sheet in sheets]
    for view in book.tree("xl/workbook.xml").iter(f"{MAIN}workbookView"):
        active = int(view.get("activeTab", 0))
        if active >= len(sheets) or not visible[active]:
            yield f"the active sheet {active} is hidden or not there"
    selected = [
        name for name, part in book.sheets() for view in book.tree(part).iter(f"{MAIN}sheetView")
        if view.get("tabSelected") in ("1", "true")
    ]
    if len(selected) > 1:
        yield f"{selected} are selected together, so typing in one changes the others"


def defined_names(book):
    sheets = book.sheets()
    seen = set()
    for defined in book.tree("xl/workbook.xml").iter(f"{MAIN}definedName"):
        name, local, text = defined.get("name"), defined.get("localSheetId"), defined.text or ""
        if (name.lower(), local) in seen:
            yield f"{name} is defined twice"
        seen.add((name.lower(), local))
        if local is not None and int(local) >= len(sheets):
            yield f"{name} belongs to sheet {local} of {len(sheets)}"
        if name.startswith("_xlnm."):
            own = sheets[int(local)][0] if local and int(local) < len(sheets) else None
            targets = {target.strip("'").replace("''", "'") for target in re.findall(r"('(?:[^']|'')+'|[^,!]+)!", text)}
            if targets != {own}:
                yield f"{name} of {own} is {text}"
            continue
        like_a_cell = re.fullmatch(r"[A-Za-z]{1,3}\d{1,7}|[RrCc]|[Rr]\d*[Cc]\d*", name)
        if not re.fullmatch(r"[^\W\d][\w.?\\]*", name) or like_a_cell or len(name) > NAME_CHARACTERS:
            yield f"illegal name {name!r}"
        target = re.fullmatch(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\S+)", text)
        if target:
            sheet = (target[1] or target[2]).replace("''", "'")
            if sheet not in [name for name, _ in sheets] or not area(target[3]):
                yield f"{name} means {text}, which is no area of the workbook"


def styles(book):
    tree = book.styles()
    for name in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
        yield from count(tree, name)
    if size(tree, "cellXfs") > CELL_FORMATS:
        yield f"{size(tree, 'cellXfs')} cell formats"
    if size(tree, "fills") < 2:
        yield "the two fills that Excel takes for granted are missing"
    for group in ("cellStyleXfs", "cellXfs"):
        for position, format_ in enumerate(tree.iterfind(f"{MAIN}{group}/{MAIN}xf")):
            uses = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}
            if group == "cellXfs":
                uses["xfId"] = "cellStyleXfs"
            for attribute, table in uses.items():
                if attribute in format_.attrib and int(format_.get(attribute)) >= size(tree, table):
                    yield f"{group} {position} uses {attribute} {format_.get(attribute)}"
    ids = [number.get("numFmtId") for number in tree.iter(f"{MAIN}numFmt")]
    if len(ids) != len(set(ids)):
        yield "two number formats share an id"
    for number in tree.iter(f"{MAIN}numFmt"):
        code = number.get("formatCode")
        bare = re.sub(r'"[^"]*"|\\.|[_*].', "", code)
        if len(code) > 255 or bare.count('"') or bare.count("[") != bare.count("]") or bare.count(";") > 3:
            yield f"number format {code!r}"


def shared_strings(book):
    if "xl/sharedStrings.xml" not in book.parts:
        return
    strings = book.shared_strings()
    declared = book.tree("xl/sharedStrings.xml").get("uniqueCount")
    if declared not in (None, str(len(strings))):
        yield f"uniqueCount says {declared} of {len(strings)}"
    for position, text in enumerate(strings):
        if units(text) > CELL_CHARACTERS:
            yield f"string {position} has {units(text)} characters"


# Where one of these is broken the others have nothing to stand on.
FOUNDATIONS = [archive, well_formed, content_types, relationships]
WORKBOOK_RULES = [sheet_names, defined_names, styles, shared_strings]


def lint(path):
    """Everything that is wrong with a workbook, in words."""
    book = Workbook(path)
    for rule in FOUNDATIONS:
        wrong = [f"{rule.__name__}: {what}" for what in rule(book)]
        if wrong:
            return wrong
    wrong = [f"{rule.__name__}: {what}" for rule in WORKBOOK_RULES for what in rule(book)]
    for name, part in book.sheets():
        for rule in SHEET_RULES:
            wrong += [f"{rule.__name__} of {name}: {what}" for what in rule(book, book.tree(part), part)]
    return wrong


def main():
    failed = False
    for path in sys.argv[1:]:
        for what in lint(path):
            failed = True
            print(f"{path}: {what}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
