"""A return over three rounds, as a client sends it back: story.py WORK [PACKAGES]

Errors are corrected, one question is explained, one refused and explained again, one excused; a new mistake is made and
taken back. After every round the status, what was corrected, what was touched, and the state and standing of every
finding are those below. The client is LibreOffice; with PACKAGES, the folder of tests/office/clients, WPS as emulated.
"""
import json
import subprocess
import sys
from pathlib import Path

from office import FORMULAS, STRINGS, Office, at, cells, result, sheets
from product import xlcheck

EXAMPLE, DAY = "workbooks/returned/05_表间不符.xlsx", "2022-4-27"
REVIEW, KEY, EXPLANATION, OPINION = "审核意见", 12, 9, 10

STAFF, PAY = "XTB-08|基本概况.实有人数|", "XTB-11|支出.人员支出|汇总"
RENT = "XTB-06|资产.出租固定资产|汇总"
BALANCE, OF_OFFICE = "XTB-03|支出.累计结余|汇总", "XTB-03|支出.累计结余|部机关"
WRONG = ["XTB-01|支出.累计结余|汇总", "XTB-01|支出.累计结余|部机关"]
ASSETS = ["SUM-05|资产.固定资产合计|汇总", "SUM-09|资产.在用固定资产|汇总"]
HINTS = ["XTB-10|支出.公用支出|汇总", "XTB-05|三公.三公经费合计|汇总"]

# What the unit types and explains, what the reviewer then writes, and what a run says before and after that.
ROUNDS = [
    {
        "typed": {},
        "explained": {},
        "status": "退回",
        "corrected": None,
        "touched": None,
        "findings": {key: ("new", None) for key in [*WRONG, STAFF, PAY, BALANCE, OF_OFFICE, RENT, *HINTS]},
        "decided": {},
        "then": {},
    },
    {
        "typed": {"收支情况!H17": -15.75, "收支情况!H18": -15.75, "收支情况!C37": 110.0, "基本概况!C4": "0731-88123456"},
        "explained": {STAFF: "年中接收军转干部三名，编制待批", PAY: "无", BALANCE: "垫付项目款，次年三月已收回"},
        "status": "退回",
        "corrected": WRONG,
        "touched": ["基本概况!C4", "收支情况!C37"],
        "findings": {
            STAFF: ("unchanged", "pending"), PAY: ("unchanged", "empty"), RENT: ("unchanged", None),
            BALANCE: ("changed", "pending"), OF_OFFICE: ("changed", "pending"),
            **{key: ("new", None) for key in ASSETS}, **{key: ("unchanged", None) for key in HINTS},
        },
        "decided": {STAFF: "采纳", BALANCE: "不采纳，请附收回凭证", RENT: "免改：租金由区财政直接收缴，至2022-12-31"},
        "then": {
            STAFF: ("unchanged", "accepted"), BALANCE: ("changed", "rejected"), OF_OFFICE: ("changed", "rejected"),
        },
    },
    {
        "typed": {"收支情况!C37": 100.0},
        "explained": {PAY: "人员工资由主管局统一发放", BALANCE: "垫付项目款，收回凭证见附件三"},
        "status": "已说明待审定",
        "corrected": ASSETS,
        "touched": [],
        "findings": {
            STAFF: ("unchanged", "accepted"), PAY: ("unchanged", "pending"), RENT: ("unchanged", None),
            BALANCE: ("unchanged", "pending"), OF_OFFICE: ("unchanged", "pending"),
            **{key: ("unchanged", None) for key in HINTS},
        },
        "decided": {PAY: "采纳", BALANCE: "采纳"},
        "then": {
            PAY: ("unchanged", "accepted"), BALANCE: ("unchanged", "accepted"), OF_OFFICE: ("unchanged", "accepted"),
        },
    },
]
LAST = "通过"


