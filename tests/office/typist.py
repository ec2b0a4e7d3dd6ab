"""Typing into a workbook as a person does."""
from office import at, properties


class Typist:
    """Types into a document as a person does: what is locked stays as it is."""

    def __init__(self, office, path):
        # A hidden document has no cell to type into.
        self.office, self.document = office, office.open(path, hidden=False)
        self.view = self.document.CurrentController

    def type(self, place, text):
        """Goes to a cell, types and enters."""
        sheet, cell = place.rsplit("!", 1)
        self.view.setActiveSheet(self.document.Sheets.getByName(sheet))
        self._do("GoToCell", ToPoint=cell)
        self._do("EnterString", StringName=text)

    def clear(self, place):
        """Goes to a cell and presses Delete."""
        self.type(place, "")
        at(self.document, place).setFormula("")

    def _do(self, command, **arguments):
        self.office.dispatcher.executeDispatch(self.view.Frame, f".uno:{command}", "", 0, properties(**arguments))

    def fields(self):
        """The place of every field by its defined name."""
        names = self.document.NamedRanges
        found = {}
        for name in (names.getByIndex(index) for index in range(names.Count)):
            area = name.ReferredCells
            if area is not None:
                sheet, cell = area.AbsoluteName.replace("$", "").rsplit(".", 1)
                found[name.Name] = f"{sheet.strip(chr(39))}!{cell}"
        return found

    def close(self):
        self.document.close(True)


def entries(values):
    """Name and typed text of every field of a recipe; days as officials type them."""
    for table, rows in values.items():
        for row, fields in rows.items():
            for field, text in fields.items():
                name = ".".join(part for part in (table, row, field) if part)
                if isinstance(text, dict):
                    text = text["text"]
                yield name, ".".join(str(int(part)) for part in text.split("-")) if field == "报告日期" else text
