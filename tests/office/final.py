"""定稿 on paper and through LibreOffice: final.py RETURNED WORK

The 定稿 of a returned workbook that passes is valid, is printed on as many pages as the workbook itself, and bears its
校验码 on every one. Saved by LibreOffice it still is what it was; with one figure changed there it is not. The 定稿 of the same workbook in
another format has the same code.
"""
import os
import subprocess
import sys
from pathlib import Path

from lint import lint
from office import Office, at
from product import DAY, judged, xlcheck

PASSES = ("01_无误.xlsx", "02_只有尾差.xlsx")
# A figure in both.
FIGURE = "收支情况!B6"


def main():
    returned, work = map(Path, sys.argv[1:])
    work.mkdir()
    printed = 0
    with Office() as office:
        for name in PASSES:
            folder = work / name
            xlcheck("check", str(returned / name), "--out", str(folder), "--date", DAY, "--fail-on", "never")
            (final,) = folder.rglob("*定稿.xlsx")
            sound(final)
            code = stated(final, True)
            before, after = (pages(office, path, folder / "page.pdf") for path in (returned / name, final))
            without = [number for number, page in enumerate(after, 1) if code not in page]
            if len(before) != len(after) or without:
                sys.exit(f"{final}: {len(before)} pages became {len(after)}, without {code}: {without}")
            printed += len(after)
            saved(office, final, folder, code)
            other_formats(office, returned / name, folder, code)
    print(f"final: {len(PASSES)} 定稿, the code on each of {printed} pages, kept and found changed through LibreOffice")


def sound(path):
    """Valid to the SDK, clean to the lint."""
    done = subprocess.run([os.environ["OOXML_VALIDATOR"], str(path)], capture_output=True, text=True)
    if done.returncode or lint(path):
        sys.exit(f"{path} is not valid:\n{done.stdout[:4000]}\n{lint(path)}")


def stated(path, intact):
    """The code of a 定稿 that is or is not what it was."""
    file = judged(str(path))
    if not file["final"] or file["final"]["intact"] != intact:
        sys.exit(f"{path} is {file['final']}, wanted intact: {intact}")
    rules = [one["rule"] for one in file["findings"] if one["rule"].startswith("FIL")]
    if rules != ([] if intact else ["FIL-16"]):
        sys.exit(f"{path} is found to have {rules}")
    return file["final"]["code"]


def pages(office, path, file):
    """The words of every page that is printed of a workbook."""
    document = office.open(str(path), ReadOnly=True)
    office.save(document, str(file))
    document.close(True)
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    return text.split("\f")[:-1]


def other_formats(office, original, folder, code):
    """Hands the workbook in as .xls and .ods; a new one is made final, as those cannot be edited."""
    for ending in ("xls", "ods"):
        document = office.open(str(original))
        path, out = folder / f"{original.stem}.{ending}", folder / ending
        office.save(document, str(path))
        document.close(True)
        xlcheck("check", str(path), "--out", str(out), "--date", DAY, "--fail-on", "never")
        (final,) = out.rglob("*定稿.xlsx")
        sound(final)
        if stated(final, True) != code:
            sys.exit(f"{final} has another code than {code}")


def saved(office, final, folder, code):
    """Saves a 定稿 as it is, and with another figure in it."""
    document = office.open(str(final))
    office.save(document, str(folder / "saved.xlsx"))
    if stated(folder / "saved.xlsx", True) != code:
        sys.exit(f"{folder / 'saved.xlsx'} has another code than {code}")
    cell = at(document, FIGURE)
    if not (cell.CellProtection.IsLocked and cell.Spreadsheet.isProtected()):
        sys.exit(f"{FIGURE} of {final} can be typed over")
    cell.Value += 1
    office.save(document, str(folder / "changed.xlsx"))
    document.close(True)
    stated(folder / "changed.xlsx", False)


main()
