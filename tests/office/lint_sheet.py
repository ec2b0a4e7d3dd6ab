"""Traps in one sheet: functions that yield what is wrong with it; [`SHEET_RULES`] lists them. See `lint.py`."""
import re

from workbook import DOCUMENT, MAIN, area, count, overlap, size, units

# The order of the children of `worksheet` (18.3.1.99).
ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    "webPublishItems tableParts extLst"
).split()
# Attributes of a validation and the UTF-16 units that they may have (18.3.1.32).
VALIDATION_TEXTS = {"errorTitle": 32, "promptTitle": 32, "error": 225, "prompt": 255}
# Characters of a cell, of a formula, of a limit in a validation.
CELL_CHARACTERS, FORMULA_CHARACTERS, LIST_CHARACTERS = 32_767, 8_192, 255
# Links of a sheet, points of a row, characters of a column.
LINKS, HEIGHT, WIDTH = 65_530, 409.5, 255
# Functions that came after Excel 2010: the form promises none, and written plainly they read as unknown names.
NEWER = re.compile(
    r"(?<![\w.])(IFNA|IFS|SWITCH|CONCAT|TEXTJOIN|MAXIFS|MINIFS|XLOOKUP|XMATCH|FILTER|SORT|SORTBY|UNIQUE|SEQUENCE|LET"
    r"|LAMBDA|DAYS|NUMBERVALUE|FORMULATEXT|XOR|ISOWEEKNUM|UNICHAR|UNICODE|SHEETS?|TEXTSPLIT|TEXTBEFORE|TEXTAFTER"
    r"|[VH]STACK|TOCOL|TOROW|_xlfn\.\w+)\("
)


def order(book, tree, part):
    places = [ORDER.index(child.tag.removeprefix(MAIN)) for child in tree if child.tag.removeprefix(MAIN) in ORDER]
    if places != sorted(places):
        yield "elements are out of order"
    once = [place for place in places if ORDER[place] != "conditionalFormatting"]
    if len(once) != len(set(once)):
        yield "an element is there twice"


def cells(book, tree, part):
    formats = size(book.styles(), "cellXfs")
    strings = len(book.shared_strings())
    last_row = 0
    for row in tree.iter(f"{MAIN}row"):
        number = int(row.get("r", last_row + 1))
        if number <= last_row:
            yield f"row {number} after row {last_row}"
        if float(row.get("ht", 0)) > HEIGHT:
            yield f"row {number} is {row.get('ht')} points high"
        last_row, last_column = number, 0
        for cell in row:
            place = area(cell.get("r", ""))
            if not place or place[1] != number or place[0] <= last_column:
                yield f"cell {cell.get('r')} of row {number} is out of order"
                continue
            last_column = place[0]
            if int(cell.get("s", 0)) >= formats:
                yield f"{cell.get('r')} uses format {cell.get('s')} of {formats}"
            yield from value(cell, strings)


def value(cell, strings):
    """What is wrong with the value of a cell."""
    at, kind, stored = cell.get("r"), cell.get("t", "n"), cell.find(f"{MAIN}v")
    text = "" if stored is None else stored.text or ""
    if kind == "s" and not (text.isdecimal() and int(text) < strings):
        yield f"{at} uses string {text} of {strings}"
    if kind == "n" and text and not re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text):
        yield f"{at} has the number {text!r}"
    if kind == "b" and text not in ("0", "1"):
        yield f"{at} has the truth value {text!r}"
    if kind == "inlineStr":
        words = "".join(word.text or "" for word in cell.iter(f"{MAIN}t"))
        if cell.find(f"{MAIN}is") is None or stored is not None or units(words) > CELL_CHARACTERS:
            yield f"{at} has a bad text"
    formula = cell.find(f"{MAIN}f")
    if formula is not None and formula.text:
        yield from (f"{at}: {wrong}" for wrong in bad_formula(formula.text))


def bad_formula(text):
    """What is wrong with a formula."""
    bare = re.sub(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'', "", text)
    if text.startswith("="):
        yield "formula starts with ="
    if len(text) > FORMULA_CHARACTERS:
        yield f"formula of {len(text)} characters"
    if bare.count("(") != bare.count(")") or '"' in bare:
        yield f"unbalanced formula {text[:60]}"
    if NEWER.search(bare):
        yield f"{NEWER.search(bare)[1]} is newer than Excel 2010"
    if any(units(literal) > 255 for literal in re.findall(r'"((?:[^"]|"")*)"', text)):
        yield "formula with a text of more than 255 characters"


def columns(book, tree, part):
    last = 0
    for column in tree.iter(f"{MAIN}col"):
        first, end = int(column.get("min")), int(column.get("max"))
        if first <= last or end < first or end > 16_384 or float(column.get("width", 0)) > WIDTH:
            yield f"columns {first} to {end}"
        last = end


