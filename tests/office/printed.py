"""Workbooks on paper: printed.py ISSUED RETURNED RECIPES WORK

Every sheet of a blank, of a returned workbook and of an extreme one is printed by LibreOffice: it is one page wide,
every text of it stands on its pages, and no text is cut off.
"""
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

from office import Office, address, properties
from paper import grow, pdf, printed_areas
from product import xlcheck
from com.sun.star.table.CellContentType import VALUE  # isort: skip (UNO's modules are there once `office` is)

RETURNED = ["02_只有尾差.xlsx"]
# The extreme unit: its name, how many sub-units it has, the longest of their names.
NAME = "青澜经济开发区城市管理和综合行政执法局（市政公用设施建设管理与养护服务中心）"
SUB_UNITS = 12
LONGEST = "青澜经济开发区城市管理和综合行政执法局直属市政公用设施建设管理与养护服务中心第二大队"
# As long as a text may be, in paragraphs, and one paragraph as long as a row can show.
SENTENCE = "全年完成主次干道巡查一千二百余公里，修补破损路面并更换井盖，汛期主要路段不积水。"
LIMITS = {"情况": (2000, 20), "绩效情况": (3000, 15), "职能职责": (1500, 15), "主要问题": (800, 1)}
GOAL, DONE, OPINION = 300, 400, 300
# What decides how much room the words of a cell need.
WORDS = "CharHeight CharHeightAsian CharWeight CharWeightAsian CharFontName CharFontNameAsian IsTextWrapped ParaIndent".split()
# Hundredths of a millimetre by which LibreOffice's own measures of the same words differ.
TOLERANCE = 40


def main():
    issued, returned, recipes, work = map(Path, sys.argv[1:])
    work.mkdir()
    with Office() as office:
        (blank,) = issued.rglob("629102_*.xlsx")
        files = [blank, *(returned / name for name in RETURNED), extreme(office, recipes, work)]
        ruler = Ruler(office)
        for file in files:
            document = office.open(str(file))
            counts = [printed(document, area, work, ruler) for area in printed_areas(document)]
            document.close(True)
            pages, texts = map(sum, zip(*counts))
            print(f"printed: {file.name}, {texts} texts on {pages} pages, none cut off")


class Ruler:
    """Measures the words of a cell in a cell of a sheet of its own."""

    def __init__(self, office):
        document = office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=True))
        self.sheet = document.Sheets.getByIndex(0)
        self.cell = self.sheet.getCellByPosition(0, 0)

    def overflows(self, cell):
        """Whether the words of a cell need more room than it has, with those that it is merged with."""
        around = cell.Spreadsheet.createCursorByRange(cell)
        around.collapseToMergedArea()
        room = around.Size
        for name in WORDS:
            setattr(self.cell, name, getattr(cell, name))
        self.cell.String = cell.String
        column, row = self.sheet.Columns.getByIndex(0), self.sheet.Rows.getByIndex(0)
        if cell.IsTextWrapped:
            column.Width, row.OptimalHeight = room.Width, True
            return row.Height > room.Height + TOLERANCE
        column.OptimalWidth = True
        return not cell.ShrinkToFit and column.Width > room.Width + TOLERANCE


