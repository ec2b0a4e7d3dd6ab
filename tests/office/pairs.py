"""Marked copies and 定稿 beside their originals: pairs.py FOLDER...

A copy has no error to the Open XML SDK's validator or to our lint that its original has not, and LibreOffice opens it
where it opens the original.
"""
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from lint import lint
from office import Office

MADE = (".marked", ".final")


def main():
    pairs = [pair for folder in sys.argv[1:] for pair in pairs_of(Path(folder))]
    if not pairs:
        sys.exit(f"no copies in {sys.argv[1:]}")
    flawed = 0
    with Office() as office:
        for original, copy in pairs:
            if found := errors(copy):
                flawed += 1
                if new := found - errors(original):
                    sys.exit("\n".join([f"{copy} has errors that its original has not:", *map(str, list(new)[:10])]))
            if not opens(office, copy) and opens(office, original):
                sys.exit(f"LibreOffice opens {original} and not {copy}")
    print(f"pairs: {len(pairs)} copies without a new error; {flawed} have those of their originals")


def pairs_of(folder):
    for made in MADE:
        for copy in sorted(folder.rglob(f"*{made}.*")):
            yield copy.with_name(copy.name.replace(made, "")), copy


def errors(path):
    """What is wrong with a workbook, wherever it stands: marking moves elements on."""
    done = subprocess.run([os.environ["OOXML_VALIDATOR"], str(path)], capture_output=True, text=True)
    found = json.loads(done.stdout)["errors"]
    return Counter([one["description"] for one in found]) + Counter(line.split(": ", 1)[-1] for line in lint(path))


def opens(office, path):
    try:
        office.open(str(path), ReadOnly=True).close(True)
    except Exception:  # whatever LibreOffice says, it did not open it
        return False
    return True


main()
