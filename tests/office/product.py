"""The program under test."""
import json
import os
import subprocess
import sys

DAY = "2022-4-20"


def xlcheck(*arguments):
    """What the program prints; ends the check where the program could not do its work."""
    done = subprocess.run([os.environ["XLCHECK"], *arguments], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"xlcheck {' '.join(arguments)}\n{done.stderr}")
    return done.stdout


def judged(path):
    """The report on one file."""
    report = json.loads(xlcheck("check", path, "--no-review", "--format", "json", "--date", DAY))
    (file,) = report["files"]
    return file


def findings(file):
    """What is wrong with a file: key, severity and cells of every finding, and what was not checked."""
    found = {(one["key"], one["severity"], tuple(one["cells"])) for one in file["findings"]}
    return found | {(one["rule"], "unchecked", tuple(one["cells"])) for one in file["unchecked"]}


def exported(path):
    """The values of one file by table, row and field."""
    (file,) = json.loads(xlcheck("export", path))["files"]
    return {
        (table, row, field): value
        for table, rows in file["values"].items()
        for row, fields in rows.items()
        for field, value in fields.items()
    }