def printed(document, area, work, ruler):
    """Prints a sheet; gives its pages and the texts that were looked for."""
    sheet = area.Spreadsheet
    grow(area)
    file = work / "page.pdf"
    pdf(document, area, file)
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    pages = [plain(page) for page in text.split("\f")[:-1]]
    whole, rows = "".join(pages), {}
    # Rows that grow with their words have room for those that stand in a cell of their own.
    grows = [area.Rows.getByIndex(row).OptimalHeight for row in range(area.Rows.Count)]
    for row, column, shown in texts_of(area):
        words = plain(shown)
        if words not in whole:
            sys.exit(f"{sheet.Name}!{address(column, row)} is not printed as a whole: {shown}")
        # A PDF holds what lies under the edge of merged cells, too.
        cell = area.getCellByPosition(column, row)
        if not (grows[row] and not cell.IsMerged) and cell.Type != VALUE and ruler.overflows(cell):
            sys.exit(f"{sheet.Name}!{address(column, row)} has too little room for {shown}")
        rows.setdefault(row, []).append((column, words))
    for row, texts in rows.items():
        ends = (min(texts)[1], max(texts)[1])
        first, last = ({number for number, page in enumerate(pages) if words in page} for words in ends)
        if first and last and not first & last:
            sys.exit(f"row {row + 1} of {sheet.Name} begins and ends on different pages: it is more than a page wide")
    return len(pages), sum(map(len, rows.values()))


def texts_of(area):
    """Row, column and words of every cell that shows something."""
    for row, values in enumerate(area.getDataArray()):
        for column, value in enumerate(values):
            # A figure is shown in the format of its cell.
            shown = value if isinstance(value, str) else area.getCellByPosition(column, row).String
            if shown.strip():
                yield row, column, shown


def plain(text):
    """The characters of a text without blanks and line breaks, each in its common form."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def extreme(office, recipes, work):
    """A workbook filled with the longest texts and the largest figures that a unit may have."""
    names = [LONGEST, *(f"青澜区第{k}管护所" for k in range(2, SUB_UNITS + 1))]
    roster = work / "名单.xlsx"
    document = office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=True))
    rows = (("预算编码", "单位名称", "归口股室", "二级机构"), ("629199", NAME, "城建股", "、".join(names)))
    document.Sheets.getByIndex(0).getCellRangeByName("A1:D2").setDataArray(rows)
    office.save(document, str(roster))
    document.close(True)
    settings = work / "审核设置.toml"
    settings.write_text('district = "青澜经济技术开发区"\ncontact = "预算绩效股 0730-5550100"\n', encoding="utf-8")
    xlcheck(
        "issue", "--template", "部门整体支出绩效自评@2021", "--roster", str(roster), "--settings", str(settings), "--deadline", "2022-4-30", "--password", "Xl2022",
        "--out", str(work / "issued"),
    )
    (blank,) = (work / "issued").rglob("629199_*.xlsx")
    data, filled = work / "data.json", work / "极端.xlsx"
    data.write_text(json.dumps({"values": longest(recipes, blank)}, ensure_ascii=False), encoding="utf-8")
    xlcheck("fill", "--data", str(data), "--into", str(blank), "-o", str(filled))
    return filled


def longest(recipes, blank):
    """The values of the extreme workbook, made of those of a workbook without mistakes."""
    values = json.loads((recipes / "01_无误.json").read_text(encoding="utf-8"))["values"]
    for table in ("收入", "支出", "三公", "资产"):
        fields = {field: "-12345678.91" if "结余" in field else "12345678.91" for field in values[table]["汇总"]}
        rows = ["汇总", "部机关", *(f"机构{k}" for k in range(1, SUB_UNITS + 1))]
        values[table] = {row: dict(fields) for row in rows}
    for table, (characters, paragraphs) in LIMITS.items():
        each = words(characters // paragraphs)
        values[table] = {f"段{k}": {"正文": each} for k in range(1, paragraphs + 1)}
    values["定性目标"] = {f"目标{k}": {"预期目标": words(GOAL), "实际完成": words(DONE)} for k in range(1, 11)}
    for row in values["定量指标"].values():
        row.update(绩效目标=words(GOAL), 完成情况=words(DONE))
    for member in values["评价人员"].values():
        member.update(单位=NAME, 职务职称="高级会计师、总会计师、财务负责人")
    values["签章"][""]["单位意见"] = words(OPINION)
    return values


def words(characters):
    """So many characters of prose."""
    return (SENTENCE * (characters // len(SENTENCE) + 1))[:characters]


main()
