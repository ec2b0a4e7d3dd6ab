"""A unit corrects its marked copy in LibreOffice and sends it back: conversation.py COPY WORK

The saved copy, with nothing corrected, gives the findings of the copy; with the figures corrected it passes, and the
next copy bears no mark of the first round.
"""
import sys
from pathlib import Path

from office import Office, at
from product import DAY, findings, judged, xlcheck
from workbook import MAIN, Workbook

# What is wrong in 04_合计不符, put right: what stands there, or a part of it, and what should.
CORRECTIONS = {
    "收支情况!F17": ("266.00", "260.00"),
    "收支情况!G17": ("-25.50", "-4.50"),
    "综述!C41": ("项目支出266.00万元", "项目支出260.00万元"),
}
# How a mark's rule begins, and the words around what a note says.
MARK, NOTE = '"xlcheck:', "〔审核意见"


def main():
    copy, work = sys.argv[1], Path(sys.argv[2])
    work.mkdir()
    saved, corrected = str(work / "saved.xlsx"), str(work / "corrected.xlsx")
    with Office() as office:
        document = office.open(copy)
        office.save(document, saved)
        for place, (wrong, right) in CORRECTIONS.items():
            cell = at(document, place)
            if wrong not in cell.String:
                sys.exit(f"{place} of {copy} is {cell.String!r}, without {wrong!r}")
            cell.FormulaLocal = cell.String.replace(wrong, right)
        document.calculateAll()
        office.save(document, corrected)
        document.close(True)
    differences = findings(judged(copy)) ^ findings(judged(saved))
    if differences:
        sys.exit(f"{saved}, which LibreOffice saved, differs in {sorted(map(str, differences))}")
    file = judged(corrected)
    if file["findings"] or file["status"] != "通过" or file["round"] != 2:
        sys.exit(f"{corrected} is {file['status']} in round {file['round']} with {file['findings']}")
    xlcheck("check", corrected, "--out", str(work / "next"), "--date", DAY, "--fail-on", "never")
    (next_copy,) = (work / "next").rglob("*审核意见.xlsx")
    book = Workbook(next_copy)
    rules = [rule.text for _, part in book.sheets() for rule in book.tree(part).iter(f"{MAIN}formula")]
    notes = [part.decode("utf-8") for name, part in book.parts.items() if "comments" in name]
    if any(MARK in text for text in rules) or any(NOTE in text for text in notes):
        sys.exit(f"{next_copy} still bears marks or notes of the first round")
    print("conversation: the saved copy keeps its findings, the corrected one passes and bears no marks")


main()