def merged(book, tree, part):
    yield from count(tree, "mergeCells")
    yield from overlaps("merged cells", [merge.get("ref") for merge in tree.iter(f"{MAIN}mergeCell")])


def overlaps(what, texts):
    """Areas that are none, or that share a cell with one before."""
    before = []
    for text in texts:
        place = area(text)
        if not place:
            yield f"{what} {text!r}"
            continue
        if any(overlap(place, other) for other in before):
            yield f"{what} overlap at {text}"
        before.append(place)


def validations(book, tree, part):
    yield from count(tree, "dataValidations")
    found = list(tree.iter(f"{MAIN}dataValidation"))
    # Excel asks for repair, WPS keeps one of the two.
    yield from overlaps("validations", [text for one in found for text in one.get("sqref", "").split()])
    for one in found:
        for attribute, most in VALIDATION_TEXTS.items():
            if units(one.get(attribute, "")) > most:
                yield f"{attribute} of {one.get('sqref')} has more than {most} characters"
        for formula in one:
            if formula.text and units(formula.text.strip('"')) > LIST_CHARACTERS:
                yield f"a limit of {one.get('sqref')} has more than {LIST_CHARACTERS} characters"


def conditional_formats(book, tree, part):
    dxfs = size(book.styles(), "dxfs")
    priorities = [rule.get("priority") for rule in tree.iter(f"{MAIN}cfRule")]
    if len(priorities) != len(set(priorities)):
        yield "two rules share a priority"
    for block in tree.iter(f"{MAIN}conditionalFormatting"):
        for text in block.get("sqref", "").split() or [""]:
            if not area(text):
                yield f"conditional format at {text!r}"
        for rule in block.iter(f"{MAIN}cfRule"):
            if int(rule.get("dxfId", -1)) >= dxfs:
                yield f"rule at {block.get('sqref')} uses dxf {rule.get('dxfId')} of {dxfs}"
            for formula in rule.iter(f"{MAIN}formula"):
                yield from (f"rule at {block.get('sqref')}: {wrong}" for wrong in bad_formula(formula.text or ""))


def links(book, tree, part):
    relations, sheets = book.relations(part), [name for name, _ in book.sheets()]
    names = {name.get("name") for name in book.tree("xl/workbook.xml").iter(f"{MAIN}definedName")}
    found = list(tree.iter(f"{MAIN}hyperlink"))
    if len(found) > LINKS:
        yield f"{len(found)} links"
    for link in found:
        location = re.fullmatch(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\S+)", link.get("location") or "")
        if link.get("location"):
            sheet = (location[1] or location[2]).replace("''", "'") if location else None
            leads = sheet in sheets and area(location[3]) if location else link.get("location") in names
            if not leads:
                yield f"link at {link.get('ref')} leads to {link.get('location')}"
        elif link.get(f"{DOCUMENT}id") not in relations:
            yield f"link at {link.get('ref')} leads nowhere"


def relation_ids(book, tree, part):
    relations = book.relations(part)
    for element in tree.iter():
        id_ = element.get(f"{DOCUMENT}id")
        if id_ is not None and id_ not in relations:
            yield f"{element.tag.rsplit('}')[-1]} uses {id_}, which is not there"


def notes(book, tree, part):
    targets = dict(book.relations(part).values())
    if "comments" not in targets:
        return
    comments = book.tree(targets["comments"])
    authors = len(list(comments.iter(f"{MAIN}author")))
    places = [comment.get("ref") for comment in comments.iter(f"{MAIN}comment")]
    yield from overlaps("notes", places)
    for comment in comments.iter(f"{MAIN}comment"):
        if int(comment.get("authorId")) >= authors:
            yield f"note at {comment.get('ref')} has no author"
    if "vmlDrawing" not in targets or tree.find(f"{MAIN}legacyDrawing") is None:
        yield "notes without their drawing"
        return
    shapes = book.parts[targets["vmlDrawing"]].decode("utf-8", "replace")
    rows, cols = re.findall(r"<x:Row>(\d+)", shapes), re.findall(r"<x:Column>(\d+)", shapes)
    drawn = sorted((int(row) + 1, int(column) + 1) for row, column in zip(rows, cols))
    wanted = sorted((place[1], place[0]) for place in map(area, places) if place)
    if drawn != wanted:
        yield f"notes at {places} are drawn at {drawn}"


def protection(book, tree, part):
    element = tree.find(f"{MAIN}sheetProtection")
    if element is None:
        return
    if element.get("sheet") not in ("1", "true"):
        yield "protection without sheet=1 protects nothing"
    password = element.get("password")
    if password and not re.fullmatch(r"[0-9A-Fa-f]{1,4}", password):
        yield f"password hash {password!r}"


SHEET_RULES = [
    order, cells, columns, merged, validations, conditional_formats, links, relation_ids, notes, protection,
]
