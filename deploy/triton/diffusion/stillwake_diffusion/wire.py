"""Messages between the models of a family and their engine, over a Unix socket that only their own user can open.

A message is a head (JSON) and the arrays that it announces, as raw bytes; nothing is unpickled.
"""

import json
import os
import stat
from multiprocessing.connection import Client, Listener
from pathlib import Path

import numpy

# Of a Unix socket's address on Linux, with its closing zero.
LONGEST_ADDRESS = 108
GONE = (EOFError, OSError)


class EngineGone(Exception):
    """There is nobody at the other end any more."""


def private_folder(path):
    """Makes a folder that only its owner can enter. Raises PermissionError where somebody else's is there."""
    path = Path(path)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    seen = os.lstat(path)
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != os.getuid():
        raise PermissionError(
            f"run_dir: '{path}' belongs to user {seen.st_uid} (expected: a folder of user {os.getuid()})"
        )
    os.chmod(path, 0o700)
    return path


def address(folder):
    """The socket in a folder. Raises ValueError where its path is too long for one."""
    path = os.fspath(Path(folder) / "engine")
    if len(os.fsencode(path)) >= LONGEST_ADDRESS:
        raise ValueError(
            f"run_dir: '{folder}' is too long for a socket (expected: at most {LONGEST_ADDRESS - 8} bytes)"
        )
    return path


def listen(folder):
    path = address(private_folder(folder))
    if os.path.lexists(path):
        os.unlink(path)
    return Listener(path, family="AF_UNIX", backlog=32)


def connect(folder):
    """Raises EngineGone where nobody listens."""
    try:
        return Client(address(folder), family="AF_UNIX")
    except OSError as failure:
        raise EngineGone(f"nobody listens in '{folder}'") from failure


def send(connection, head, arrays=None):
    """arrays: dict of name to array. Raises EngineGone."""
    arrays = {name: numpy.ascontiguousarray(array) for name, array in (arrays or {}).items()}
    announced = [[name, array.dtype.str, array.shape] for name, array in arrays.items()]
    try:
        connection.send_bytes(json.dumps({**head, "arrays": announced}).encode())
        for array in arrays.values():
            if array.size:
                connection.send_bytes(array.reshape(-1).view(numpy.uint8))
    except GONE as failure:
        raise EngineGone(str(failure)) from failure


def receive(connection):
    """(head, arrays). Waits. Raises EngineGone."""
    try:
        head = json.loads(connection.recv_bytes())
        arrays = {}
        for name, dtype, shape in head.pop("arrays"):
            dtype = numpy.dtype(dtype)
            data = connection.recv_bytes() if 0 not in shape else b""
            arrays[name] = numpy.frombuffer(data, dtype).reshape(shape)
    except GONE as failure:
        raise EngineGone(str(failure)) from failure
    return head, arrays
