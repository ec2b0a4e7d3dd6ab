"""Draws the pages of a workbook as PNGs: draw.py FOLDER WORKBOOK [--dpi N] [--area SHEET!A1:B2]

Pages look as they are printed, but for page numbers. With `--area` there is one picture, of that area as on a screen.
White borders are cut off. Needs LibreOffice and poppler.
"""
import argparse
import os
import subprocess
import sys
from pathlib import Path

os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "office"))
import uno  # noqa: E402
from office import Office, at, properties, sheets, url  # noqa: E402
from picture import cropped, png, rows_of  # noqa: E402


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("workbook")
    arguments.add_argument("--dpi", default="90")
    arguments.add_argument("--area")
    arguments = arguments.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with Office() as office:
        document = office.open(arguments.workbook)
        areas = [at(document, arguments.area)] if arguments.area else printed_areas(document)
        pdfs = [pdf(document, area, arguments.folder) for area in areas]
    for file in pdfs:
        subprocess.run(["pdftoppm", "-r", arguments.dpi, file, file.with_suffix("")], check=True)
        file.unlink()
    for page in arguments.folder.glob("*.ppm"):
        page.with_suffix(".png").write_bytes(png(cropped(rows_of(page.read_bytes()))))
        page.unlink()


def printed_areas(document):
    """What each visible sheet prints."""
    for sheet in sheets(document):
        if sheet.IsVisible:
            area = sheet.getPrintAreas()[0]
            yield sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)


def pdf(document, area, folder):
    """Exports an area of a sheet, fitted to the width of a page."""
    sheet = area.Spreadsheet
    for row in (area.Rows.getByIndex(index) for index in range(area.Rows.Count)):
        # Excel and WPS find the heights of rows that are left to them when they open a file; LibreOffice does not.
        if row.OptimalHeight:
            row.OptimalHeight = True
    document.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle).FooterIsOn = False
    sheet.setPrintAreas((area.RangeAddress,))
    file = folder / f"{sheet.Name}.pdf"
    data = uno.Any("[]com.sun.star.beans.PropertyValue", properties(Selection=area, ExportNotes=False))
    document.storeToURL(url(file), properties(FilterName="calc_pdf_Export", FilterData=data))
    return file


main()
