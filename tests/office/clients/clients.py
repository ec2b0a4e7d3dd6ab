"""The clients: each opens the blank of every filling, types what is filled in, and saves it in a folder of its own."""
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gnumeric
from office import FORMULAS, Office, cells, result, sheets
from typist import Typist

HERE = Path(__file__).parent
# LibreOffice works beside them.
AT_ONCE = 1
OTHERS = ("openpyxl", "excelize", "exceljs", "sheetjs", "gnumeric", "wps")


def names(formats):
    """Every client, LibreOffice once for each format that it saves in."""
    return (*(f"libreoffice-{ending}" for ending in formats), *OTHERS)


def fill(filled, packages, work, formats):
    """Lets every client fill all fillings, each with a name, a blank and cells."""
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
        results = typed(filled, work, formats)
        scripted(python, "wps", filled, work, results)
        for other in others:
            other.result()


def typed(filled, work, formats):
    """Types everything in LibreOffice and saves it in every format; the results of all formulas by filling."""
    results = {}
    with Office() as office:
        for filling in filled:
            typist = Typist(office, str(filling.blank))
            for cell in filling.cells:
                typist.type(f"{cell['sheet']}!{cell['cell']}", text_of(cell))
            typist.document.calculateAll()
            for ending in formats:
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
