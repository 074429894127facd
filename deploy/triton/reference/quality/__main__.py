"""How good the reference family is: judges clips and styles and writes a table, contact sheets and films.

    python -m quality FOLDER             about half an hour on one core
    python -m quality --quick FOLDER     four clips at half the pixels, a few styles

The photographs come from packages (apt-get install mate-backgrounds plasma-workspace-wallpapers); one that is not there
is skipped. Leaves with status 1 where a bound is broken.
"""
import argparse
import sys
import time
from pathlib import Path

from . import report, sheets
from .cases import CASES, QUICK
from .films import judge
from .styles import judge_styles

FULL_PIXELS, QUICK_PIXELS = 393216, 196608


def main(arguments):
    arguments.folder.mkdir(parents=True, exist_ok=True)
    chosen = [c for c in CASES if (c.name in arguments.only if arguments.only else not arguments.quick or c.name in QUICK)]
    pixels, frame_count = (QUICK_PIXELS, 48) if arguments.quick else (FULL_PIXELS, 96)
    started, films, skipped = time.monotonic(), [], []
    for i, case in enumerate(chosen):
        print(f"[{i + 1}/{len(chosen)}] {case.name}: {', '.join(case.amounts)} ...", end=" ", flush=True)
        film = judge(case, pixels, frame_count, arguments.photos)
        if film is None:
            print(f"skipped: {case.source} is not installed (mate-backgrounds, plasma-workspace-wallpapers)")
            skipped.append(case.name)
            continue
        films.append(film)
        print(f"{'broken: ' + ', '.join(film.broken) if film.broken else 'good'}  ({time.monotonic() - started:.0f} s)", flush=True)
        sheets.sheet(sheets.strip(film.frames, 24), 3, 480).save(arguments.folder / f"{film.name}.png")
        sheets.save_film(arguments.folder / f"{film.name}.mp4", film.frames)
        report.write(arguments.folder, films, [], skipped)
    styles = [] if arguments.only else judge_styles(arguments.folder, arguments.quick, arguments.photos)
    broken = report.write(arguments.folder, films, styles, skipped)
    print((arguments.folder / "report.md").read_text())
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m quality", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the table, sheets and films go")
    parser.add_argument("--quick", action="store_true", help="fewer, smaller, shorter")
    parser.add_argument("--only", nargs="+", metavar="CASE", choices=[c.name for c in CASES], help="only these clips, and no styles")
    parser.add_argument("--photos", type=Path, metavar="FOLDER", help="photographs by their names instead of those of the packages")
    sys.exit(main(parser.parse_args()))
