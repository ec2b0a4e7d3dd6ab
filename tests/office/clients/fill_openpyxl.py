"""Fills workbooks with openpyxl: fill_openpyxl.py JOBS.json"""
import datetime
import json
import sys

from openpyxl import load_workbook

for job in json.load(open(sys.argv[1], encoding="utf-8")):
    book = load_workbook(job["blank"])
    for cell in job["cells"]:
        value = cell["value"]
        if cell["kind"] == "day":
            value = datetime.date.fromisoformat(value)
        book[cell["sheet"]][cell["cell"]].value = value
    book.save(job["out"])
