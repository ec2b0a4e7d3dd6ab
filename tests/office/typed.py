"""A form filled by hand in LibreOffice: typed.py ISSUED RECIPES WORK

Locked cells refuse what is typed, validations refuse what is no figure, and a form that was typed and saved as .xlsx,
.xls or .ods gives the values and findings of one that `xlcheck fill` filled with the same data.
"""
import json
import sys
from pathlib import Path

from office import DATES, FORMULAS, STRINGS, VALUES, Office, address, at, cells, properties, sheets
from product import exported, findings, judged, xlcheck
from typist import Typist, entries

ACCEPTED, WARNED, REFUSED = "accepted", "warned", "refused"
# A cell by its defined name, what is typed, and what the workbook says to it.
TYPED = [
    ("收入.汇总.收入合计", "418.69", ACCEPTED, ""),
    ("收入.汇总.收入合计", "0", ACCEPTED, ""),
    ("收入.汇总.收入合计", "=4186912.34/10000", ACCEPTED, ""),
    ("收入.汇总.收入合计", "-5", REFUSED, "请只填数字，单位为万元"),
    ("收入.汇总.收入合计", "418.69万元", REFUSED, "请只填数字，单位为万元"),
    ("收入.汇总.收入合计", "约400", REFUSED, "请只填数字，单位为万元"),
    ("支出.汇总.当年结余", "-15.75", ACCEPTED, ""),
    ("基本概况.实有人数", "35", ACCEPTED, ""),
    ("基本概况.实有人数", "35.5", REFUSED, "请填写"),
    ("基本概况.实有人数", "三十五人", REFUSED, "请填写"),
    ("基本概况.联络电话", "0730-5550101", ACCEPTED, ""),
    ("封面.报告日期", "2022-8-24", ACCEPTED, ""),
    ("封面.报告日期", "2022.8.24", ACCEPTED, ""),
    ("封面.报告日期", "2022年8月24日", ACCEPTED, ""),
    ("封面.报告日期", "二〇二二年八月", WARNED, "请填写日期"),
    ("年度任务.任务1.任务", "字" * 200, ACCEPTED, ""),
    ("年度任务.任务1.任务", "字" * 201, WARNED, "文字过长"),
    ("职能职责.段15.正文", "字" * 901, WARNED, "文字过长"),
    ("评价人员.成员1.姓名", "青" * 16, REFUSED, "请填写姓名"),
    ("自评结果.评价等次", "优秀", REFUSED, "请从下拉列表中选择"),
]
# Recipes that are typed; the others hold values that a validation refuses.
RECIPES = ["02_只有尾差", "04_合计不符", "05_表间不符"]
# What a format adds to the findings: read all the same, with a word that .xlsx is wanted.
ADDED = {"xlsx": set(), "xls": {"FIL-14"}, "ods": {"FIL-14"}}


def main():
    issued, recipes, work = map(Path, sys.argv[1:])
    with Office() as office:
        blank = blank_of(issued, "629104")
        print(f"locks: {locked_cells(office, blank)} locked cells refuse what is typed")
        print(f"validations: {validations(office, blank)} entries judged as they should be")
        for name in RECIPES:
            recipe = json.loads((recipes / f"{name}.json").read_text(encoding="utf-8"))
            typed_filling(office, blank_of(issued, recipe["unit"]), recipe["values"], work / name)


def blank_of(issued, code):
    (blank,) = issued.rglob(f"{code}_*.xlsx")
    return str(blank)


def locked_cells(office, blank):
    """Types into every cell that shows something and is locked; and only fields are not."""
    typist = Typist(office, blank)
    fields = set(typist.fields().values())
    tried = 0
    for sheet in filter(lambda sheet: sheet.IsVisible, sheets(typist.document)):
        if not sheet.isProtected():
            sys.exit(f"{sheet.Name} is not protected")
        unlocked = set(unlocked_cells(sheet))
        wanted = {place.rsplit("!", 1)[1] for place in fields if place.startswith(f"{sheet.Name}!")}
        if unlocked != wanted:
            sys.exit(f"unlocked cells of {sheet.Name} that are no fields, or the reverse: {unlocked ^ wanted}")
        for cell, before in list(contents(sheet)):
            if cell in unlocked:
                continue
            typist.type(f"{sheet.Name}!{cell}", "改")
            if sheet.getCellRangeByName(cell).Formula != before:
                sys.exit(f"{sheet.Name}!{cell} is locked and took what was typed")
            tried += 1
    typist.close()
    return tried


