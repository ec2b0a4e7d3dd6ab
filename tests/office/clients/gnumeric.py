"""Filling workbooks with Gnumeric: opened, saved in its own format, filled there, and written as .xlsx again.

Its converter can type into the sheet that opens only; its own format is plain XML.
"""
import gzip
import os
import subprocess
import sys
import xml.etree.ElementTree as xml
from datetime import date

from workbook import AREA, column

G = "{http://www.gnumeric.org/v10.dtd}"
EPOCH = date(1899, 12, 30)
NUMBER, TEXT = "40", "60"


def fill(blank, typed, out):
    """Fills one workbook."""
    native = f"{out}.gnumeric"
    convert("Gnumeric_XmlIO:sax", str(blank), native)
    with gzip.open(native) as file:
        tree = xml.parse(file)
    cells = {sheet.find(f"{G}Name").text: sheet.find(f"{G}Cells") for sheet in tree.iter(f"{G}Sheet")}
    for cell in typed:
        letters, row = AREA.fullmatch(cell["cell"]).group(1, 2)
        value = cell["value"] if cell["kind"] != "day" else (date.fromisoformat(cell["value"]) - EPOCH).days
        place = {"Row": str(int(row) - 1), "Col": str(column(letters) - 1)}
        among = cells[cell["sheet"]]
        # What stood there, such as the name of a sub-unit.
        for old in [one for one in among if place.items() <= one.attrib.items()]:
            among.remove(old)
        one = xml.SubElement(among, f"{G}Cell", place, ValueType=TEXT if isinstance(value, str) else NUMBER)
        one.text = value if isinstance(value, str) else f"{value:.15g}"
    with gzip.open(native, "wb") as file:
        tree.write(file, encoding="UTF-8", xml_declaration=True)
    convert("Gnumeric_Excel:xlsx2", native, str(out))
    os.remove(native)


def convert(exporter, source, target):
    done = subprocess.run(
        ["ssconvert", "--recalc", "-T", exporter, source, target],
        capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    if done.returncode:
        sys.exit(f"Gnumeric cannot convert {source}:\n{done.stderr}")
