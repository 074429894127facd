"""The logs that a page was made of, beside it."""
import tarfile

FILES = ("run.json", "work.jsonl", "films.jsonl", "gpu-*.jsonl", "cpu.json", "events.json", "measured.json")
# Ids do not compress: the logs of a larger run would be most of the archive.
MOST_WORKS = 9_000


def write(study, path):
    """All logs of the runs that are not too large, under <scenario>/<system>-<repeat>; the same logs give the same bytes."""
    # The ids of a list come again with each system that plays it, megabytes apart.
    with tarfile.open(path, "w:xz", preset=9) as archive:
        for run in study.runs:
            if run.numbers["works"] > MOST_WORKS:
                continue
            name = f"{run.about['scenario']}/{run.folder.name}"
            for log in sorted(log for pattern in FILES for log in run.folder.glob(pattern)):
                archive.add(log, f"{name}/{log.name}", filter=plain)


def plain(entry):
    """Without whose it is and when it was written."""
    entry.mtime = entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
