"""Fills workbooks with excelize, a Go library that its PyPI package carries: fill_excelize.py JOBS.json"""
import datetime
import json
import sys

import excelize

EPOCH = datetime.date(1899, 12, 30)

for job in json.load(open(sys.argv[1], encoding="utf-8")):
    book = excelize.open_file(job["blank"])
    for cell in job["cells"]:
        value = cell["value"]
        if cell["kind"] == "day":
            # A day would bring a format of its own.
            value = (datetime.date.fromisoformat(value) - EPOCH).days
        book.set_cell_value(cell["sheet"], cell["cell"], value)
    book.save_as(job["out"])
    book.close()
