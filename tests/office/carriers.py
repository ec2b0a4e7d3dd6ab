"""What says which workbook it is survives other programs: carriers.py ISSUED RECIPES WORK

Unit, template, edition, shape and year stand in a very hidden sheet, in document properties and in a visible line. A
filled workbook is saved by LibreOffice, and rewritten as WPS serialises; of each only one carrier is left. Whichever it
is, the unit is known and the values and findings are those of the workbook as it was filled.
"""
import json
import re
import sys
import zipfile
from pathlib import Path

from office import Office
from product import exported, findings, judged, xlcheck
from workbook import Workbook

RECIPE = "04_合计不符"
SHEET, PROPERTIES, STRINGS = "xlcheck", "docProps/custom.xml", "xl/sharedStrings.xml"
# The rule that needs the deadline, which the line does not say; a bureau has it in its settings, too.
OF_DEADLINE = "DAT-03"
# The time that WPS gives every part of a package.
WPS_TIME = (2012, 7, 2, 9, 52, 14)
WPS_BUILD = (
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="999" name="KSOProductBuildVer">'
    "<vt:lpwstr>2052-12.1.0.21915</vt:lpwstr></property></Properties>"
)


def main():
    issued, recipes, work = map(Path, sys.argv[1:])
    work.mkdir()
    recipe = json.loads((recipes / f"{RECIPE}.json").read_text(encoding="utf-8"))
    data, filled = work / "data.json", work / "filled.xlsx"
    data.write_text(json.dumps({"values": recipe["values"]}, ensure_ascii=False), encoding="utf-8")
    (blank,) = issued.rglob(f"{recipe['unit']}_*.xlsx")
    xlcheck("fill", "--data", str(data), "--into", str(blank), "-o", str(filled))
    saved = {"LibreOffice": work / "saved.xlsx", "WPS": work / "wps.xlsx"}
    with Office() as office:
        document = office.open(str(filled))
        office.save(document, str(saved["LibreOffice"]))
        document.close(True)
    write(saved["WPS"], as_wps(Workbook(filled)))
    wanted = known(filled)
    for client, path in saved.items():
        for kept in ("sheet", "properties", "line"):
            left = work / f"{client}-{kept}.xlsx"
            write(left, with_only(Workbook(path), kept))
            if known(left) != wanted:
                sys.exit(f"{left}: {differences(wanted, known(left))}")
    print(f"carriers: unit, form, shape and year known by each of 3 carriers alone after {' and '.join(saved)}")


def known(path):
    """What the program knows of a workbook."""
    file = judged(str(path))
    values = {key: (value.get("value"), value["cell"]) for key, value in exported(str(path)).items()}
    found = {one for one in findings(file) if one[0] != OF_DEADLINE}
    return file["unit"], file["template"], file["status"], found, values


def differences(wanted, got):
    pairs = [(one, other) for one, other in zip(wanted, got) if one != other]
    return [one ^ other if isinstance(one, set) else (one, other) for one, other in pairs]


def with_only(book, kept):
    """The parts of a workbook in which only one carrier is left."""
    parts = dict(book.parts)
    lost = {
        "sheet": (dict(book.sheets())[SHEET], rb"(?s)<sheetData>.*</sheetData>", b"<sheetData/>"),
        "properties": (PROPERTIES, rb'name="xlcheck\.', b'name="other.'),
        "line": (STRINGS, "模板：".encode(), "表样：".encode()),
    }
    for carrier, (part, pattern, replacement) in lost.items():
        if carrier != kept:
            parts[part], count = re.subn(pattern, replacement, parts[part])
            if not count:
                sys.exit(f"{part} holds no {carrier}")
    return parts


def as_wps(book):
    """The parts of a workbook as WPS writes them, as far as the program could mind (clients.md of the project)."""
    parts = dict(book.parts)

    def rewrite(part, *changes):
        text = parts[part].decode("utf-8")
        for pattern, replacement in changes:
            text = re.sub(pattern, replacement, text)
        parts[part] = text.encode("utf-8")

    rewrite(
        "xl/workbook.xml",
        (r"<fileVersion[^>]*/>", '<fileVersion appName="xl" lastEdited="3" lowestEdited="5" rupBuild="9302"/>'),
        (r"<workbookPr[^>]*/>", "<workbookPr/>"),
        (r"<calcPr[^>]*/>", '<calcPr calcId="191029"/>'),
        (r"'([^\W\d]\w*)'!", r"\1!"),
        ('state="veryHidden"', 'state="hidden"'),
    )
    for _, part in book.sheets():
        rewrite(part, (r'<sheetProtection (?:password="\w+" )?[^>]*/>', '<sheetProtection sheet="1" objects="1"/>'))
    rewrite(PROPERTIES, ("</Properties>", WPS_BUILD))
    rewrite(STRINGS, (r' uniqueCount="\d+"', ""))
    return parts


def write(path, parts):
    """Writes a package with entries for its folders, as WPS does."""
    parts = {name: content for name, content in parts.items() if not name.endswith("/")}
    folders = dict.fromkeys(f"{part.rsplit('/', 1)[0]}/" for part in parts if "/" in part)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*parts.items(), *((folder, b"") for folder in folders)]:
            archive.writestr(zipfile.ZipInfo(name, WPS_TIME), content, zipfile.ZIP_DEFLATED)


main()
