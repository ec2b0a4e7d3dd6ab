"""What is filled in: every recipe into the form of 2021 and, over a right filling of it, into that of 2024."""
import json
import shutil
import sys
import tomllib
from datetime import date, timedelta
from pathlib import Path

from product import DAY, exported, xlcheck
from workbook import MAIN, Workbook, stored

FORM = "部门整体支出绩效自评"
YEAR, DEADLINE = "2021", "2022-4-30"
# A filling of 2024 in which everything is right; the recipes of 2021 are laid over it.
RIGHT = f"tests/cases/底稿/{FORM}@2024/通常.toml"
RIGHT_UNIT = "629101"
EPOCH = date(1899, 12, 30)
# Fillings whose marked copies go through the clients too.
MARKED = ("2021_04_合计不符", "2021_06_格式不对", "2024_05_表间不符")
# Fillings that pass, whose 定稿 go through the clients too.
FINAL = ("2021_01_无误", "2021_02_只有尾差", "2024_通常")


class Filling:
    """A blank, the same blank as `xlcheck fill` fills it, and the cells that came to hold something by that."""

    def __init__(self, name, blank, values, work):
        self.name, self.blank, self.filled = name, blank, work / "fill" / f"{name}.xlsx"
        data = work / f"{name}.json"
        data.write_text(json.dumps({"values": values}, ensure_ascii=False), encoding="utf-8")
        xlcheck("fill", "--data", str(data), "--into", str(blank), "-o", str(self.filled))
        before, after = dict(constants(blank)), dict(constants(self.filled))
        days = {value["cell"]: value["value"] for value in exported(str(self.filled)).values() if is_day(value)}
        self.cells = [as_typed(place, value, days) for place, value in after.items() if before.get(place) != value]
        if not self.cells:
            sys.exit(f"{name}: nothing was filled in")


class MarkedCopy:
    """The marked copy of a filling, which a client opens and saves and in which nothing is typed."""

    def __init__(self, filling, work):
        self.name, self.cells = f"{filling.name}_审核意见", []
        folder = work / f"marked-{filling.name}"
        xlcheck("check", str(filling.filled), "--out", str(folder), "--date", DAY, "--fail-on", "never")
        (self.blank,) = folder.rglob("*审核意见.xlsx")
        shutil.copy(self.blank, work / "fill" / f"{self.name}.xlsx")


class FinalCopy:
    """The 定稿 of a filling, which a client opens and saves: it says what it said when it was made final."""

    def __init__(self, filling, work):
        self.name, self.cells = f"{filling.name}_定稿", []
        folder = work / f"final-{filling.name}"
        xlcheck("check", str(filling.filled), "--out", str(folder), "--date", DAY, "--fail-on", "never")
        (self.blank,) = folder.rglob("*定稿.xlsx")
        shutil.copy(self.blank, work / "fill" / f"{self.name}.xlsx")


def fillings(work):
    """Every filling, marked copies and 定稿 of some; in folders of their own the blanks that were issued for them."""
    for filling in every(work):
        yield filling
        if filling.name in MARKED:
            yield MarkedCopy(filling, work)
        if filling.name in FINAL:
            yield FinalCopy(filling, work)


def every(work, wanted=lambda name: True):
    """Every filling whose name is wanted."""
    (work / "fill").mkdir(parents=True)
    for name, blank, values in recipes(work):
        if wanted(name):
            yield Filling(name, blank, values, work)


def recipes(work):
    """Name, blank and values of every filling."""
    blanks = {edition: issued(edition, work / f"issued-{edition}") for edition in ("2021", "2024")}
    paths = sorted(Path("workbooks/配方").glob("*.json"))
    known = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}
    for name, recipe in known.items():
        yield f"2021_{name}", blanks["2021"][recipe["unit"]], recipe["values"]
    right = by_table(tomllib.loads(Path(RIGHT).read_text(encoding="utf-8"))["values"])
    yield "2024_通常", blanks["2024"][RIGHT_UNIT], right
    open_fields = unlocked("2024")
    for name, recipe in known.items():
        values = overlaid(right, recipe["values"], open_fields)
        yield f"2024_{name}", blanks["2024"][recipe["unit"]], values


def issued(edition, folder):
    """The blank of every unit by its code."""
    xlcheck(
        "issue", "--template", f"{FORM}@{edition}", "--roster", "workbooks/单位名单.xlsx",
        "--year", YEAR, "--deadline", DEADLINE, "--out", str(folder),
    )
    return {path.name.split("_")[0]: path for path in folder.rglob("*_*.xlsx")}


def unlocked(edition):
    """Table and field of what can be filled in."""
    cells = json.loads(xlcheck("template", "show", f"{FORM}@{edition}", "--cells", "--format", "json"))["cells"]
    names = (cell["name"].split(".") for cell in cells if not cell["locked"])
    return {(name[0], name[-1]) for name in names}


def by_table(named):
    """Values by table, row and field, of values by defined names."""
    tables = {}
    for name, value in named.items():
        table, *row, field = name.split(".")
        tables.setdefault(table, {}).setdefault(".".join(row), {})[field] = written(value)
    return tables


def written(value):
    """A value as `fill` takes it: a text of the file as words, anything else by its type."""
    return value if isinstance(value, str) else value.isoformat() if isinstance(value, date) else str(value)


def overlaid(below, above, open_fields):
    """One filling over another, without the fields that the form does not have or locks."""
    tables = {table: {row: dict(fields) for row, fields in rows.items()} for table, rows in below.items()}
    for table, rows in above.items():
        for row, fields in rows.items():
            wanted = {field: value for field, value in fields.items() if (table, field) in open_fields}
            if wanted:
                tables.setdefault(table, {}).setdefault(row, {}).update(wanted)
    return tables


def constants(path):
    """Every cell of a workbook that holds a value and no formula."""
    book = Workbook(path)
    strings = book.shared_strings()
    for sheet, part in book.sheets():
        for cell in book.tree(part).iter(f"{MAIN}c"):
            value = stored(cell, strings)
            if value != "" and cell.find(f"{MAIN}f") is None:
                yield f"{sheet}!{cell.get('r')}", value


def is_day(value):
    """Whether a value was read as a day."""
    text = value.get("value") or ""
    return len(text) == 10 and text[4] == text[7] == "-" and "text" not in value


def as_typed(place, value, days):
    """A cell, and what goes into it: a number, a text, or a day."""
    sheet, cell = place.rsplit("!", 1)
    kind = "text" if isinstance(value, str) else "day" if place in days else "number"
    if kind == "day":
        value = (EPOCH + timedelta(days=value)).isoformat()
    return {"sheet": sheet, "cell": cell, "kind": kind, "value": value}
