"""Breaks a sound workbook in many ways; the lint has to notice each: lint_seeds.py WORKBOOK (a marked copy)"""
import os
import re
import sys
import tempfile
import zipfile

from lint import lint
from workbook import Workbook

SHEET, BOOK, STYLES = "sheet", "xl/workbook.xml", "xl/styles.xml"
# Rule, part, what stands there (a pattern), what is put in its place.
SEEDS = [
    ("well_formed", SHEET, r"</sheetData>", ""),
    ("content_types", "[Content_Types].xml", r'<Override PartName="/xl/worksheets/sheet1.xml"[^>]*/>', ""),
    ("relationships", "xl/_rels/workbook.xml.rels", r"worksheets/sheet1\.xml", "worksheets/sheet99.xml"),
    ("sheet_names", BOOK, r'name="封面"', 'name="收支情况"'),
    ("sheet_names", BOOK, r'activeTab="\d+"', 'activeTab="99"'),
    ("defined_names", BOOK, r'<definedName name="收入\.汇总\.收入合计"', '<definedName name="B6"'),
    ("defined_names", BOOK, r'<definedName name="收入\.汇总\.上年结转"', '<definedName name="收入.汇总.收入合计"'),
    ("styles", STYLES, r'<cellXfs count="(\d+)"', '<cellXfs count="1"'),
    ("styles", STYLES, r'(<cellXfs.*?)fontId="\d+"', r'\1fontId="999"'),
    ("shared_strings", "xl/sharedStrings.xml", r'uniqueCount="\d+"', 'uniqueCount="1"'),
    ("order", SHEET, r"(<mergeCells.*?</mergeCells>)(.*)(<pageMargins)", r"\2\1\3"),
    ("cells", SHEET, r'<row r="7"', '<row r="5"'),
    ("cells", SHEET, r'r="C6"', 'r="B6"'),
    ("cells", SHEET, r'(r="B6" )s="\d+"', r'\1s="9999"'),
    ("cells", SHEET, r't="s"><v>\d+<', 't="s"><v>99999<'),
    ("cells", SHEET, r"<v>905\.6<", "<v>NaN<"),
    ("cells", SHEET, r"<f>IF\(", "<f>IFNA("),
    ("cells", SHEET, r"<f>IF\(", "<f>=IF(("),
    ("columns", SHEET, r'<col min="2"', '<col min="1"'),
    ("merged", SHEET, r'<mergeCell ref="A3:H3"/>', '<mergeCell ref="A1:H3"/>'),
    ("validations", SHEET, r'(<dataValidation [^>]*sqref=")', r"\1B6:H60 "),
    ("validations", SHEET, r'errorTitle="[^"]*"', f'errorTitle="{"长" * 33}"'),
    ("conditional_formats", SHEET, r'dxfId="\d+"', 'dxfId="99"'),
    ("conditional_formats", SHEET, r'priority="1"', 'priority="2"'),
    ("links", "review", r'location="(?:&apos;|.)收支情况', 'location="&apos;不存在'),
    ("relation_ids", SHEET, r'<legacyDrawing r:id="[^"]*"', '<legacyDrawing r:id="rIdGone"'),
    ("notes", "xl/drawings/vmlDrawing1.vml", r"<x:Row>\d+<", "<x:Row>999<"),
    ("protection", SHEET, r"<sheetProtection ", '<sheetProtection password="长口令的散列" '),
]


def main():
    path = sys.argv[1]
    if lint(path):
        sys.exit(f"{path} is not sound to begin with")
    parts = dict(Workbook(path).sheets())
    for rule, part, pattern, instead in SEEDS:
        name = {SHEET: parts["收支情况"], "review": parts["审核意见"]}.get(part, part)
        found = lint_of_broken(path, name, pattern, instead)
        if not any(what.startswith(rule) for what in found):
            sys.exit(f"the lint does not see {instead!r} in {part} ({rule}); it says {found}")
    print(f"lint: {len(SEEDS)} defects put in, {len(SEEDS)} noticed")


def lint_of_broken(path, part, pattern, instead):
    """What the lint says of a copy in which one place is changed."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as sound:
        broken = os.path.join(folder, "broken.xlsx")
        with zipfile.ZipFile(broken, "w") as copy:
            for name in sound.namelist():
                text = sound.read(name)
                if name == part:
                    changed, times = re.subn(pattern, instead, text.decode("utf-8"), count=1, flags=re.DOTALL)
                    if not times:
                        sys.exit(f"nothing in {part} is like {pattern}")
                    text = changed.encode("utf-8")
                copy.writestr(name, text)
        return lint(broken)


main()
