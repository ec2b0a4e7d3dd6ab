"""What a client has saved of a marked copy says without its marks what it saves of the original: law.py PACKAGES WORK

Originals and marked copies are opened and saved by every client; the marks are taken out, and both are compared by
meaning. What differs must be in justified_law.toml, and what is there must be seen.
"""
import os
import sys
import tomllib
from pathlib import Path

import clients
from fillings import MARKED, MarkedCopy, every
from meaning import meaning

HERE = Path(__file__).parent
UNMARK = Path(os.environ["XLCHECK"]).parent / "examples/unmark"
# The filling to which a unit has added something of its own.
ADDED_TO = "2021_04_合计不符"


class Original:
    """A file that comes in, which a client opens and saves as it opens and saves a blank."""

    def __init__(self, name, filled):
        self.name, self.filled, self.blank, self.cells = name, filled, filled, []


def main():
    packages, work = (Path(argument).resolve() for argument in sys.argv[1:])
    pairs = [(original, MarkedCopy(original, work)) for original in originals(packages, work)]
    clients.fill([one for pair in pairs for one in pair], packages, work, ["xlsx"])
    justified = tomllib.loads((HERE / "justified_law.toml").read_text(encoding="utf-8"))
    wrong, compared = [], 0
    for client in clients.names(["xlsx"]):
        reasons, seen = justified.pop(client, []), set()
        for original, marked in pairs:
            wanted, left = compared_by(client, original, marked, work)
            compared += wanted.total()
            for fact in sorted((wanted - left) + (left - wanted)):
                lost = wanted[fact] > left[fact]
                reason = [at for at, one in enumerate(reasons) if covers(one, original.name, fact, lost)]
                seen.update(reason)
                if not reason:
                    wrong.append(f"{client} {original.name}: {'lacks' if lost else 'adds'} {fact}")
        wrong += [f"{client}: not seen: {one}" for at, one in enumerate(reasons) if at not in seen]
        print(f"{client}: {len(pairs)} marked copies, {len(seen)} kinds of justified differences")
    wrong += [f"justified_law.toml: there is no client {client}" for client in justified]
    if wrong:
        sys.exit("\n".join([f"{len(wrong)} differences are not justified", *wrong[:200]]))
    print(f"law: {compared} facts of what clients save of originals are those of what they save of marked copies")


def originals(packages, work):
    """Fillings with errors, and one to which a unit has added something of its own."""
    for filling in every(work, MARKED.__contains__):
        yield Original(filling.name, filling.filled)
        if filling.name == ADDED_TO:
            name = f"{filling.name}_另有批注"
            added = work / "fill" / f"{name}.xlsx"
            clients.run([f"{packages}/venv/bin/python", str(HERE / "add_features.py"), str(filling.filled), str(added)])
            yield Original(name, added)


def compared_by(client, original, marked, work):
    """What a client's file of the original says, and what that of the marked copy says without marks."""
    of_original, of_marked = (clients.target(work, client, one) for one in (original, marked))
    cleared = of_marked.with_name(f"{original.name}_无标记.xlsx")
    clients.run([str(UNMARK), str(of_marked), str(cleared)])
    return meaning(of_original), meaning(cleared)


def covers(reason, original, fact, lost):
    """Whether an entry of justified_law.toml speaks of a difference."""
    kind, place, _ = fact
    kinds = reason.get("lacks" if lost else "adds", [])
    return kind in kinds and place.startswith(tuple(reason.get("at", [""]))) and original.endswith(
        tuple(reason.get("in", [""]))
    )


main()
