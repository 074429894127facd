"""CPU of processes and of all their children, from /proc."""
import os

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def table():
    """{pid: (parent, ticks of its own, ticks of children that have ended)} of all processes."""
    found = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                with open(f"/proc/{entry.name}/stat") as stat:
                    # The name in brackets may hold anything.
                    fields = stat.read().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            own, ended = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
            found[int(entry.name)] = int(fields[1]), own, ended
    return found


def trees(roots):
    """{root: milliseconds} that each root and its descendants have used, as often as a root is in no other's tree."""
    processes = table()
    used = dict.fromkeys(roots, 0)
    for pid, (_, own, ended) in processes.items():
        root = pid
        while root in processes and root not in used:
            root = processes[root][0]
        if root in used:
            used[root] += (own + ended) * TICK_MS
    return used
