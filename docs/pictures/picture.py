"""A small picture: read from a PPM, its white border cut off, written as a PNG."""
import re
import struct
import zlib

# Pixels of white that stay around a picture.
BORDER = 10
# Fifty-one steps of each colour are enough for words and lines, and make the file small.
STEPS = bytes(round(value / 5) * 5 for value in range(256))
WHITE = 255


def rows_of(ppm):
    """The rows of a binary PPM, each three bytes a pixel."""
    header = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", ppm)
    width = int(header[1]) * 3
    pixels = ppm[header.end() :].translate(STEPS)
    return [pixels[at : at + width] for at in range(0, len(pixels), width)]


def cropped(rows):
    """The rows without the white around what is drawn, but for a narrow border."""
    blank = bytes([WHITE]) * len(rows[0])
    drawn = [number for number, row in enumerate(rows) if row != blank]
    top, bottom = drawn[0], drawn[-1]
    left = min(len(row) - len(row.lstrip(b"\xff")) for row in rows[top : bottom + 1]) // 3
    right = max(len(row.rstrip(b"\xff")) for row in rows[top : bottom + 1]) // 3 + 1
    inner = [row[left * 3 : right * 3] for row in rows[top : bottom + 1]]
    beside, above = bytes([WHITE]) * (BORDER * 3), [bytes([WHITE]) * (len(inner[0]) + BORDER * 6)] * BORDER
    return [*above, *(beside + row + beside for row in inner), *above]


def png(rows):
    """A PNG (RFC 2083) of eight bits a colour."""
    head = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
