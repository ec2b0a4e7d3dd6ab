"""What the accountant sees while she types: self_check.py ISSUED RECIPES WORK

The figures of the report of 2021, typed in LibreOffice, turn just the cells red that `xlcheck check` wants corrected,
and 自查 says what `check` says. A form filled in wrongly and then corrected ends with every line 通过 and is returned
without a finding.
"""
import json
import re
import sys
from pathlib import Path

from office import Office, at
from product import judged
from typist import Typist, entries

REPORT, MISTAKEN = "03_照2021年报告填写", "04_合计不符"
# What is wrong in MISTAKEN, put right.
CORRECTIONS = {
    "支出.汇总.项目支出": ("266", "260"),
    "支出.汇总.当年结余": ("-25.5", "-4.5"),
    "专项安排.段1.正文": ("项目支出266.00万元", "项目支出260.00万元"),
}
SELF_CHECK, CONCLUSION, DONE = "自查", "A3", "表内各项核对均已通过；“交回后审核”的项目由财政局收到后审核。"
HOLDS, TAIL, FAILS, AFTERWARDS = "通过", "尾差", "不符", "交回后审核"
# Rules whose line leads to the first cell that is looked at, while `check` points at the one to fill in.
ELSEWHERE = {
    "CMP-01", "CMP-03", "CMP-04", "CMP-06", "CMP-08", "CMP-09", "CMP-11", "DAT-05", "DAT-07", "PLH-01", "TYP-01", "TYP-06",
    "TYP-07",
}
# Rules of which 未填 says that they are broken; and those that are words in a cell of numbers to a workbook.
NEEDED = dict.fromkeys(("CMP-01", "CMP-03", "CMP-11"), "未填")
AS_WORDS = {"TYP-02": "TYP-01", "TYP-04": "TYP-01"}
# Columns of 自查: severity, rule, cell, verdict.
SEVERITY, RULE, CELL, VERDICT = 1, 2, 5, 9
# A cell far from everything, to calculate a formula in.
SCRATCH = "XFA5000"
# The fill of what must be corrected.
RED = 0xFFC7CE


def main():
    issued, recipes, work = map(Path, sys.argv[1:])
    work.mkdir()
    with Office() as office:
        report(office, issued, recipes, work)
        story(office, issued, recipes, work)


def report(office, issued, recipes, work):
    typist = typed(office, issued, recipes, REPORT)
    lines, red, path = list_of(typist.document), red_cells(typist.document), str(work / "report.xlsx")
    office.save(typist.document, path)
    typist.close()
    live = {rule for _, rule, _, verdict in lines if verdict != AFTERWARDS}
    found = [one for one in judged(path)["findings"] if AS_WORDS.get(one["rule"], one["rule"]) in live]
    said = {(AS_WORDS.get(one["rule"], one["rule"]), place(one)) for one in found}
    told = {(rule, cell) for _, rule, cell, verdict in lines if verdict in (FAILS, TAIL, NEEDED.get(rule))}
    by_rule = {one[0] for one in said ^ told if one[0] in ELSEWHERE}
    differ = {one for one in said ^ told if one[0] not in ELSEWHERE}
    differ |= {(rule, "") for rule in by_rule if not {rule} <= {one[0] for one in said} & {one[0] for one in told}}
    if differ or not said:
        sys.exit(f"自查 and check differ in {sorted(differ)}")
    # What is blank is no cell to colour: an empty form would be red all over.
    errors = {place(one) for one in found if one["severity"] == "error" and one["rule"] not in NEEDED}
    if errors != red or not errors:
        sys.exit(f"red cells {sorted(red)}, but {sorted(errors)} are to be corrected")
    print(f"self_check: {len(said)} findings of the report of 2021 in both, {len(red)} cells red, no others")


