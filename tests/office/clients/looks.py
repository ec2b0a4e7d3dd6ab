"""What cells and conditional formats look like, whatever numbers a client has given to the formats."""
from said import said
from workbook import MAIN, size

# Where a format says which of its parts are.
PLACES = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


class Looks:
    """Formats of cells and of rules by their numbers, with everything they lead to."""

    def __init__(self, tree):
        self.tree = tree
        self.numbers = {one.get("numFmtId"): one.get("formatCode") for one in tree.iter(f"{MAIN}numFmt")}
        self.names = {one.get("xfId"): one.get("name") for one in tree.iter(f"{MAIN}cellStyle")}
        self.formats = [self.format(xf) for xf in self.items("cellXfs")]
        self.differences = [said(dxf) for dxf in self.items("dxfs")]

    def items(self, name):
        return list(self.tree.find(f"{MAIN}{name}")) if size(self.tree, name) else []

    def format(self, xf):
        looks = [seen(self.items(name)[int(xf.get(place, 0))]) for place, name in PLACES.items()]
        number = xf.get("numFmtId", "0")
        named = self.names.get(xf.get("xfId"), "")
        others = said(xf, without=(*PLACES, "numFmtId", "xfId"))
        return " ".join([*looks, self.numbers.get(number, number), named, others])

    def of(self, element, attribute="s"):
        """The format of a cell, a row or a column."""
        return self.formats[int(element.get(attribute, 0))] if self.formats else ""

    def difference(self, number):
        """The format of a rule."""
        return self.differences[int(number)] if number else ""


def seen(look):
    """What is said of a font, a fill or a border; nobody sees what is behind a solid colour."""
    solid = look.find(f"{MAIN}patternFill[@patternType='solid']/{MAIN}fgColor")
    return said(look if solid is None else solid)
