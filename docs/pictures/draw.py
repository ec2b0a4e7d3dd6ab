"""Draws every printed page of a workbook as a PNG: draw.py FOLDER WORKBOOK [--dpi N] [--whole]

Pages look as they would be printed. `--whole` leaves out print areas and page breaks and puts each sheet on one page,
as on a screen. White borders are cut off.
"""
import argparse
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "office"))
import uno  # noqa: E402
from office import Office, properties, sheets, url  # noqa: E402

# White that is left around the drawing, in points.
MARGIN = 6


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder")
    arguments.add_argument("workbook")
    arguments.add_argument("--dpi", default="90")
    arguments.add_argument("--whole", action="store_true")
    arguments = arguments.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    with Office() as office:
        document = office.open(arguments.workbook)
        pdfs = [
            draw(office, document, sheet, arguments)
            for sheet in sheets(document)
            if sheet.IsVisible
        ]
    for pdf in pdfs:
        subprocess.run(["pdftoppm", "-r", arguments.dpi, "-png", pdf, pdf[: -len(".pdf")]], check=True)
        os.remove(pdf)


def draw(office, document, sheet, arguments):
    """Exports the printed range of a sheet as a PDF."""
    for row in (sheet.Rows.getByIndex(index) for index in range(used_rows(sheet))):
        # Excel and WPS find the heights of rows that are left to them when they open a file; LibreOffice does not.
        if row.OptimalHeight:
            row.OptimalHeight = True
    style = document.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    used = cursor.RangeAddress
    area = sheet.getCellRangeByPosition(0, 0, used.EndColumn, used.EndRow)
    printed = sheet.getPrintAreas()
    if arguments.whole:
        sheet.setPrintAreas(())
        style.ScaleToPages = 1
    elif printed:
        first = printed[0]
        area = sheet.getCellRangeByPosition(first.StartColumn, first.StartRow, first.EndColumn, first.EndRow)
    name = re.sub(r"\W", "_", sheet.Name)
    pdf = os.path.join(arguments.folder, f"{sheet.RangeAddress.Sheet + 1:02}_{name}.pdf")
    data = uno.Any("[]com.sun.star.beans.PropertyValue", properties(Selection=area))
    document.storeToURL(url(pdf), properties(FilterName="calc_pdf_Export", FilterData=data))
    return pdf


def used_rows(sheet):
    """How many rows are in use."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress.EndRow + 1


main()
