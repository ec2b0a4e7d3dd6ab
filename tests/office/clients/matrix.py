"""Every client fills the same blanks, and gives what `xlcheck fill` gives: matrix.py PACKAGES WORK

PACKAGES holds the clients that come from PyPI and npm (`run` installs them). Each client fills every filling of
`fillings` and saves some marked copies; values and findings of its file are compared with those of the file that
`fill` or `check` made. What differs must be in justified.toml, and what is there must be seen.
"""
import json
import os
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gnumeric
from fillings import MarkedCopy, fillings
from office import FORMULAS, Office, cells, result, sheets
from product import DAY, xlcheck
from rounds import residue
from typist import Typist

HERE = Path(__file__).parent
# LibreOffice works beside them.
AT_ONCE = 1
FORMATS = ("xlsx", "xls", "ods")
CLIENTS = (
    *(f"libreoffice-{ending}" for ending in FORMATS), "openpyxl", "excelize", "exceljs", "sheetjs", "gnumeric", "wps",
)


def main():
    packages, work = (Path(argument).resolve() for argument in sys.argv[1:])
    filled = list(fillings(work))
    python, node = [f"{packages}/venv/bin/python"], ["node"]
    modules = {"NODE_PATH": f"{packages}/node_modules"}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        others = [
            pool.submit(scripted, python, "openpyxl", filled, work),
            pool.submit(scripted, python, "excelize", filled, work),
            pool.submit(scripted, node, "exceljs", filled, work, **modules),
            pool.submit(scripted, node, "sheetjs", filled, work, **modules),
            pool.submit(in_gnumeric, filled, work),
        ]
        results = typed(filled, work)
        scripted(python, "wps", filled, work, results)
        for other in others:
            other.result()
    compare(filled, work)


def typed(filled, work):
    """Types everything in LibreOffice and saves it in every format; the results of all formulas by filling."""
    results = {}
    with Office() as office:
        for filling in filled:
            typist = Typist(office, str(filling.blank))
            for cell in filling.cells:
                typist.type(f"{cell['sheet']}!{cell['cell']}", text_of(cell))
            typist.document.calculateAll()
            for ending in FORMATS:
                office.save(typist.document, str(target(work, f"libreoffice-{ending}", filling, ending)))
            results[filling.name] = {
                f"{sheet.Name}!{at}": result(cell)
                for sheet in sheets(typist.document)
                for at, cell in cells(sheet, FORMULAS)
            }
            typist.close()
    return results


def text_of(cell):
    """What a person types for a value."""
    return f"{cell['value']:.15g}" if cell["kind"] == "number" else cell["value"]


def scripted(interpreter, client, filled, work, results=None, **environment):
    """Runs a client's own script over all fillings."""
    jobs = [
        {
            "blank": str(filling.blank),
            "out": str(target(work, client, filling)),
            "cells": filling.cells,
            "results": results and results[filling.name],
        }
        for filling in filled
    ]
    script, path = next(HERE.glob(f"fill_{client}.*")), work / f"{client}.json"
    path.write_text(json.dumps(jobs, ensure_ascii=False), encoding="utf-8")
    run([*interpreter, str(script), str(path)], **environment)


def in_gnumeric(filled, work):
    for filling in filled:
        gnumeric.fill(filling.blank, filling.cells, target(work, "gnumeric", filling))


def run(command, **environment):
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
    if done.returncode:
        sys.exit(f"{' '.join(command)[:300]}\n{done.stdout[-1000:]}{done.stderr[-2000:]}")


def target(work, client, filling, ending="xlsx"):
    folder = work / client
    folder.mkdir(exist_ok=True)
    return folder / f"{filling.name}.{ending}"


def compare(filled, work):
    """Values and findings of each client's files beside those of `fill`."""
    wanted = read(work / "fill")
    justified = tomllib.loads((HERE / "justified.toml").read_text(encoding="utf-8"))
    copies = [filling.name for filling in filled if isinstance(filling, MarkedCopy)]
    wrong = []
    for client in CLIENTS:
        found, reasons = read(work / client), justified.pop(client, [])
        if found.keys() != wanted.keys():
            sys.exit(f"{client} has not written {sorted(found.keys() ^ wanted.keys())}")
        seen = set()
        for name, facts in wanted.items():
            for fact in sorted(facts ^ found[name], key=str):
                missing = fact in facts
                reason = [at for at, one in enumerate(reasons) if covers(one, name, fact, missing)]
                seen.update(reason)
                if not reason:
                    wrong.append(f"{client} {name}: {'lacks' if missing else 'adds'} {fact}")
        wrong += [f"{client}: not seen: {one}" for at, one in enumerate(reasons) if at not in seen]
        # What is no .xlsx has its review beside it, not in it.
        if (work / client / f"{copies[0]}.xlsx").exists():
            wrong += residue(copies, client, work)
        print(f"{client}: {len(found)} workbooks, {len(seen)} kinds of justified differences")
    wrong += [f"justified.toml: there is no client {client}" for client in justified]
    if wrong:
        sys.exit("\n".join([f"{len(wrong)} differences are not justified", *wrong[:200]]))
    facts = sum(len(one) for one in wanted.values())
    print(f"clients: {facts} values and findings of {len(filled)} fillings are those of every client")


def covers(reason, filling, fact, missing):
    """Whether an entry of justified.toml speaks of a difference."""
    kind, key, *_ = fact
    rules = reason.get("lacks" if missing else "adds", [])
    return kind != "value" and key.split("|")[0] in rules and filling.endswith(tuple(reason.get("in", [""])))


def read(folder):
    """What `export` and `check` say of every file of a folder, by filling."""
    facts = {}
    for file in json.loads(xlcheck("export", str(folder)))["files"]:
        of_file = facts.setdefault(Path(file["path"]).stem, set())
        for table, rows in file["values"].items():
            for row, fields in rows.items():
                for field, value in fields.items():
                    of_file.add(("value", f"{table}.{row}.{field}", value["cell"], value.get("value")))
    report = json.loads(xlcheck("check", str(folder), "--no-review", "--format", "json", "--date", DAY))
    for file in report["files"]:
        of_file = facts[Path(file["path"]).stem]
        for one in file["findings"]:
            of_file.add((one["severity"], one["key"], " ".join(one["cells"]), one["message"]))
        for one in file["unchecked"]:
            of_file.add(("unchecked", one["rule"], " ".join(one["cells"]), one["because"]))
        if file["final"]:
            of_file.add(("final", file["final"]["code"], "", file["final"]["intact"]))
    return facts


main()
