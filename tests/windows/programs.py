"""The two programs, and the folders they run in."""
import itertools
import os
import pathlib
import shutil
import subprocess
import sys

OURS = os.environ["XLCHECK"]
WINDOWS = ["wine", os.environ["WINDOWS"]]
ROOT = pathlib.Path(__file__).parents[2]
RETURNED = ROOT / "workbooks/returned"
ROSTER = ROOT / "workbooks/单位名单.xlsx"
# A run that takes longer waits for something.
PATIENCE = 60


def work():
    """The folder of the check, which is made anew."""
    (folder,) = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True)
    return folder


def run(program, *words, cwd, env=None):
    """Exit status and outputs of a program that nobody can type to."""
    command = [*([program] if isinstance(program, str) else program), *map(str, words)]
    done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE,
                          env={**os.environ, **(env or {})})
    # What wine says of itself is nothing of ours; of a program that it had to end the status tells.
    errors = b"".join(line for line in done.stderr.splitlines(keepends=True) if not line.startswith(b"wine: "))
    return done.returncode, done.stdout, errors


def at_windows(path):
    """A path as Windows has it: wine shows the root of this system as Z:."""
    return "Z:" + str(path).replace("/", "\\")


def returns(folder, *names):
    """A folder of returned workbooks."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or sorted(os.listdir(RETURNED)):
        shutil.copy(RETURNED / name, folder / name)
    return folder


def tree(folder):
    """What is below a folder, by path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def expect(what, found, expected):
    """Ends the check where something is not as it should be."""
    if found == expected:
        return
    if isinstance(found, dict) and isinstance(expected, dict):
        names = sorted({*found, *expected})
        sys.exit(f"{what}: {[name for name in names if found.get(name) != expected.get(name)]}")
    if isinstance(found, str) and isinstance(expected, str):
        pairs = itertools.zip_longest(found.splitlines(), expected.splitlines())
        found, expected = next(pair for pair in pairs if pair[0] != pair[1])
    sys.exit(f"{what}:\n  found    {found!r}\n  expected {expected!r}")


def demand(what, holds, shown=""):
    """The same of what is either so or not."""
    if not holds:
        sys.exit(f"{what}: {shown!r}")
