"""Letters on paper: letters.py RETURNED WORK

The letters of the returned workbooks, and the longest that there may be, are each printed by LibreOffice on one page of
A4 upright that bears every word of the text beside it, and no row is too low for its words.
"""
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

from office import Office, properties
from paper import pdf, printed_areas
from product import DAY, xlcheck

# The unit of the longest letter: its name, its section, how its file is called.
NAME = "青澜经济开发区城市管理和综合行政执法局（市政公用设施建设管理与养护服务中心）"
SECTION = "自然资源和规划建设管理股"
FILE = "报送财政局的最终版本" * 6 + ".xlsx"
CONTACT = "预算绩效管理股 张老师、李老师 0730-5550100"
# Points of A4, upright.
WIDTH, HEIGHT = 595, 842


def main():
    returned, work = map(Path, sys.argv[1:])
    work.mkdir()
    xlcheck("check", str(returned), "--out", str(work / "examples"), "--date", DAY, "--fail-on", "never")
    with Office() as office:
        extreme(office, work)
        letters = sorted(work.rglob("*通知.xlsx"))
        if len(letters) < 8:
            sys.exit(f"only {len(letters)} letters were written")
        for letter in letters:
            printed(office, letter, work / "page.pdf")
    print(f"letters: {len(letters)}, each on one page with every word of its text")


def printed(office, letter, file):
    """Prints a letter and compares it with its text."""
    document = office.open(str(letter))
    (area,) = printed_areas(document)
    for index in range(area.Rows.Count):
        row = area.Rows.getByIndex(index)
        height, row.OptimalHeight = row.Height, True
        if row.Height > height:
            sys.exit(f"row {index + 1} of {letter} is {height} high, its words need {row.Height}")
        row.Height = height
    pdf(document, area, file)
    document.close(True)
    facts = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", facts)[1])
    size = tuple(round(float(side)) for side in re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", facts).groups())
    if (pages, size) != (1, (WIDTH, HEIGHT)):
        sys.exit(f"{letter} is printed on {pages} pages of {size} points")
    page = plain(subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout)
    for line in letter.with_suffix(".txt").read_text(encoding="utf-8-sig").splitlines():
        if plain(line) not in page:
            sys.exit(f"{letter} does not say on paper: {line}")


def plain(text):
    """The characters of a text without blanks and line breaks, each in its common form."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def extreme(office, work):
    """Hands in a blank form of a unit with the longest names: nothing is filled in, so everything is asked for."""
    roster = work / "名单.xlsx"
    document = office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=True))
    rows = (("预算编码", "单位名称", "归口股室"), ("629199", NAME, SECTION))
    document.Sheets.getByIndex(0).getCellRangeByName("A1:C2").setDataArray(rows)
    office.save(document, str(roster))
    document.close(True)
    settings = work / "审核设置.toml"
    settings.write_text(f'district = "青澜经济技术开发区"\ncontact = "{CONTACT}"\n', encoding="utf-8")
    form = ("--template", "部门整体支出绩效自评@2021")
    told = ("--roster", str(roster), "--settings", str(settings))
    # Handed in too late, which takes more words than in time.
    xlcheck("issue", *form, *told, "--deadline", "2022-3-31", "--out", str(work / "issued"))
    (blank,) = (work / "issued").rglob("629199_*.xlsx")
    shutil.copy(blank, work / FILE)
    report = json.loads(
        xlcheck("check", str(work / FILE), "--out", str(work / "extreme"), "--format", "json", "--date", DAY)
    )
    counts = report["files"][0]["counts"]
    if counts["error"] < 20:
        sys.exit(f"the blank form has only {counts}")


main()
