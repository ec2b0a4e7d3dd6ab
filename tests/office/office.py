"""A LibreOffice of our own, and what the checks ask of it. Needs the system's Python, which has `uno`."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet.FormulaResult import VALUE

# Half a minute is enough for the slowest start that was seen (a cold cache, two busy cores: 14 s).
START_ATTEMPTS = 120
START_PAUSE = 0.25
# The kinds of contents that `queryContentCells` can be asked for (com.sun.star.sheet.CellFlags).
VALUES, DATES, STRINGS, FORMULAS = 1, 2, 4, 16

FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xls": "MS Excel 97",
    "ods": "calc8",
    "pdf": "calc_pdf_Export",
}

# A Chinese system; every file is recalculated when it is opened; no macros; no lock files beside the files.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>zh-CN</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseDocumentOOoLockFile" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseLocking" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def properties(**values):
    """Arguments as UNO wants them."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def url(path):
    """The address of a file."""
    return uno.systemPathToFileUrl(os.path.abspath(path))


class Office:
    """A running LibreOffice with a profile of its own; ends with the `with` block."""

    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="xlcheck-office-")
        os.makedirs(f"{self.profile}/user")
        with open(f"{self.profile}/user/registrymodifications.xcu", "w", encoding="utf-8") as file:
            file.write(PROFILE)
        pipe = f"xlcheck{os.getpid()}"
        self.process = subprocess.Popen(
            [
                "soffice", "--headless", "--invisible", "--norestore", "--nologo", "--nodefault",
                f"-env:UserInstallation=file://{self.profile}", f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(os.environ, LC_ALL="C.UTF-8", SAL_USE_VCLPLUGIN="svp"),
            start_new_session=True,
        )
        context = self._connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        services = context.ServiceManager
        self.desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)

    def _connect(self, address):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(START_ATTEMPTS):
            try:
                return resolver.resolve(address)
            except Exception:  # not listening yet
                time.sleep(START_PAUSE)
        self.close()
        sys.exit("LibreOffice did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends the process and removes its profile."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, path, hidden=True, **more):
        """Opens a file; recalculates it."""
        document = self.desktop.loadComponentFromURL(
            url(path), "_blank", 0, properties(Hidden=hidden, MacroExecutionMode=0, UpdateDocMode=0, **more)
        )
        if document is None:
            raise OSError(f"LibreOffice cannot open {path}")
        document.calculateAll()
        return document

    def save(self, document, path):
        """Saves a copy in the format that the name's ending says."""
        ending = path.rsplit(".", 1)[-1]
        document.storeToURL(url(path), properties(FilterName=FILTERS[ending], Overwrite=True))


def sheets(document):
    """The sheets in their order."""
    return [document.Sheets.getByIndex(index) for index in range(document.Sheets.Count)]


def address(column, row):
    """`A1` of column and row from zero."""
    letters, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def cells(sheet, kinds):
    """Every cell of a sheet with contents of these kinds."""
    for area in sheet.queryContentCells(kinds).RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                yield address(column, row), sheet.getCellByPosition(column, row)


def result(cell):
    """The result of a formula: a number, a text, or an error such as `#VALUE!`."""
    if cell.getError():
        return cell.String
    return cell.Value if cell.FormulaResultType2 == VALUE else cell.String


def at(document, place):
    """The cell of a place such as `收支情况!B6`."""
    sheet, cell = place.rsplit("!", 1)
    return document.Sheets.getByName(sheet.strip("'")).getCellRangeByName(cell)
