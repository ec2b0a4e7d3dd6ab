"""Draws the pages of a workbook as PNGs: draw.py FOLDER WORKBOOK [--dpi N] [--area SHEET!A1:B2] [--across N]

Pages look as they are printed, but for page numbers. With `--area` there is one picture, of that area as on a screen;
with `--across` one of each sheet, so many pages beside one another. White borders are cut off. Needs LibreOffice and
poppler.
"""
import argparse
import os
import subprocess
import sys
from pathlib import Path

os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "office"))
from office import Office, at  # noqa: E402
from paper import grow, pdf, printed_areas  # noqa: E402
from picture import cropped, joined, png, rows_of  # noqa: E402


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("workbook")
    arguments.add_argument("--dpi", default="90")
    arguments.add_argument("--area")
    arguments.add_argument("--across", type=int)
    arguments = arguments.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with Office() as office:
        document = office.open(arguments.workbook)
        areas = [at(document, arguments.area)] if arguments.area else printed_areas(document)
        pdfs = [drawn(document, area, arguments.folder, head=not arguments.area) for area in areas]
    for file in pdfs:
        subprocess.run(["pdftoppm", "-r", arguments.dpi, file, file.with_suffix("")], check=True)
        file.unlink()
        pages = {page: cropped(rows_of(page.read_bytes())) for page in sorted(file.parent.glob(f"{file.stem}-*.ppm"))}
        for page, rows in pages.items():
            if not arguments.across:
                page.with_suffix(".png").write_bytes(png(rows))
            page.unlink()
        if arguments.across:
            file.with_suffix(".png").write_bytes(png(joined(list(pages.values()), arguments.across)))


def drawn(document, area, folder, head):
    """Prints an area of a sheet; page numbers would change with every page that is put in elsewhere."""
    sheet = area.Spreadsheet
    grow(area)
    style = document.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    style.FooterIsOn, style.HeaderIsOn = False, style.HeaderIsOn and head
    file = folder / f"{sheet.Name}.pdf"
    pdf(document, area, file)
    return file


main()
