"""The same commands give the same words and the same files on both systems, byte for byte: same.py FOLDER"""
import shutil
import time

from programs import OURS, RETURNED, ROSTER, WINDOWS, expect, returns, run, tree, work

DATE = ["--date", "2022-4-20"]
DATA = {"json", "jsonl", "csv"}
EARLIER, LATER = ["--out", "审核结果"], ["--date", "2022-5-10", "--out", "审核结果"]

# In the order in which they run in one folder, with paths below it: an absolute one is another on each system.
COMMANDS = [
    ["check", "收件", "--roster", "名单.xlsx", *DATE, *EARLIER],
    ["check", "收件", "--roster", "名单.xlsx", *DATE, *EARLIER, "--format", "json"],
    ["check", "收件", *DATE, "--no-review", "--format", "jsonl", "--jobs", "1"],
    # The second round, and the archive beside the folder.
    ["check", "收件", "收件.zip", "--roster", "名单.xlsx", *LATER, "--format", "json"],
    ["check", "审核结果", *LATER],
    ["check", "没有这个文件夹"],
    ["check"],
    ["没有这个命令"],
    ["export", "收件", "-o", "数据.json"],
    ["export", "收件", "--format", "csv"],
    ["issue", "--template", "部门整体支出绩效自评@2021", "--roster", "名单.xlsx", "--deadline", "2022-4-30", "--out", "下发"],
    ["issue", "--roster", "名单.xlsx", "--password", "a1", "--out", "下发2024"],
    ["issue", "--template", "项目支出绩效自评表", "--roster", "名单.xlsx", "--out", "下发/项目"],
    ["export", "收件/01_无误.xlsx", "-o", "一份.json"],
    ["fill", "--data", "一份.json", "--into", "收件/02_只有尾差.xlsx", "-o", "填好/一份.xlsx"],
    ["template", "new", "模板"],
    ["template", "new", "新年度", "--from", "部门整体支出绩效自评@2021", "--edition", "2023"],
    ["template", "check", "模板"],
    ["template", "diff", "部门整体支出绩效自评@2021", "新年度"],
    ["template", "list"],
    ["template", "show", "--cells"],
    ["template", "show", "--handbook"],
    ["explain", "SUM-03"],
    ["--help"],
    ["check", "--help"],
]


def main():
    folder = work()
    sides = {"here": OURS, "windows": WINDOWS}
    for side in sides:
        returns(folder / side / "收件")
        returns(folder / side / "收件/子 文件夹", "04_合计不符.xlsx")
        shutil.copy(ROSTER, folder / side / "名单.xlsx")
    # One archive for both: it holds the hour of its making.
    shutil.make_archive(folder / "收件", "zip", RETURNED)
    for side in sides:
        shutil.copy(folder / "收件.zip", folder / side / "收件.zip")
    spent = dict.fromkeys(sides, 0.0)
    for words in COMMANDS:
        done = {}
        for side, program in sides.items():
            begun = time.monotonic()
            done[side] = run(program, *words, cwd=folder / side)
            spent[side] += time.monotonic() - begun
        status, *outputs = (part if isinstance(part, int) else part.decode() for part in done["here"])
        found, *others = (part if isinstance(part, int) else part.decode() for part in done["windows"])
        expect(f"{words}: status", found, status)
        for other, output in zip(others, outputs):
            # What is for people names files as the system at hand does, so that they can paste it; data does not.
            if not DATA.intersection(words):
                other = other.replace("\\", "/")
            expect(f"{words}: words", other, output)
    found, expected = tree(folder / "windows"), tree(folder / "here")
    expect("files that were written", found, expected)
    size = sum(map(len, found.values()))
    print(f"{len(COMMANDS)} commands, {len(found)} files, {size} bytes: the same;",
          f"{spent['here']:.1f} s here, {spent['windows']:.1f} s under wine")


main()