def story(office, issued, recipes, work):
    typist = typed(office, issued, recipes, MISTAKEN)
    wrong = [line for line in list_of(typist.document) if line[3] == FAILS]
    if not wrong or at(typist.document, f"{SELF_CHECK}!{CONCLUSION}").String == DONE:
        sys.exit(f"nothing is said of {MISTAKEN}")
    fields = typist.fields()
    for name, (before, after) in CORRECTIONS.items():
        text = at(typist.document, fields[name]).Formula
        if before not in text:
            sys.exit(f"{name} is {text!r}, without {before!r}")
        typist.type(fields[name], text.replace(before, after))
    typist.document.calculateAll()
    left = [line for line in list_of(typist.document) if line[3] not in (HOLDS, AFTERWARDS, "")]
    conclusion = at(typist.document, f"{SELF_CHECK}!{CONCLUSION}").String
    path = str(work / "corrected.xlsx")
    office.save(typist.document, path)
    typist.close()
    if left or conclusion != DONE:
        sys.exit(f"after the corrections: {conclusion}\n{left}")
    file = judged(path)
    if file["findings"] or file["status"] != "通过":
        sys.exit(f"{path} is {file['status']} with {file['findings']}")
    print(f"self_check: {len(wrong)} lines 不符 before the corrections, none after, and nothing found on return")


def typed(office, issued, recipes, name):
    """A blank workbook with a recipe typed into it."""
    recipe = json.loads((recipes / f"{name}.json").read_text(encoding="utf-8"))
    (blank,) = issued.rglob(f"{recipe['unit']}_*.xlsx")
    typist = Typist(office, str(blank))
    fields = typist.fields()
    for field, text in entries(recipe["values"]):
        typist.type(fields[field], text)
    typist.document.calculateAll()
    return typist


def list_of(document):
    """Severity, rule, cell and verdict of every line of 自查."""
    sheet = document.Sheets.getByName(SELF_CHECK)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    rows = sheet.getCellRangeByPosition(0, 0, VERDICT, cursor.RangeAddress.EndRow).getDataArray()
    lines = [tuple(row[at] for at in (SEVERITY, RULE, CELL, VERDICT)) for row in rows]
    return [line for line in lines if re.fullmatch(r"[A-Z]{3}-\d+", str(line[1]))]


def place(finding):
    """Where a finding is, as 自查 says it."""
    return f"{finding['sheet']}!{finding['cell']}"


def red_cells(document):
    """The cells of the form that conditional formats turn red."""
    red = set()
    styles = document.StyleFamilies.getByName("CellStyles")
    for sheet in (document.Sheets.getByIndex(number) for number in range(document.Sheets.Count)):
        if sheet.Name == SELF_CHECK:
            continue
        sheet.unprotect("")
        for block in sheet.ConditionalFormats.getConditionalFormats():
            for entry in (block.getByIndex(number) for number in range(block.Count)):
                if styles.getByName(entry.StyleName).CellBackColor != RED:
                    continue
                red |= {f"{sheet.Name}!{cell}" for cell in cells_where(sheet, block, entry)}
    return red


def cells_where(sheet, block, entry):
    """The printed cells of a conditional format in which it holds."""
    areas = block.Range.RangeAddresses
    top, printed = min(area.StartRow for area in areas), sheet.getPrintAreas()[0].EndColumn
    first = name_of(sheet, min(area.StartColumn for area in areas if area.StartRow == top), top)
    for area in areas:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, min(area.EndColumn, printed) + 1):
                if holds(sheet, entry.Formula1, first, name_of(sheet, column, row), row - top):
                    yield name_of(sheet, column, row)


def holds(sheet, formula, first, cell, below):
    """Whether a formula that was written for the first cell of a format holds in another, so many rows below it."""
    looked_at = re.fullmatch(r'\$([A-Z]+)(\$?)(\d+)="(\S+)"', formula)
    if looked_at:
        column, fixed, row, word = looked_at.groups()
        return sheet.getCellRangeByName(f"{column}{int(row) + (0 if fixed else below)}").String == word
    scratch = sheet.getCellRangeByName(SCRATCH)
    # It is in the words and separators of the user's language.
    scratch.FormulaLocal = "=" + re.sub(rf"(?<![A-Z]){first}(?!\d)", cell, formula)
    value = scratch.Value
    scratch.setFormula("")
    return value != 0


def name_of(sheet, column, row):
    return sheet.getCellByPosition(column, row).AbsoluteName.rsplit(".", 1)[-1].replace("$", "")


main()
