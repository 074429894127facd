"""docs/families.md: prose by hand, tables between marks."""
from pathlib import Path

from .tables import TABLES

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "families.md"
PICTURES = ROOT / "docs" / "bench" / "families"
END = "<!-- end -->"


def begin(name):
    return f"<!-- table: {name} -->"


def filled(text, book):
    """The text with every table written anew. Raises ValueError for a mark without end and for an unknown table."""
    done, rest = [], text
    while "<!-- table: " in rest:
        before, rest = rest.split("<!-- table: ", 1)
        name, rest = rest.split(" -->", 1)
        if name not in TABLES:
            raise ValueError(f"table: {name!r} (expected: one of {sorted(TABLES)})")
        if END not in rest:
            raise ValueError(f"table: {name!r} has no end (expected: {END!r} after it)")
        rest = rest.split(END, 1)[1]
        done.append(f"{before}{begin(name)}\n{TABLES[name](book)}\n{END}")
    return "".join(done) + rest
