"""Brings weights from an S3 store into a folder: python -m stillwake_diffusion.fetch s3://BUCKET/PREFIX FOLDER

Only from a store of the operator's own, never from a hub. Under the prefix lie a family's files in diffusers' layout
and their SHA256SUMS. A file gets its name when its hash is right, the folder its `.complete` when all files have; what
an ended run has left is gone on with. Access keys and endpoint are those of every AWS program (AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL_S3).
"""

import argparse
import fcntl
import hashlib
import shutil
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from . import hashes

COMPLETE = ".complete"
PIECE = 4 * 2**20
FILES_AT_ONCE = 4
SAY_SECONDS = 5


class FetchFailed(Exception):
    """The message says which file and what was expected of it."""


def local(weights, cache):
    """The folder of some weights: as it is, or of an s3:// address, fetched into `cache` first. Raises ValueError."""
    if not weights.startswith("s3://"):
        if not Path(weights).is_dir():
            raise ValueError(
                f"weights: '{weights}' is no folder (expected: weights in diffusers' layout, or s3://bucket/prefix)"
            )
        return Path(weights)
    try:
        return fetch(weights, Path(cache, *weights.removeprefix("s3://").strip("/").split("/")))
    except FetchFailed as failure:
        raise ValueError(str(failure)) from failure


def fetch(address, folder, client=None):
    """Returns the folder, complete. Raises FetchFailed."""
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    if not address.startswith("s3://") or not bucket:
        raise FetchFailed(f"weights: '{address}' (expected: s3://bucket/prefix)")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    store = Store(
        client or boto3.client("s3", config=Config(retries={"mode": "standard", "max_attempts": 5})),
        bucket,
        prefix.strip("/"),
    )
    with alone(folder):
        try:
            bring(store, folder)
        except (BotoCoreError, ClientError) as failure:
            raise FetchFailed(f"weights: '{address}': {failure} (expected: to list and get objects there)") from failure
    return folder


class Store:
    """The objects under one prefix, by their names after it."""

    def __init__(self, client, bucket, prefix):
        self.client, self.bucket, self.prefix = client, bucket, prefix + "/" if prefix else ""

    def __str__(self):
        return f"s3://{self.bucket}/{self.prefix}"

    def sizes(self):
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        return {
            entry["Key"].removeprefix(self.prefix): entry["Size"]
            for page in pages
            for entry in page.get("Contents", [])
        }

    def get(self, name, begin=0):
        """A stream from a byte on."""
        part = {"Range": f"bytes={begin}-"} if begin else {}
        return self.client.get_object(Bucket=self.bucket, Key=self.prefix + name, **part)["Body"]


def bring(store, folder):
    sizes = store.sizes()
    if hashes.SUMS not in sizes:
        raise FetchFailed(f"weights: no '{hashes.SUMS}' in {store} (expected: one; see fetch.md)")
    sums = store.get(hashes.SUMS).read()
    mark = hashlib.sha256(sums).hexdigest()
    complete = folder / COMPLETE
    if complete.exists() and complete.read_text().strip() == mark:
        return
    complete.unlink(missing_ok=True)
    try:
        wanted = hashes.parse(sums.decode())
    except ValueError as failure:
        raise FetchFailed(f"weights: {store}{failure}") from failure
    missing = sorted(name for name in wanted if name not in sizes)
    if missing:
        raise FetchFailed(
            f"weights: '{missing[0]}' and {len(missing) - 1} others are not in {store}"
            f" (expected: all files of {hashes.SUMS})"
        )
    told = Told(sum(sizes[name] for name in wanted))
    require_room(folder, {name: sizes[name] for name in wanted})
    with ThreadPoolExecutor(FILES_AT_ONCE) as pool:
        for done in [pool.submit(bring_file, store, folder, name, wanted[name], sizes[name], told) for name in wanted]:
            done.result()
    for part in folder.rglob("*.part"):
        part.unlink()
    (folder / hashes.SUMS).write_bytes(sums)
    complete.write_text(mark + "\n")
    told.say("complete")


def bring_file(store, folder, name, expected, size, told):
    target, part = folder / name, folder / f"{name}.{expected[:16]}.part"
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and hashes.of(target) == expected:
        told.add(size, name)
        return
    found = hashlib.sha256()
    with open(part, "ab+") as file:
        file.seek(0)
        while piece := file.read(PIECE):
            found.update(piece)
            told.add(len(piece), name)
        begin = file.tell()
        if 0 < begin < size:
            told.say(f"{name}: goes on at byte {begin} of {size}")
        if begin < size:
            file.seek(0, 2)
            for piece in store.get(name, begin).iter_chunks(PIECE):
                file.write(piece)
                found.update(piece)
                told.add(len(piece), name)
    if found.hexdigest() != expected:
        part.unlink()
        raise FetchFailed(
            f"weights: '{name}' of {store} has SHA-256 {found.hexdigest()} (expected: {expected}, of {hashes.SUMS})"
        )
    part.replace(target)


def require_room(folder, sizes):
    here = sum(size for name, size in sizes.items() if (folder / name).exists())
    here += sum(part.stat().st_size for part in folder.rglob("*.part"))
    needed, there = sum(sizes.values()) - here, shutil.disk_usage(folder).free
    if needed > there:
        raise FetchFailed(f"weights: '{folder}' has {there // 2**20} MiB of room (expected: {needed // 2**20} MiB)")


class Told:
    """A line about every five seconds, for a person or a log."""

    def __init__(self, total):
        self.total, self.done, self.next = total, 0, 0.0
        self.lock = threading.Lock()

    def add(self, count, name):
        with self.lock:
            self.done += count
            due = time.monotonic() >= self.next
            if due:
                self.next = time.monotonic() + SAY_SECONDS
        if due:
            self.say(name)

    def say(self, words):
        print(f"weights: {self.done / 2**30:.2f} of {self.total / 2**30:.2f} GiB, {words}", file=sys.stderr, flush=True)


@contextmanager
def alone(folder):
    """Pods that share a volume do not write into one another's files."""
    with open(folder / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(words=None):
    parser = argparse.ArgumentParser(
        prog="python -m stillwake_diffusion.fetch", description=__doc__.splitlines()[0].split(":")[0] + "."
    )
    parser.add_argument("address", metavar="s3://BUCKET/PREFIX", help="where the files and their SHA256SUMS lie")
    parser.add_argument("folder", metavar="FOLDER", help="where they go")
    given = parser.parse_args(words)
    try:
        print(fetch(given.address, given.folder))
    except (FetchFailed, OSError) as failure:
        sys.exit(f"fetch: {failure}")


if __name__ == "__main__":
    main()
