"""What a script with openpyxl does to returns: the sums, marks on wrong cells, a sheet of findings, saved again.

    python3 with_openpyxl.py ROUNDS FILE…

prints the CPU time of one file in milliseconds, the median of the rounds; starting the interpreter is not in it. It does
less than xlcheck: some thirty sums in floats and what is left blank, no rules about words, no repair, no record.
"""

import io
import re
import statistics
import sys
import time

from openpyxl import load_workbook
from openpyxl.styles import Font, PatternFill

SUMS = {
    "收入": [("收入合计", ["上年结转", "公共财政拨款", "政府基金拨款", "纳入专户管理的非税收入拨款", "其他收入"])],
    "支出": [("支出合计", ["基本支出", "项目支出"]), ("基本支出", ["人员支出", "公用支出"])],
    "三公": [("三公经费合计", ["公务接待费", "公务用车运维费", "公务用车购置费", "因公出国费"])],
    "资产": [("固定资产合计", ["在用固定资产", "出租固定资产", "其他固定资产"])],
}
TOTAL = "汇总"
RED = PatternFill("solid", fgColor="FFC7CE")
BOLD = Font(bold=True, color="9C0006")


def number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def check(data):
    book = load_workbook(io.BytesIO(data))
    cells = {}
    for name, defined in book.defined_names.items():
        parts = name.split(".")
        place = re.fullmatch(r"'?(.+?)'?!\$([A-Z]+)\$(\d+)", defined.attr_text)
        if len(parts) == 3 and place:
            cells.setdefault(parts[0], {}).setdefault(parts[1], {})[parts[2]] = book[place[1]][place[2] + place[3]]
    findings = []
    for table, sums in SUMS.items():
        rows = cells.get(table, {})
        for row, fields in rows.items():
            for field, cell in fields.items():
                if cell.value is None:
                    findings.append((cell, f"{table} {row} {field}没有填写", None, None))
                elif number(cell.value) is None:
                    findings.append((cell, f"{table} {row} {field}不是数字", cell.value, None))
            for total, parts in sums:
                compare(findings, f"{table} {row} {total}", fields.get(total), [fields.get(part) for part in parts])
        for field, cell in rows.get(TOTAL, {}).items():
            compare(findings, f"{table} {field}", cell, [rows[row].get(field) for row in rows if row != TOTAL])
    review = book.create_sheet("审核意见", 0)
    review.append(["序号", "单元格", "存在问题", "填报数", "应为"])
    for index, (cell, words, found, expected) in enumerate(findings, 1):
        review.append([index, f"{cell.parent.title}!{cell.coordinate}", words, found, expected])
        review.cell(index + 1, 2).hyperlink = f"#'{cell.parent.title}'!{cell.coordinate}"
        cell.fill, cell.font = RED, BOLD
    for column, width in zip("ABCDE", (6, 22, 60, 14, 14)):
        review.column_dimensions[column].width = width
    out = io.BytesIO()
    book.save(out)
    return len(findings)


def compare(findings, words, cell, parts):
    values = [number(part.value) for part in parts if part is not None and part.value is not None]
    found = number(cell.value) if cell is not None else None
    if found is not None and values and None not in values and abs(found - sum(values)) > 0.005:
        findings.append((cell, f"{words}与分项之和不符", found, round(sum(values), 2)))


def main():
    rounds, files = int(sys.argv[1]), sys.argv[2:]
    data = [open(file, "rb").read() for file in files]
    times = []
    check(data[0])
    for _ in range(rounds):
        for one in data:
            start = time.process_time()
            check(one)
            times.append((time.process_time() - start) * 1000)
    print(statistics.median(times))


main()
