"""Marks fade when a value is corrected: fading.py COPY

In LibreOffice every mark of the copy holds before its cell is changed and none after; and what is drawn turns from red
to the colour of a cell to fill in.
"""
import os
import re
import subprocess
import sys
import tempfile

import uno
from office import Office, at, properties, url

MARK = "xlcheck:"
# A cell far from everything, to calculate a mark's formula in.
SCRATCH = "XFA5000"
# The fill of a mark of 错误, by its nearness to red.
RED = {"least_red": 230, "most_else": 190}
DPI = 40


def main():
    (path,) = sys.argv[1:]
    with Office() as office:
        document = office.open(path)
        before = marks(document)
        if not before or not all(hold for _, _, _, hold in before):
            sys.exit(f"{path}: marks that do not hold before anything is corrected: {before}")
        places = sorted({(sheet, cell) for sheet, cell, _, _ in before})
        red_before = red_pixels(office, document, places[0][0])
        for sheet, cell in places:
            value = at(document, f"{sheet}!{cell}")
            # Another amount than the one that was judged, as a person would type it.
            value.FormulaLocal = f"{value.Value + 6:.2f}"
        document.calculateAll()
        after = marks(document)
        still = [formula for _, _, formula, hold in after if hold]
        if still or len(after) != len(before):
            sys.exit(f"{path}: marks that do not fade: {still}")
        red_after = red_pixels(office, document, places[0][0])
        document.close(True)
    if red_after * 2 > red_before or not red_before:
        sys.exit(f"{path}: {red_before} red pixels before the correction, {red_after} after")
    print(f"fading: {len(before)} marks in {len(places)} cells faded; red pixels {red_before} before, {red_after} after")


def marks(document):
    """Sheet, cell and formula of every mark, and whether it holds now."""
    found = []
    for index in range(document.Sheets.Count):
        sheet = document.Sheets.getByIndex(index)
        sheet.unprotect("")
        for format_ in sheet.ConditionalFormats.getConditionalFormats():
            cell = format_.Range.RangeAddresses[0]
            for entry in (format_.getByIndex(number) for number in range(format_.Count)):
                formula = entry.Formula1
                if MARK not in formula:
                    continue
                scratch = sheet.getCellRangeByName(SCRATCH)
                # Both are in the words and separators of the user's language.
                scratch.FormulaLocal = f"={formula}"
                if scratch.getError():
                    sys.exit(f"LibreOffice does not understand {formula}")
                place = sheet.getCellByPosition(cell.StartColumn, cell.StartRow).AbsoluteName
                found.append((sheet.Name, place.rsplit(".", 1)[-1].replace("$", ""), formula, bool(scratch.Value)))
                scratch.setFormula("")
    return found


def red_pixels(office, document, sheet):
    """How many pixels of a sheet's printed pages are about as red as a mark."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = os.path.join(folder, "sheet.pdf")
        selection = uno.Any("[]com.sun.star.beans.PropertyValue", properties(Selection=printed(document, sheet)))
        document.storeToURL(url(pdf), properties(FilterName="calc_pdf_Export", FilterData=selection))
        subprocess.run(["pdftoppm", "-r", str(DPI), pdf, pdf[:-4]], check=True, stderr=subprocess.DEVNULL)
        pages = [open(os.path.join(folder, name), "rb").read() for name in os.listdir(folder) if name.endswith(".ppm")]
    return sum(count_red(page) for page in pages)


def printed(document, sheet):
    """The printed range of a sheet."""
    sheet = document.Sheets.getByName(sheet)
    area = sheet.getPrintAreas()[0]
    return sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)


def count_red(page):
    """The red pixels of a binary PPM."""
    header = re.match(rb"P6\s+\d+\s+\d+\s+255\s", page)
    pixels = page[header.end() :]
    return sum(
        red >= RED["least_red"] and green <= RED["most_else"] and blue <= RED["most_else"]
        for red, green, blue in zip(pixels[0::3], pixels[1::3], pixels[2::3])
    )


main()
