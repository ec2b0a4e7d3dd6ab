"""The second round: what a client has saved of a marked copy is marked again as if it were the first time.

One review, the same marks at the same cells, the same words in notes, whatever the client did to those of the first
round; so that ten rounds leave no more than one.
"""
import html
import re
import shutil
from collections import Counter

from product import DAY, xlcheck
from workbook import MAIN, Workbook

REVIEW, REVIEW_NAME = "审核意见", "_xlcheck.review"
# A mark by its key, and how our words in a note begin.
MARK, NOTE = re.compile('xlcheck:([^"]*)"'), "〔审核意见"


def residue(copies, client, work):
    """What a second round leaves that the first had not, or has not what the first had; by copy."""
    for name in copies:
        folder = work / "again"
        shutil.rmtree(folder, ignore_errors=True)
        saved = work / client / f"{name}.xlsx"
        xlcheck("check", str(saved), "--out", str(folder), "--date", DAY, "--fail-on", "never")
        (again,) = folder.rglob("*审核意见.xlsx")
        first, second = (left(path) for path in (work / "fill" / f"{name}.xlsx", again))
        for what in sorted((first - second) + (second - first)):
            yield f"{client} {name}: in the second round {second[what]} of {what}, in the first {first[what]}"


def left(path):
    """What there is of ours in a workbook, each thing as often as it is there."""
    book = Workbook(path)
    names = (name.get("name") for name in book.tree("xl/workbook.xml").iter(f"{MAIN}definedName"))
    found = Counter(name for name in names if name == REVIEW_NAME)
    for sheet, part in book.sheets():
        if sheet.startswith(REVIEW):
            found[sheet] += 1
            continue
        for rule in book.tree(part).iter(f"{MAIN}conditionalFormatting"):
            for formula in rule.iter(f"{MAIN}formula"):
                found.update(f"{sheet}!{rule.get('sqref')} {key}" for key in MARK.findall(formula.text or ""))
        for kind, target in book.relations(part).values():
            if kind == "comments":
                found[f"notes of {sheet}"] += html.unescape(book.parts[target].decode()).count(NOTE)
    return found
