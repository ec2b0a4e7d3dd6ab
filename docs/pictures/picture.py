"""A small picture: read from a PPM, its white border cut off, joined with others, written as a PNG."""
import re
import struct
import zlib

# Pixels of white that stay around a picture, and of grey between pictures that are joined.
BORDER, GAP = 10, 6
# Few steps of each colour are enough for words and lines and make the file small; light grounds are told apart by more.
LIGHT = 200
STEPS = bytes(round(value / 5) * 5 if value > LIGHT else round(value / 40) * 40 for value in range(256))
WHITE, GREY = b"\xff\xff\xff", b"\xbb\xbb\xbb"
# Colours that a PNG can name by one byte.
COLOURS = 256


def rows_of(ppm):
    """The rows of a binary PPM, each three bytes a pixel."""
    header = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", ppm)
    width = int(header[1]) * 3
    pixels = ppm[header.end() :].translate(STEPS)
    return [pixels[at : at + width] for at in range(0, len(pixels), width)]


def cropped(rows):
    """The rows without the white around what is drawn, but for a narrow border."""
    blank = b"\xff" * len(rows[0])
    drawn = [number for number, row in enumerate(rows) if row != blank]
    top, bottom = drawn[0], drawn[-1]
    left = min(len(row) - len(row.lstrip(b"\xff")) for row in rows[top : bottom + 1]) // 3
    right = max(len(row.rstrip(b"\xff")) for row in rows[top : bottom + 1]) // 3 + 1
    inner = [row[left * 3 : right * 3] for row in rows[top : bottom + 1]]
    beside, above = WHITE * BORDER, [WHITE * (len(inner[0]) // 3 + BORDER * 2)] * BORDER
    return [*above, *(beside + row + beside for row in inner), *above]


def joined(pages, across):
    """Pictures beside one another, so many across, on grey."""
    width, height = max(len(page[0]) for page in pages) // 3, max(len(page) for page in pages)
    gap = GREY * GAP
    rows = []
    for first in range(0, len(pages), across):
        line = pages[first : first + across]
        if first:
            rows += [b""] * GAP
        for number in range(max(len(page) for page in line) if len(pages) <= across else height):
            rows.append(gap.join(row_of(page, number, width) for page in line))
    whole = max(map(len, rows))
    return [row + GREY * ((whole - len(row)) // 3) for row in rows]


def row_of(page, number, width):
    """A row of a picture, made as wide as the others."""
    row = page[number] if number < len(page) else b""
    return row + GREY * (width - len(row) // 3)


def png(rows):
    """A PNG (RFC 2083) that names its colours."""
    pixels = [memoryview(row).cast("B") for row in rows]
    names = {}
    lines = []
    for row in pixels:
        line = bytearray(1)
        for at in range(0, len(row), 3):
            line.append(names.setdefault(bytes(row[at : at + 3]), len(names)))
            if len(names) > COLOURS:
                raise ValueError("more colours than a PNG can name")
        lines.append(bytes(line))
    head = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 3, 0, 0, 0)
    body = zlib.compress(b"".join(lines), 9)
    parts = chunk(b"IHDR", head) + chunk(b"PLTE", b"".join(names)) + chunk(b"IDAT", body)
    return b"\x89PNG\r\n\x1a\n" + parts + chunk(b"IEND", b"")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
