"""Files that another program has open: elsewhere.py FOLDER"""
import contextlib
import json
import os
import subprocess

from programs import RETURNED, WINDOWS, at_windows, demand, expect, returns, run, tree, work

DATE = ["--date", "2022-4-20"]
REVIEW = "审核结果/退回/629104_青澜经开区文化旅游局_第1次审核意见.xlsx"
SAID = "文件正在被其他程序打开"


@contextlib.contextmanager
def held(path, shared):
    """Another program that has a file open."""
    command = ["wine", os.environ["HOLD"], at_windows(path), shared]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        demand(f"{path} is held", holder.stdout.readline().strip() == b"held")
        yield
        holder.stdin.close()


def main():
    folder = work()
    there = returns(folder / "收件", "01_无误.xlsx", "04_合计不符.xlsx")
    check = ["check", "收件", *DATE, "--format", "json"]

    # As Excel and WPS have it: it can be read.
    with held(there / "04_合计不符.xlsx", "read"):
        status, out, _ = run(WINDOWS, *check, "--no-review", cwd=folder)
    free = run(WINDOWS, *check, "--no-review", cwd=folder)
    expect("a file that is open in Excel", (status, out), free[:2])

    # Not even that: a finding of this file, and the other one is judged.
    with held(there / "04_合计不符.xlsx", "none"):
        status, out, errors = run(WINDOWS, *check, "--no-review", cwd=folder)
    files = {file["path"]: file for file in json.loads(out)["files"]}
    expect("a file that is closed to others", (status, errors, len(files)), (1, b"", 2))
    told = json.dumps(files["04_合计不符.xlsx"], ensure_ascii=False)
    demand("a file that is closed to others: told", SAID in told, told)
    expect("the other file", files["01_无误.xlsx"], json.loads(free[1])["files"][0])

    # A review of the same name is open: it stays, and the new one gets another name.
    run(WINDOWS, *check, cwd=folder)
    review = (folder / REVIEW).read_bytes()
    with held(folder / REVIEW, "none"):
        status, _, errors = run(WINDOWS, *check, cwd=folder)
    demand("a review that is open", status == 1, errors.decode())
    expect("a review that is open stays", (folder / REVIEW).read_bytes(), review)

    # What is to be written anew is open: told, and it stays whole.
    export = ["export", at_windows(RETURNED / "01_无误.xlsx"), "-o", "数据.json"]
    run(WINDOWS, *export, cwd=folder)
    data = (folder / "数据.json").read_bytes()
    for shared in ["none", "read"]:
        (folder / "数据.json").write_bytes(b"before")
        with held(folder / "数据.json", shared):
            status, _, errors = run(WINDOWS, *export, cwd=folder)
        demand("an output that is open", status == 2 and SAID in errors.decode(), (status, errors.decode()))
        expect("an output that is open stays", (folder / "数据.json").read_bytes(), b"before")
        expect("nothing unfinished", [name for name in tree(folder) if ".tmp" in name], [])
    run(WINDOWS, *export, cwd=folder)
    expect("an output that is free again", (folder / "数据.json").read_bytes(), data)

    # A workbook somebody may have filled in stays, whether it can be looked into or not.
    output = folder / "填好.xlsx"
    output.write_bytes(b"before")
    fill = ["fill", "--data", "数据.json", "--into", at_windows(RETURNED / "01_无误.xlsx"), "-o", output.name]
    for shared, said in [("none", SAID), ("read", "已经存在且内容不同")]:
        with held(output, shared):
            status, _, errors = run(WINDOWS, *fill, cwd=folder)
        demand("a workbook that is open", status == 2 and said in errors.decode(), (status, errors.decode()))
        expect("a workbook that is open stays", output.read_bytes(), b"before")
        expect("nothing unfinished", [name for name in tree(folder) if ".tmp" in name], [])
    output.unlink()
    expect("a workbook of a name that is free", run(WINDOWS, *fill, cwd=folder)[0], 0)
    print("files that are open elsewhere: read where they may be, told where not, never lost")


main()
