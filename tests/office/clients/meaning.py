"""What a workbook says, in facts that can be compared whatever client wrote it: formats resolved, numbering left out.

A fact is its kind, its place and what is said there, all texts.
"""
import html
import re
from collections import Counter

from looks import Looks
from said import local, runs, said, said_attributes
from workbook import MAIN, Workbook

# How what is ours begins: rules, names, words in notes, the review.
OURS = ("xlcheck:", "_xlcheck.review", "_xlcheck.opens", "〔审核意见", "审核意见")
# Children of a sheet and of a workbook that are read for themselves, or only say where others are.
READ = {"sheetData", "cols", "conditionalFormatting", "mergeCells", "dataValidations", "sheetViews"}
READ |= {"sheets", "definedNames"}
WHERE = {"dimension", "drawing", "legacyDrawing", "legacyDrawingHF", "bookViews", "fileVersion"}
# When a file was saved, and by whom, is in docProps/core.xml.
PROPERTIES = {"docProps/app.xml", "docProps/custom.xml"}


def meaning(path):
    """Every fact of a workbook, as often as it is so."""
    return Counter(facts(Workbook(path)))


def facts(book):
    tree = book.tree("xl/workbook.xml")
    sheets = book.sheets()
    yield from of_workbook(tree, [name for name, _ in sheets])
    looks = Looks(book.styles())
    texts = shared_texts(book)
    for name, part in sheets:
        yield from of_sheet(name, book.tree(part), looks, texts)
        for kind, target in book.relations(part).values():
            if kind == "comments":
                yield from notes(name, book.tree(target))
            elif kind == "vmlDrawing":
                yield from boxes(name, book.parts[target].decode())
            elif target:
                yield "related", name, kind
    for part, content in book.parts.items():
        kind = re.sub("[0-9]", "", part)
        if kind.endswith("/"):
            continue
        yield "part", kind, ""
        if kind in PROPERTIES:
            yield "properties", kind, said(book.tree(part))
        text = html.unescape(content.decode(errors="ignore"))
        yield from (("word", kind, word) for word in OURS for _ in range(text.count(word)))


def of_workbook(tree, sheets):
    """Sheets in their order, the one that opens, names, and what is said of all."""
    for place, sheet in enumerate(tree.iter(f"{MAIN}sheet")):
        yield "sheet", str(place), f"{sheet.get('name')} {sheet.get('state', 'visible')}"
    for view in tree.iter(f"{MAIN}workbookView"):
        yield "opens", "", sheets[int(view.get("activeTab", 0))]
    for name in tree.iter(f"{MAIN}definedName"):
        local = name.get("localSheetId")
        others = said(name, without=("name", "localSheetId"))
        yield "name", name.get("name"), f"{sheets[int(local)] if local else ''} {others}"
    yield from children("", tree)


def of_sheet(sheet, tree, looks, texts):
    """Cells with their values and formats, and everything else that is said of a sheet."""
    shared = {}
    for row in tree.iter(f"{MAIN}row"):
        yield "row", f"{sheet}!{row.get('r')}", said_attributes(row, without=("r", "s", "spans")) + looks.of(row)
        for cell in row:
            at = f"{sheet}!{cell.get('r')}"
            yield "style", at, looks.of(cell)
            if len(cell):
                yield "cell", at, value(cell, texts, shared)
    for column in tree.iter(f"{MAIN}col"):
        numbers = f"{sheet}!{column.get('min')}:{column.get('max')}"
        yield "column", numbers, said_attributes(column, without=("min", "max", "style")) + looks.of(column, "style")
    for merge in tree.iter(f"{MAIN}mergeCell"):
        yield "merge", sheet, merge.get("ref")
    for view in tree.iter(f"{MAIN}sheetView"):
        yield "view", sheet, said(view)
    for validation in tree.iter(f"{MAIN}dataValidation"):
        yield "validation", f"{sheet}!{validation.get('sqref')}", said(validation, without=("sqref",))
    yield from rules(sheet, tree, looks)
    yield from children(sheet, tree)


def value(cell, texts, shared):
    """Formula and stored value of a cell."""
    kind, stored = cell.get("t", "n"), cell.find(f"{MAIN}v")
    formula = cell.find(f"{MAIN}f")
    text = "" if stored is None else stored.text or ""
    # Whether a text is shared depends on the others.
    if kind == "s":
        kind, text = "text", texts[int(text)]
    elif kind == "inlineStr":
        kind, text = "text", runs(cell.find(f"{MAIN}is"))
    if formula is None:
        return f"{kind} {text}"
    if formula.get("t") == "shared":
        if formula.text:
            shared[formula.get("si")] = said(formula, without=("si",))
        return f"={shared[formula.get('si')]} {kind} {text}"
    return f"={said(formula)} {kind} {text}"


def rules(sheet, tree, looks):
    """Conditional formats in the order in which they count, with what they look like."""
    found = []
    for areas in tree.iter(f"{MAIN}conditionalFormatting"):
        for rule in areas.iter(f"{MAIN}cfRule"):
            look = looks.difference(rule.get("dxfId"))
            words = said(rule, without=("dxfId", "priority"))
            found.append((int(rule.get("priority")), areas.get("sqref"), f"{words} {look}"))
    for place, (_, areas, words) in enumerate(sorted(found)):
        yield "rule", f"{sheet}!{areas}", f"{place} {words}"


def children(source, tree):
    """What else is said of a sheet or a workbook."""
    for child in tree:
        name = local(child)
        if name not in READ and name not in WHERE:
            yield name, source, said(child)


def notes(sheet, tree):
    """Author and words of every note; that a client puts the author before the words is no difference."""
    authors = [author.text or "" for author in tree.iter(f"{MAIN}author")]
    for note in tree.iter(f"{MAIN}comment"):
        author = authors[int(note.get("authorId", 0))]
        words = "".join(text.text or "" for text in note.iter(f"{MAIN}t"))
        yield "note", f"{sheet}!{note.get('ref')}", f"{author}: {words.removeprefix(f'{author}:').strip()}"
    for author in authors:
        yield "author", sheet, author


def boxes(sheet, drawing):
    """The boxes of notes, and how many shapes and types of shapes are drawn."""
    for box in re.findall(r"<(?:\w+:)?ClientData.*?</(?:\w+:)?ClientData>", drawing, re.DOTALL):
        row, column, anchor = (one_word(name, box) for name in ("Row", "Column", "Anchor"))
        yield "box", f"{sheet}!R{row}C{column}", re.sub(r"\s", "", anchor)
    for kind in ("shape", "shapetype"):
        for _ in re.findall(rf"<(?:\w+:)?{kind}\s", drawing):
            yield "drawn", sheet, kind


def one_word(name, xml):
    found = re.search(rf"<(?:\w+:)?{name}>([^<]*)<", xml)
    return found[1].strip() if found else ""


def shared_texts(book):
    part = "xl/sharedStrings.xml"
    return [runs(item) for item in book.tree(part)] if part in book.parts else []
