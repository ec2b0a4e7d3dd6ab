"""Marked copies are sound, lose nothing, and give the findings of the original: marked.py RETURNED WORK

Each copy passes the Open XML SDK's validator and our lint, opens in LibreOffice, keeps every part that marking need
not touch byte by byte, and a check of it finds what a check of the original finds.
"""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from lint import lint
from office import Office
from product import DAY, findings, judged, xlcheck
from workbook import Workbook

# What marking may change: the workbook's lists of sheets, formats and types, and the sheets that bear marks.
MAY_CHANGE = re.compile(
    r"\[Content_Types\]\.xml|docProps/app\.xml|xl/(workbook\.xml|_rels/workbook\.xml\.rels|styles\.xml)"
    r"|xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?|xl/comments\d*\.xml|xl/drawings/vmlDrawing\d+\.vml"
)
# The review is the sheet that opens, so the one that did is deselected.
SELECTED, DESELECTED = b'tabSelected="1"', b'tabSelected="0"'


def main():
    returned, work = map(Path, sys.argv[1:])
    copies = untouched = 0
    with Office() as office:
        for original in sorted(returned.glob("*.xlsx")):
            copy, before = marked(original, work / original.stem)
            sound(office, copy)
            copies += 1
            # What cannot be read gets a review by itself, of which there is no original.
            if before["status"] != "无法审核":
                untouched += unedited_parts(original, copy, before)
                same_findings(original, copy, before)
    if not untouched:
        sys.exit(f"nothing in {returned} could be compared")
    print(f"marked: {copies} copies valid, clean and open in LibreOffice, {untouched} parts untouched, findings kept")


def marked(original, folder):
    """The copy that a check of one file writes, and what it says of the file."""
    report = xlcheck(
        "check", str(original), "--out", str(folder), "--date", DAY, "--fail-on", "never", "--format", "json"
    )
    (copy,), (before,) = folder.rglob("*审核意见.xlsx"), json.loads(report)["files"]
    return copy, before


def sound(office, copy):
    """Valid to the SDK, clean to the lint, open in LibreOffice."""
    validator = os.environ["OOXML_VALIDATOR"]
    done = subprocess.run([validator, str(copy), "--officeVersion", "Microsoft365"], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{copy} is not valid:\n{done.stdout[:4000]}{done.stderr[:1000]}")
    wrong = lint(copy)
    if wrong:
        sys.exit("\n".join([f"{copy} would be repaired by Excel:", *wrong]))
    office.open(str(copy), ReadOnly=True).close(True)


def unedited_parts(original, copy, before):
    """How many parts are byte by byte those of the original; ends the check where one is not that should be."""
    one, other = Workbook(original), Workbook(copy)
    with_findings = {one["sheet"] for one in before["findings"] if one["sheet"]}
    bare = {part for sheet, part in one.sheets() if sheet not in with_findings}
    kept = 0
    for name, part in one.parts.items():
        if other.parts.get(name) == part:
            kept += 1
        elif name in bare and other.parts.get(name) == part.replace(SELECTED, DESELECTED):
            continue
        elif name not in other.parts or name in bare or not MAY_CHANGE.fullmatch(name):
            sys.exit(f"{copy}: {name} is not that of {original}")
    return kept


def same_findings(original, copy, before):
    """A check of the copy finds what is in the original and was not put back, and nothing else."""
    after = judged(str(copy))
    left = {**before, "findings": [one for one in before["findings"] if not one.get("restored")]}
    differences = findings(left) ^ findings(after)
    if differences or before["status"] != after["status"]:
        lines = [f"{sorted(map(str, differences))}", f"{before['status']} became {after['status']}"]
        sys.exit("\n".join([f"a check of {copy} does not find what is in {original}:", *lines]))
    if after["round"] != before["round"] + 1:
        sys.exit(f"{copy} is taken for round {after['round']}, not {before['round'] + 1}")


main()
