"""The stored result of every formula is what LibreOffice calculates: agreement.py FOLDER...

Stored results are what a person sees before anything is calculated anew, and what programs read that calculate
nothing.
"""
import os
import sys
import zipfile

from office import FORMULAS, Office, cells, result, sheets
from workbook import Workbook

# What Excel keeps of a number; the last bits of a quotient differ from program to program.
SIGNIFICANT_DIGITS = 15


def main():
    compared, books, differences = 0, 0, []
    with Office() as office:
        for path in workbooks(sys.argv[1:]):
            document = office.open(path, ReadOnly=True)
            calculated = {
                f"{sheet.Name}!{at}": result(cell) for sheet in sheets(document) for at, cell in cells(sheet, FORMULAS)
            }
            document.close(True)
            stored = dict(Workbook(path).stored_results())
            if stored.keys() != calculated.keys():
                sys.exit(f"{path}: formulas differ at {sorted(stored.keys() ^ calculated.keys())[:5]}")
            differences += [
                f"{path} {place}: stored {stored[place]!r}, LibreOffice calculates {calculated[place]!r}"
                for place in stored
                if not same(stored[place], calculated[place])
            ]
            compared, books = compared + len(stored), books + 1
    if differences or not compared:
        sys.exit("\n".join([f"{len(differences)} of {compared} stored results differ", *differences[:20]]))
    print(f"agreement: {compared} stored results in {books} workbooks, 0 differences")


def same(stored, calculated):
    """Whether two results are the same text, or the same number as Excel keeps it."""
    if isinstance(stored, float) and isinstance(calculated, float):
        return f"{stored:.{SIGNIFICANT_DIGITS}g}" == f"{calculated:.{SIGNIFICANT_DIGITS}g}"
    return stored == calculated


def workbooks(folders):
    """Every workbook below the folders that is one."""
    for folder in folders:
        for path, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                if name.endswith(".xlsx") and zipfile.is_zipfile(file := os.path.join(path, name)):
                    if "xl/workbook.xml" in zipfile.ZipFile(file).namelist():
                        yield file


main()
