"""Consoles: what is read in them, and which of them wait before they close: console.py FOLDER

Wine draws a Windows console in the terminal it is started from; this is one of ours, and we read what is drawn.
"""
import os
import pty
import re
import select
import signal
import sys
import time

from programs import OURS, PATIENCE, WINDOWS, at_windows, demand, expect, returns, run, work

PROMPT = "按回车键关闭窗口……"
# What is asked in a folder in which there is nothing to do, and what is there when the answer was the same key.
OFFER = "在这里建立审核文件夹吗？"
LAID_OUT = ["使用说明.txt", "名单.xlsx", "审核设置.toml", "对照资料", "收件"]
# Seconds until somebody presses a key, and presses it again.
HESITATION = 1
CHECK = ["check", "收件", "--date", "2022-4-20", "--no-review"]
# Not written by us: where the cursor is, its look, colours.
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")


def typed(command, cwd):
    """What a console shows of a command, the exit status, and whether it waited for somebody to type."""
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(cwd)
        os.execvp(command[0], command)
    shown, waited, end = b"", None, time.monotonic() + PATIENCE
    while True:
        if time.monotonic() > end:
            os.kill(process, signal.SIGKILL)
            sys.exit(f"{command}: does not end after {ESCAPES.sub('', shown.decode())!r}")
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                piece = os.read(terminal, 1 << 16)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        # Keys that come before somebody reads them are lost to wine.
        so_far = ESCAPES.sub("", shown.decode(errors="replace"))
        if PROMPT in so_far or OFFER in so_far:
            waited = waited or time.monotonic()
            if time.monotonic() - waited > HESITATION:
                waited = time.monotonic()
                os.write(terminal, b"\r")
    _, status = os.waitpid(process, 0)
    shown = ESCAPES.sub("", shown.decode())
    return shown, os.waitstatus_to_exitcode(status), PROMPT in shown


def squeezed(text):
    """Words without where their lines end: a console is as wide as it is."""
    return "".join(text.split())


def main():
    folder = work()
    returns(folder / "收件", "04_合计不符.xlsx", "10_没有传完.xlsx")
    exe = at_windows(os.environ["WINDOWS"])
    _, expected, _ = run(OURS, *CHECK, cwd=folder)
    expected = expected.decode()

    # A window of its own, as after a double click: it is alone on its console.
    shown, status, waited = typed([*WINDOWS, *CHECK], folder)
    expect("a window of its own: status, and whether it waits", (status, waited), (1, True))
    expect("a window of its own: words", squeezed(shown), squeezed(expected + PROMPT))
    # In a folder of its own, for what is written there would be the earlier round of what is checked below.
    desk = folder / "空"
    desk.mkdir()
    shown, status, waited = typed(WINDOWS, desk)
    expect("without arguments: status, and whether it waits", (status, waited), (0, True))
    expect("without arguments: what is laid out", sorted(path.name for path in desk.iterdir()), LAID_OUT)

    # Behind a shell, whatever its code page: 936 is that of a Chinese Windows.
    for page in [936, 65001]:
        command = ["wine", "cmd", "/c", f"chcp {page} >nul & {exe} {' '.join(CHECK)}"]
        shown, _, waited = typed(command, folder)
        expect(f"code page {page}: whether it waits", waited, False)
        expect(f"code page {page}: words", squeezed(shown), squeezed(expected))
        # What is not shown but kept is UTF-8 whatever the page is.
        command[-1] += f" > {page}.txt"
        _, _, waited = typed(command, folder)
        expect(f"code page {page}, kept: whether it waits", waited, False)
        expect(f"code page {page}, kept", (folder / f"{page}.txt").read_bytes().decode(), expected)

    # The consoles of a Chinese Windows 7 have the letters of GBK.
    for words in [["--help"], ["check", "--help"], CHECK, ["template", "list"], ["explain", "SUM-03"]]:
        _, out, _ = run(OURS, *words, cwd=folder)
        foreign = {letter for letter in out.decode() if not encodes(letter)}
        expect(f"{words}: letters that GBK has not", foreign, set())
    print("consoles: read on code pages 936 and 65001; a window of its own waits, no other does")


def encodes(letter):
    try:
        letter.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


main()