def contents(sheet):
    """Address and formula or text of every cell that is not empty."""
    for cell, found in cells(sheet, VALUES | DATES | STRINGS | FORMULAS):
        yield cell, found.Formula


def unlocked_cells(sheet):
    """The cells in use that can be typed into."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    for row in range(cursor.RangeAddress.EndRow + 1):
        for column in range(cursor.RangeAddress.EndColumn + 1):
            cell = sheet.getCellByPosition(column, row)
            if not cell.CellProtection.IsLocked and not covered(sheet, cell):
                yield address(column, row)


def covered(sheet, cell):
    """Whether a cell lies under another that it is merged with."""
    around = sheet.createCursorByRange(cell)
    around.collapseToMergedArea()
    first, own = around.RangeAddress, cell.RangeAddress
    return (first.StartColumn, first.StartRow) != (own.StartColumn, own.StartRow)


def validations(office, blank):
    """Types every entry of the list; LibreOffice circles what a validation does not accept."""
    typist = Typist(office, blank)
    fields = typist.fields()
    for field, text, verdict, message in TYPED:
        typist.type(fields[field], text)
        cell = at(typist.document, fields[field])
        found, said = verdict_of(cell)
        if found != verdict or not said.startswith(message):
            sys.exit(f"{field}: {text[:20]!r} is {found} with {said!r}, not {verdict} with {message!r}…")
        typist.clear(fields[field])
    typist.close()
    return len(TYPED)


def verdict_of(cell):
    """What the cell's validation makes of its content, and what it says."""
    sheet = cell.Spreadsheet
    before = sheet.DrawPage.Count
    sheet.showInvalid()
    circled = sheet.DrawPage.Count > before
    sheet.clearArrows()
    if not circled:
        return ACCEPTED, ""
    rule = cell.Validation
    if not rule.ShowErrorMessage:
        return ACCEPTED, "no message is shown"
    style = rule.ErrorAlertStyle.value
    return {"STOP": REFUSED, "WARNING": WARNED}.get(style, style), rule.ErrorMessage


def typed_filling(office, blank, values, folder):
    """Types a recipe, saves it in every format, and compares each with what `fill` makes of the same data."""
    folder.mkdir(parents=True)
    data, filled = folder / "data.json", str(folder / "filled.xlsx")
    data.write_text(json.dumps({"values": values}, ensure_ascii=False), encoding="utf-8")
    xlcheck("fill", "--data", str(data), "--into", blank, "-o", filled)
    typist = Typist(office, blank)
    fields = typist.fields()
    for field, text in entries(values):
        typist.type(fields[field], text)
    typist.document.calculateAll()
    wanted, found = plain(exported(filled)), findings(judged(filled))
    for ending, added in ADDED.items():
        path = str(folder / f"typed.{ending}")
        office.save(typist.document, path)
        compare(path, wanted, plain(exported(path)))
        differences = {one for one in found ^ findings(judged(path)) if one[0].split("|")[0] not in added}
        if differences:
            sys.exit(f"{path}: findings that only one of the two has: {sorted(map(str, differences))}")
    typist.close()
    print(f"typed: {folder.name}, {len(wanted)} values the same in {', '.join(ADDED)}, and {len(found)} findings")


def plain(values):
    """Value and cell of every field."""
    return {key: (value.get("value"), value["cell"]) for key, value in values.items()}


def compare(path, wanted, got):
    if wanted != got:
        keys = sorted(key for key in wanted.keys() | got.keys() if wanted.get(key) != got.get(key))
        lines = [f"{key}: filled {wanted.get(key)}, typed {got.get(key)}" for key in keys[:10]]
        sys.exit("\n".join([f"{path}: {len(keys)} values differ", *lines]))


main()
