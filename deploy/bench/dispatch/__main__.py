"""Dispatch measured.

    python3 -m dispatch run [--quick]               run scenarios, then write the page of them
    python3 -m dispatch report RUNS_DIR --out DIR   write dispatch.md, dispatch.json, dispatch/*.svg and the logs
    python3 -m dispatch show RUN_DIR                print the numbers of one run

Run it in deploy/bench. A run is a folder with run.json, gpu-*.jsonl, work.jsonl and cpu.json, events.json where something was killed,
and films.jsonl where uploads were played.
"""
import argparse
import json
import sys
import time
from pathlib import Path

from . import archive, logs, measures, page, play, scenarios, study, systems

BENCH = Path(__file__).resolve().parents[3] / "docs" / "bench"
COMMAND = " ".join(["deploy/bench/run", *sys.argv[2:]])


def with_peers(names):
    """Names of the scenarios in which peers run: none without the option, all where it names none."""
    if names is None:
        return set()
    return {s.name for s in (scenarios.chosen(names) if names else scenarios.ALL) if s.peers}


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="dispatch", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    running = verbs.add_parser("run", help="run scenarios, then write the page of them")
    running.add_argument("--quick", action="store_true", help=f"only {', '.join(scenarios.QUICK)}, once each")
    running.add_argument("--only", nargs="+", metavar="SCENARIO", help="only these")
    running.add_argument("--peers", nargs="*", metavar="SCENARIO",
                         help="the peers beside us, on the same virtual GPUs (default: in all scenarios that have any)")
    running.add_argument("--repeats", type=int, help="of every scenario (default: its own)")
    running.add_argument("--warm-ups", type=int, help="lists to play first on each stack, at most (default: 60; quick: 2)")
    running.add_argument("--runs", type=Path, help="folder of the raw logs (default: a new one under target/runs)")
    running.add_argument("--out", type=Path, default=BENCH, help="folder of the page (default: docs/bench)")
    running.add_argument("--goals", type=Path, default=study.HERE / "goals.toml", help="default: %(default)s")
    report = verbs.add_parser("report", help="write the page, the data and the pictures")
    report.add_argument("runs", type=Path)
    report.add_argument("--out", type=Path, default=BENCH, help="folder (default: docs/bench)")
    report.add_argument("--goals", type=Path, default=study.HERE / "goals.toml", help="default: %(default)s")
    verbs.add_parser("show", help="print the numbers of one run").add_argument("run", type=Path)
    chosen = parser.parse_args(arguments)
    if chosen.verb == "show":
        print(json.dumps(measures.measure(logs.read(chosen.run)), indent=1))
        return 0
    status = 0
    if chosen.verb == "run":
        chosen.runs = chosen.runs or systems.BENCH / "target" / "runs" / time.strftime("%Y%m%d-%H%M%S")
        names = chosen.only or (scenarios.QUICK if chosen.quick else [each.name for each in scenarios.ALL])
        repeats = chosen.repeats or (1 if chosen.quick else None)
        warm_ups = chosen.warm_ups if chosen.warm_ups is not None else 2 if chosen.quick else 60
        try:
            todo, beside = scenarios.chosen(names), with_peers(chosen.peers)
        except ValueError as unknown:
            parser.error(str(unknown))
        status = min(1, play.run(todo, beside, repeats, warm_ups, chosen.runs.resolve(), COMMAND))
    from . import plots
    found = study.read(chosen.runs, chosen.goals)
    page.write(found, chosen.out, plots.draw(found, chosen.out / "dispatch"))
    archive.write(found, chosen.out / "dispatch" / "logs.tar.xz")
    return status


if __name__ == "__main__":
    sys.exit(main())
