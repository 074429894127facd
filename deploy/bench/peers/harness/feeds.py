"""Which processes of a peer feed which GPU, where not the bench but the peer decides that."""
import os
from functools import lru_cache
from pathlib import Path

from dispatch import machine

from .peer import until


@lru_cache(maxsize=1)
def tell(folder, gpu):
    """Keeps in a file of this process which GPU it feeds; writes where it is not the one of the call before."""
    (Path(folder) / str(os.getpid())).write_text(str(gpu))


def feeding(folder, gpu):
    """Ids of the processes below this one that feed a GPU."""
    told = {pid: Path(folder) / str(pid) for pid in machine.children(os.getpid())}
    return [pid for pid, file in told.items() if file.exists() and file.read_text() == str(gpu)]


def kill(pids):
    """Returns once all are dead, and their parent knows it."""
    for pid in pids:
        machine.kill(pid)
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
