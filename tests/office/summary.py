"""审核汇总 in LibreOffice: summary.py RETURNED WORK

The summary of the returned workbooks opens with its charts drawn, a filter over each of its lists, and links that lead to
the files of the run; no cell shows an error, and the validator finds nothing.
"""
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlparse
from xml.etree import ElementTree

from office import Office
from product import DAY, xlcheck

ROSTER = "workbooks/单位名单.xlsx"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FRONT = "总览"
# Lists over which a reviewer filters; units of the examples that have handed in, each with a link to its review.
LISTS = ["收件登记", "报送情况", "问题清单", "数据汇总", "问题统计"]
LINKS = 9


def main():
    returned, work = map(Path, sys.argv[1:])
    work.mkdir()
    xlcheck("check", str(returned), "--roster", ROSTER, "--out", str(work / "results"), "--date", DAY, "--fail-on", "never")
    summary = next((work / "results").glob("审核汇总*.xlsx"))
    validated(summary)
    with Office() as office:
        document = office.open(str(summary))
        sheets = document.Sheets
        front = sheets.getByName(FRONT)
        charts = front.Charts.Count
        if charts < 2:
            sys.exit(f"{charts} charts are drawn on {FRONT}")
        filtered = filters(office, document, work / "copy.ods")
        missing = [name for name in LISTS if name not in filtered]
        if missing:
            sys.exit(f"no filter over the whole of {missing}: {filtered}")
        links = [link for name in sheets.ElementNames for link in links_of(sheets.getByName(name))]
        if len(links) != LINKS:
            sys.exit(f"{len(links)} links, wanted {LINKS}")
        for link in links:
            target = Path(unquote(urlparse(link).path))
            if not target.is_file():
                sys.exit(f"{link} leads to no file")
        errors = [f"{name}: {errors}" for name in sheets.ElementNames if (errors := errors_of(sheets.getByName(name)))]
        if errors:
            sys.exit(f"cells with errors: {errors}")
        document.close(True)
    print(f"summary: {len(LISTS)} lists with filters, {charts} charts, {len(links)} links to files")


def validated(workbook):
    """Ends the check where the validator finds anything."""
    done = subprocess.run([os.environ["OOXML_VALIDATOR"], str(workbook)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{workbook}: {done.stdout}{done.stderr}")


def filters(office, document, copy):
    """The sheets whose whole list has the buttons of a filter, by what is saved of it."""
    office.save(document, str(copy))
    with zipfile.ZipFile(copy) as archive:
        content = ElementTree.fromstring(archive.read("content.xml"))
    found = set()
    for area in content.iter(f"{TABLE}database-range"):
        if area.get(f"{TABLE}display-filter-buttons") != "true":
            continue
        name, first, last = re.fullmatch(r"'?(.+?)'?\.\w+?(\d+):.*?\.\w+?(\d+)", area.get(f"{TABLE}target-range-address")).groups()
        cursor = document.Sheets.getByName(name).createCursor()
        cursor.gotoEndOfUsedArea(False)
        # A row of totals stands below what is filtered.
        if int(first) < int(last) and cursor.RangeAddress.EndRow + 1 - int(last) <= 2:
            found.add(name)
    return found


def links_of(sheet):
    """Where the cells of a sheet lead to."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    for row in range(cursor.RangeAddress.EndRow + 1):
        for column in range(cursor.RangeAddress.EndColumn + 1):
            fields = sheet.getCellByPosition(column, row).TextFields
            for index in range(fields.Count):
                url = fields.getByIndex(index).URL
                if url.startswith("file:"):
                    yield url


def errors_of(sheet):
    """The cells of a sheet whose formulas end in an error."""
    ranges = sheet.queryFormulaCells(4)  # com.sun.star.sheet.FormulaResult.ERROR
    return ranges.RangeAddressesAsString


if __name__ == "__main__":
    main()