def main():
    work, packages = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None
    client = "wps" if packages else "libreoffice"
    (work / "收回").mkdir(parents=True)
    with Office() as office:
        save = Saved(office, work, packages)
        copy = EXAMPLE
        for number, step in enumerate(ROUNDS, 1):
            returned = work / "收回" / f"第{number}次.xlsx"
            save(copy, returned, step["typed"], {(key, EXPLANATION): text for key, text in step["explained"].items()})
            file, copy = checked(returned, work, number)
            compare(number, "before", step, step["findings"], file)
            if step["decided"]:
                save(copy, copy, {}, {(key, OPINION): text for key, text in step["decided"].items()})
                file, copy = checked(returned, work, number)
                states = {**step["findings"], **step["then"]}
                status = LAST if number == len(ROUNDS) else step["status"]
                compare(number, "after", {**step, "status": status}, states, file)
    print(f"story: three rounds through {client} end with {LAST}, with the states of every finding as told")


class Saved:
    """Types into a file with a client and saves it."""

    def __init__(self, office, work, packages):
        self.office, self.work, self.packages = office, work, packages

    def __call__(self, source, target, typed, written):
        document = self.office.open(str(source))
        for (key, column), text in written.items():
            typed = {**typed, f"{REVIEW}!{place(document, key, column)}": text}
        for where, value in typed.items():
            cell = at(document, where)
            if isinstance(value, str):
                cell.String = value
            else:
                cell.Value = value
        document.calculateAll()
        if self.packages is None:
            self.office.save(document, str(self.work / "saved.xlsx"))
            (self.work / "saved.xlsx").replace(target)
        else:
            self.wps(document, source, target, typed)
        document.close(True)

    def wps(self, document, source, target, typed):
        results = {
            f"{sheet.Name}!{cell}": result(found) for sheet in sheets(document) for cell, found in cells(sheet, FORMULAS)
        }
        job = {
            "blank": str(source), "out": str(self.work / "saved.xlsx"), "results": results,
            "cells": [dict(zip(("sheet", "cell"), where.split("!")), value=value, kind="") for where, value in typed.items()],
        }
        jobs = self.work / "jobs.json"
        jobs.write_text(json.dumps([job], ensure_ascii=False), encoding="utf-8")
        script = Path(__file__).parent / "clients" / "fill_wps.py"
        subprocess.run([f"{self.packages}/venv/bin/python", str(script), str(jobs)], check=True)
        (self.work / "saved.xlsx").replace(target)


def place(document, key, column):
    """Where the answer to a finding is written."""
    sheet = document.Sheets.getByName(REVIEW)
    for row in range(sheet.Columns.getByIndex(KEY).queryContentCells(STRINGS).RangeAddresses[-1].EndRow + 1):
        if sheet.getCellByPosition(KEY, row).String == key:
            return f"{chr(ord('A') + column)}{row + 1}"
    return sys.exit(f"{key} is not in the review")


def checked(returned, work, number):
    """What is said of a return, and its newest review."""
    report = xlcheck("check", str(returned), "--out", str(work / "审核结果"), "--date", DAY, "--format", "json")
    (file,) = json.loads(report)["files"]
    copies = (work / "审核结果").rglob(f"*第{number}次审核意见*.xlsx")
    return file, max(copies, key=lambda path: path.stat().st_mtime)


def compare(number, when, step, states, file):
    """Ends the check where the report is another one."""
    told = {
        "round": number,
        "status": step["status"],
        "corrected": step["corrected"],
        "touched": step["touched"],
        "findings": states,
    }
    explanation = {one["key"]: one["explanation"] for one in file["findings"]}
    said = {
        "round": file["round"],
        "status": file["status"],
        "corrected": [one["key"] for one in file["corrected"]] if "corrected" in file else None,
        "touched": [one["cell"] for one in file["touched"]] if "touched" in file else None,
        "findings": {
            one["key"]: (one["state"], (explanation[one["key"]] or {}).get("standing")) for one in file["findings"]
        },
    }
    wrong = [f"{what}: {said[what]} instead of {told[what]}" for what in told if said[what] != told[what]]
    if wrong:
        sys.exit("\n".join([f"round {number}, {when} the decisions:", *wrong]))


main()
