"""The two executions of a rule: live.py AGREEMENT.json [WORK]

Every filling that `cargo test --test agreement` made is typed into the blank workbook in LibreOffice, and all results
of its formulas are held against ours. Then operators in the formulas are changed, one kind after the other: each time
that has to be noticed.
"""
import json
import math
import re
import sys
import tempfile
import zipfile
from pathlib import Path

from office import Office, at, sheets

# What Excel keeps of a number; the last bits of a quotient differ from program to program.
SIGNIFICANT_DIGITS = 15
# Operators of verdicts and what they are changed to.
SEEDS = [
    (r"\*2&lt;=", "*2&lt;"),
    (r"\)\+ROUND\(100", ")-ROUND(100"),
    (r"-\(ROUND", "+(ROUND"),
    (r"ROUND\(100\*ROUND\(", "ROUND(100*TRUNC("),
    (r",6\)&lt;=0", ",6)&lt;0"),
    (r"&lt;&gt;0\)", "&gt;0)"),
    (r"\+COUNT\(", "-COUNT("),
    (r"COUNTBLANK", "COUNTA"),
    (r"=1,INT\(", "=1,1+INT("),
    (r"NOT\(AND\(", "NOT(OR("),
    (r"EXACT\(", "NOT(EXACT("),
]


def main():
    (agreement, *work) = sys.argv[1:]
    work = Path(work[0] if work else tempfile.mkdtemp())
    work.mkdir(exist_ok=True)
    issues = json.loads(Path(agreement).read_text(encoding="utf-8"))
    with Office() as office:
        compared = verdicts = 0
        for issue in issues:
            book = Book(office, issue["workbook"], issue["inputs"])
            for number, case in enumerate(issue["cases"]):
                wrong = book.differences(case)
                if wrong:
                    sys.exit("\n".join([f"{issue['workbook']}, filling {number}: {len(wrong)} differ", *wrong[:10]]))
                compared += len(case["results"])
                verdicts += sum(place.startswith("自查!J") for place in case["results"])
            book.close()
        for share in dict.fromkeys(issue["share"] for issue in issues):
            print(f"live: {share}")
        fillings = sum(len(issue["cases"]) for issue in issues)
        print(f"live: {compared} results, {verdicts} of them verdicts, in {fillings} fillings, 0 differences")
        noticed = [noticed_after(office, issues, work, seed) for seed in SEEDS]
        print(f"live: {len(noticed)} changed operators noticed, after {', '.join(map(str, noticed))} fillings")


def noticed_after(office, issues, work, seed):
    """How many fillings it takes until a changed operator shows."""
    pattern, other = seed
    tried = 0
    for issue in issues:
        changed = work / "changed.xlsx"
        if not change(issue["workbook"], changed, pattern, other):
            continue
        book = Book(office, changed, issue["inputs"])
        for case in issue["cases"]:
            tried += 1
            if book.differences(case):
                book.close()
                return tried
        book.close()
    sys.exit(f"{pattern} became {other} and nothing was noticed in {tried} fillings")


def change(workbook, target, pattern, other):
    """Writes the workbook with another operator in all its formulas; whether it had any."""
    count = 0
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                before = data.decode()
                after = re.sub(r"<f>.*?</f>", lambda formula: one(formula[0], pattern, other), before)
                data, count = after.encode(), count + (after != before)
            copy.writestr(name, data)
    return count > 0


def one(formula, pattern, other):
    """A formula with the operator changed; brackets that the other one opens are closed again."""
    changed = re.sub(pattern, other, formula, count=1)
    if changed == formula:
        return formula
    missing = changed.count("(") - changed.count(")")
    if missing <= 0:
        return changed
    # EXACT( has become NOT(EXACT(: its own bracket is closed once more.
    start = changed.index(other) + len(other)
    depth = 1
    for position in range(start, len(changed)):
        depth += {"(": 1, ")": -1}.get(changed[position], 0)
        if depth == 0:
            return changed[: position + 1] + ")" * missing + changed[position + 1 :]
    return formula


class Book:
    """A blank workbook that is filled in again and again."""

    def __init__(self, office, path, inputs):
        self.document = office.open(str(path))
        for sheet in sheets(self.document):
            sheet.unprotect("")
        self.cells = {place: at(self.document, place) for place in inputs}
        self.before = {place: cell.getFormula() for place, cell in self.cells.items()}

    def differences(self, case):
        """Types a filling; gives the results that are not ours."""
        self.document.lockControllers()
        self.document.enableAutomaticCalculation(False)
        for place, cell in self.cells.items():
            value = case["typed"].get(place)
            if value == self.before[place] or (value is None and self.before[place] == ""):
                continue
            if value is None:
                cell.setFormula("")
            elif isinstance(value, str):
                cell.setString(value)
            else:
                cell.setValue(value)
            self.before[place] = "" if value is None else value
        self.document.calculateAll()
        self.document.unlockControllers()
        found = {sheet.Name: shown(sheet) for sheet in sheets(self.document)}
        wrong = []
        for place, wanted in case["results"].items():
            sheet, cell = place.rsplit("!", 1)
            value = found[sheet](cell)
            if not same(value, wanted):
                wrong.append(f"{place}: ours {wanted!r}, LibreOffice {value!r}")
        return wrong

    def close(self):
        self.document.close(True)


def shown(sheet):
    """What a sheet shows, by address."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    rows = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).getDataArray()

    def of(cell):
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        return rows[int(row) - 1][column - 1]

    return of


def same(value, wanted):
    """Whether two results are the same text, or the same number as Excel keeps it."""
    if isinstance(wanted, (int, float)) and isinstance(value, float):
        return math.isclose(value, wanted, rel_tol=10 ** (1 - SIGNIFICANT_DIGITS))
    return value == wanted


main()
