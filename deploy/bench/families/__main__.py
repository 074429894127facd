"""Model families on paper.

    python3 -m families show NAME      print a table (run in deploy/bench)
    python3 -m families tables         write the tables of docs/families.md
    python3 -m families plots          draw docs/bench/families/*.svg (needs matplotlib)
    python3 -m families check          status 1 where docs/families.md is not what figures.toml gives

What it reads is figures.toml beside it: published figures with their sources, families and parameters. Another file is
taken with --figures, to see what your own numbers give.
"""
import argparse
import sys
from pathlib import Path

from . import figures, page
from .tables import TABLES


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="families", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=Path, default=figures.HERE / "figures.toml",
                        help="what to read (default: %(default)s)")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("show", help="print a table").add_argument("name", choices=TABLES)
    verbs.add_parser("tables", help="write the tables of docs/families.md")
    verbs.add_parser("plots", help="draw docs/bench/families/*.svg")
    verbs.add_parser("check", help="is docs/families.md up to date?")
    chosen = parser.parse_args(arguments)
    book = figures.read(chosen.figures)
    if chosen.verb == "show":
        print(TABLES[chosen.name](book))
    elif chosen.verb == "tables":
        page.PAGE.write_text(page.filled(page.PAGE.read_text(), book))
    elif chosen.verb == "plots":
        from . import plots
        plots.draw(book, page.PICTURES)
    elif page.filled(page.PAGE.read_text(), book) != page.PAGE.read_text():
        print("docs/families.md: its tables are not what figures.toml gives (expected: python3 -m families tables)",
              file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
