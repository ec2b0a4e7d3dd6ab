"""Every client fills the same blanks, and gives what `xlcheck fill` gives: matrix.py PACKAGES WORK

PACKAGES holds the clients that come from PyPI and npm (`run` installs them). Each client fills every filling of
`fillings` and saves some marked copies; values and findings of its file are compared with those of the file that
`fill` or `check` made. What differs must be in justified.toml, and what is there must be seen.
"""
import json
import sys
import tomllib
from pathlib import Path

import clients
from fillings import MarkedCopy, fillings
from product import DAY, xlcheck
from rounds import residue

HERE = Path(__file__).parent
FORMATS = ("xlsx", "xls", "ods")


def main():
    packages, work = (Path(argument).resolve() for argument in sys.argv[1:])
    filled = list(fillings(work))
    clients.fill(filled, packages, work, FORMATS)
    compare(filled, work)


def compare(filled, work):
    """Values and findings of each client's files beside those of `fill`."""
    wanted = read(work / "fill")
    justified = tomllib.loads((HERE / "justified.toml").read_text(encoding="utf-8"))
    copies = [filling.name for filling in filled if isinstance(filling, MarkedCopy)]
    wrong = []
    for client in clients.names(FORMATS):
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
