"""Redis as a queue is told to run it: each write in the append-only file, flushed each second."""
import os
from pathlib import Path

from .peer import free_port, listens, until

CACHE = Path(os.environ.get("STILLWAKE_CACHE", Path.home() / ".cache/stillwake"))
PROGRAMS = "peer-redis"


def start(peer):
    """The port of a Redis that this run started."""
    home, port, data = CACHE / PROGRAMS / "usr", free_port(), peer.out / "redis"
    data.mkdir(exist_ok=True)
    peer.keep("broker", "broker", "redis",
              [home / "bin/redis-server", "--bind", "127.0.0.1", "--port", port, "--dir", data, "--save", "",
               "--appendonly", "yes", "--appendfsync", "everysec"],
              LD_LIBRARY_PATH=str(home / "lib/x86_64-linux-gnu"))
    until(lambda: listens(port))
    return port
