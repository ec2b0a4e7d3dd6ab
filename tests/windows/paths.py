"""What files and folders may be called, and from where they are dropped on the program: paths.py FOLDER"""
import json

from programs import OURS, ROSTER, WINDOWS, at_windows, demand, expect, returns, run, tree, work

DATE = ["--date", "2022-4-20"]
REVIEW = "审核结果/退回/629104_青澜经开区文化旅游局_第1次审核意见.xlsx"
# Windows takes 260 characters of a path unless it is told otherwise.
FOLDER_NAME = "二〇二二年度部门整体支出绩效自评表（第二批 补报）"
DEPTH = 12


def main():
    folder = work()
    reference = returns(folder / "here/收件", "04_合计不符.xlsx")
    expect("status here", run(OURS, reference, *DATE, cwd=folder)[0], 1)
    review = (folder / "here" / REVIEW).read_bytes()

    def dropped(name, *words):
        """Files are dropped on the program: full paths, and a folder to run in that has nothing to do with them."""
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        status, out, errors = run(WINDOWS, *words, *DATE, cwd=elsewhere)
        expect(f"{name}: status and errors", (status, errors.decode()), (1, ""))
        expect(f"{name}: what was written where it ran", tree(elsewhere), {})
        demand(f"{name}: a path that Windows alone can read was shown", "\\\\?\\" not in out.decode(), out.decode())
        return out.decode()

    for name in ["收件 一", "a&b^c %PATH% !x!", "（含）全角　空格", "🧾 emoji", "Ünïcode ß"]:
        there = returns(folder / name / "收件", "04_合计不符.xlsx")
        dropped(name, at_windows(there / "04_合计不符.xlsx"))
        expect(f"{name}: the review", (there / REVIEW).read_bytes(), review)

    several = folder / "几个 一起"
    files = returns(several, "01_无误.xlsx", "04_合计不符.xlsx")
    returns(several / "文件夹", "05_表间不符.xlsx", "06_格式不对.xlsx")
    out = dropped("several", *(at_windows(files / name) for name in ["04_合计不符.xlsx", "文件夹", "01_无误.xlsx"]))
    expect("several: the review", (several / REVIEW).read_bytes(), review)
    reviews = [name for name in tree(several / "审核结果") if name.endswith("第1次审核意见.xlsx")]
    expect("several: reviews", len(reviews), 4)
    demand("several: where they are is said", f"审核意见写在“{at_windows(several)}\\审核结果”。" in out, out)

    for form in ["Z:{}", "\\\\?\\Z:{}", "z:{}"]:
        there = returns(folder / "写法" / f"{len(form)}{form[0] == 'z'}" / "收件", "04_合计不符.xlsx")
        path = form.format(str(there).replace("/", "\\") + "\\04_合计不符.xlsx")
        status, _, errors = run(WINDOWS, path, *DATE, cwd=folder)
        expect(f"{path}: status", (status, errors), (1, b""))
        expect(f"{path}: the review", (there / REVIEW).read_bytes(), review)

    # The same file by three names is one file.
    twice = returns(folder / "Twice", "04_合计不符.xlsx")
    file = at_windows(twice / "04_合计不符.xlsx")
    _, out, _ = run(WINDOWS, "check", file, file.replace("\\Twice\\", "\\tWICE\\"), at_windows(twice), *DATE,
                    "--no-review", "--format", "json", cwd=folder)
    expect("one file by three names", len(json.loads(out)["files"]), 1)

    deep = folder / "深"
    for level in range(DEPTH):
        deep = deep / f"{level}{FOLDER_NAME}"
    deep = returns(deep / "收件", "04_合计不符.xlsx")
    demand("long enough", len(at_windows(deep)) > 300)
    dropped("a long path", at_windows(deep / "04_合计不符.xlsx"))
    expect("a long path: the review", (deep / REVIEW).read_bytes(), review)
    status, _, errors = run(WINDOWS, "issue", "--roster", at_windows(ROSTER), "--out", at_windows(deep / "下发"), cwd=folder)
    expect("a long path: issued", (status, errors), (0, b""))
    expect("a long path: nothing unfinished", [name for name in tree(deep) if ".tmp" in name], [])

    # A name that this system has and Windows has not.
    for name in ["a?b.xlsx", "CON", "没有.xlsx"]:
        status, out, errors = run(WINDOWS, "check", f"Z:\\tmp\\{name}", cwd=folder)
        demand(f"{name}: told", status == 2 and "错误：" in errors.decode() and not out, (status, errors.decode()))
    print("paths: names, drops, forms and lengths are all the same review")


main()
