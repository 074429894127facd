"""SHA256SUMS, as the program sha256sum writes it: of all files of some weights, by their paths in the folder."""

import hashlib
import re
from pathlib import PurePosixPath

SUMS = "SHA256SUMS"
LINE = re.compile(r"([0-9a-fA-F]{64}) [ *](?:\./)?(.+)")


def parse(text):
    """Hashes by path, in the order of the file. Raises ValueError for a line that is none or leads away."""
    found = {}
    for number, line in enumerate(filter(None, text.splitlines()), 1):
        match = LINE.fullmatch(line)
        if not match:
            raise ValueError(f"{SUMS}: line {number} is '{line[:80]}' (expected: a hash, two spaces and a path)")
        path = PurePosixPath(match[2])
        if path.is_absolute() or ".." in path.parts or "\\" in match[2]:
            raise ValueError(f"{SUMS}: path '{path}' (expected: one inside the folder)")
        found[str(path)] = match[1].lower()
    if not found:
        raise ValueError(f"{SUMS}: empty (expected: a line per file)")
    return found


def of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
