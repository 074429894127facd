"""Dispatch measured.

    python3 -m dispatch report RUNS_DIR --out DIR   write dispatch.md, dispatch.json and dispatch/*.svg
    python3 -m dispatch show RUN_DIR                print the numbers of one run

Run it in deploy/bench. A run is a folder with run.json, gpu-*.jsonl, work.jsonl and cpu.json, and events.json where something was killed.
"""
import argparse
import json
import sys
from pathlib import Path

from . import logs, measures, page, study

BENCH = Path(__file__).resolve().parents[3] / "docs" / "bench"


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="dispatch", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    report = verbs.add_parser("report", help="write the page, the data and the pictures")
    report.add_argument("runs", type=Path)
    report.add_argument("--out", type=Path, default=BENCH, help="folder (default: docs/bench)")
    report.add_argument("--goals", type=Path, default=study.HERE / "goals.toml", help="default: %(default)s")
    verbs.add_parser("show", help="print the numbers of one run").add_argument("run", type=Path)
    chosen = parser.parse_args(arguments)
    if chosen.verb == "show":
        print(json.dumps(measures.measure(logs.read(chosen.run)), indent=1))
        return 0
    from . import plots
    found = study.read(chosen.runs, chosen.goals)
    page.write(found, chosen.out, plots.draw(found, chosen.out / "dispatch"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
