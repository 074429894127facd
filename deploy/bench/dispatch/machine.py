"""What processes cost, and what they ran on. Linux."""
import os
import platform
import signal
from pathlib import Path

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def cpu_ms(pid):
    """CPU time of a process and of its children that have ended, in ms; 0 where there is no such process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:15])) * TICK_MS


def children(pid):
    """The process and all that it started, as far as they live."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in task.read_text().split():
                found += children(int(child))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def tree_ms(pid):
    """CPU time of a process and of all that it started, living and ended, in ms."""
    return sum(map(cpu_ms, children(pid)))


def description():
    """What the numbers were measured on, for the page."""
    cpu = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), platform.machine())
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1048576
    return f"{os.cpu_count()} x {cpu}, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def stolen_ms():
    """CPU time that the hypervisor gave to others, in ms since the machine's start."""
    return int(Path("/proc/stat").read_text().split()[8]) * TICK_MS


def load():
    """The load average of the last minute."""
    return os.getloadavg()[0]


def kill(pid):
    """SIGKILL."""
    os.kill(pid, signal.SIGKILL)
