"""Weights from a real MinIO, through a gate that can be closed in the middle of a file."""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import boto3
import numpy
import pytest

from stillwake_diffusion import fetch, hashes
from stillwake_diffusion.fetch import FetchFailed

from .triton import free_ports, until

PACKAGE = Path(__file__).resolve().parent.parent
KEYS = {
    "AWS_ACCESS_KEY_ID": "stillwake",
    "AWS_SECRET_ACCESS_KEY": "stillwake-test",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
}
LARGE = 24 * 2**20
FILES = {
    "model_index.json": b'{"_class_name": "WanPipeline"}',
    "vae/config.json": b"{}",
    "transformer/model.safetensors": numpy.random.Generator(numpy.random.Philox(1)).bytes(LARGE),
}


def sums(files):
    lines = [f"{hashlib.sha256(data).hexdigest()}  ./{name}" for name, data in files.items()]
    return "\n".join(lines).encode() + b"\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    cache = Path(os.environ.get("STILLWAKE_CACHE", Path.home() / ".cache/stillwake"))
    programs = sorted(cache.glob("minio-*/minio"))
    assert programs, f"no MinIO in '{cache}' (expected: deploy/real/install to have run)"
    port, folder = free_ports(1)[0], tmp_path_factory.mktemp("minio")
    environment = {
        **os.environ,
        "MINIO_ROOT_USER": KEYS["AWS_ACCESS_KEY_ID"],
        "MINIO_ROOT_PASSWORD": KEYS["AWS_SECRET_ACCESS_KEY"],
    }
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen(
            [str(programs[-1]), "server", str(folder / "data"), "--address", f"127.0.0.1:{port}"],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        until(lambda: listens(port), f"MinIO, log in {folder / 'log'}")
        yield port
    finally:
        server.kill()
        server.wait()


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def store(port, monkeypatch):
    """A client of a MinIO whose bucket `weights` holds FILES under `wan/`; the address is in the environment."""
    for name, value in {**KEYS, "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{port}"}.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    with contextlib.suppress(client.exceptions.BucketAlreadyOwnedByYou):
        client.create_bucket(Bucket="weights")
    for name, data in {**FILES, hashes.SUMS: sums(FILES)}.items():
        client.put_object(Bucket="weights", Key=f"wan/{name}", Body=data)
    return client


class Gate:
    """Lets so many bytes through from a server, and then none."""

    def __init__(self, port, most):
        self.port, self.left = port, most
        self.listener = socket.create_server(("127.0.0.1", free_ports(1)[0]))
        self.address = "http://127.0.0.1:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                client = self.listener.accept()[0]
                server = socket.create_connection(("127.0.0.1", self.port))
                threading.Thread(target=self.pass_on, args=(client, server, False), daemon=True).start()
                threading.Thread(target=self.pass_on, args=(server, client, True), daemon=True).start()

    def pass_on(self, source, target, counted):
        with contextlib.suppress(OSError):
            while (not counted or self.left > 0) and (data := source.recv(65536)):
                self.left -= len(data) if counted else 0
                target.sendall(data)


def read(folder):
    return {name: (folder / name).read_bytes() for name in FILES}


def test_weights_arrive_whole_and_only_once(store, tmp_path, capsys):
    folder = fetch.local("s3://weights/wan", tmp_path)
    assert folder == tmp_path / "weights" / "wan"
    assert read(folder) == FILES and (folder / fetch.COMPLETE).exists()
    assert "0.02 of 0.02 GiB, complete" in capsys.readouterr().err
    fetch.local("s3://weights/wan/", tmp_path)
    assert capsys.readouterr().err == ""


def test_a_killed_download_goes_on_where_it_was(store, port, tmp_path):
    gate = Gate(port, most=LARGE // 2)
    command = [sys.executable, "-m", "stillwake_diffusion.fetch", "s3://weights/wan", str(tmp_path)]
    environment = {**os.environ, "AWS_ENDPOINT_URL_S3": gate.address, "PYTHONPATH": str(PACKAGE)}
    first = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    until(
        lambda: any(part.stat().st_size >= fetch.PIECE for part in tmp_path.rglob("*.part")), "a part of the large file"
    )
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert not (tmp_path / fetch.COMPLETE).exists() and not (tmp_path / "transformer/model.safetensors").exists()
    begun = next(tmp_path.rglob("*.part")).stat().st_size
    second = subprocess.run(
        command, env=dict(os.environ) | {"PYTHONPATH": str(PACKAGE)}, stderr=subprocess.PIPE, text=True, check=True
    )
    assert f"transformer/model.safetensors: goes on at byte {begun} of {LARGE}" in second.stderr
    assert read(tmp_path) == FILES and (tmp_path / fetch.COMPLETE).exists()
    assert not list(tmp_path.rglob("*.part"))


def test_a_wrong_hash_is_told_and_nothing_is_complete(store, tmp_path):
    store.put_object(Bucket="weights", Key="wan/vae/config.json", Body=b"{ }")
    with pytest.raises(
        FetchFailed,
        match=r"'vae/config.json' of s3://weights/wan/ has SHA-256 \w{64} \(expected: \w{64}, of SHA256SUMS\)",
    ):
        fetch.fetch("s3://weights/wan", tmp_path)
    assert not (tmp_path / fetch.COMPLETE).exists() and not (tmp_path / "vae/config.json").exists()
    store.put_object(Bucket="weights", Key="wan/vae/config.json", Body=FILES["vae/config.json"])
    fetch.fetch("s3://weights/wan", tmp_path)
    assert read(tmp_path) == FILES


def test_other_weights_at_the_same_address_are_fetched_again(store, tmp_path):
    fetch.fetch("s3://weights/wan", tmp_path)
    changed = FILES | {"vae/config.json": b'{"z_dim": 16}'}
    store.put_object(Bucket="weights", Key="wan/vae/config.json", Body=changed["vae/config.json"])
    store.put_object(Bucket="weights", Key=f"wan/{hashes.SUMS}", Body=sums(changed))
    fetch.fetch("s3://weights/wan", tmp_path)
    assert read(tmp_path) == changed


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            b"abc  model_index.json\n",
            r"SHA256SUMS: line 1 is 'abc  model_index.json' \(expected: a hash, two spaces and a path\)",
        ),
        (
            b"0" * 64 + b"  ../../etc/passwd\n",
            r"SHA256SUMS: path '../../etc/passwd' \(expected: one inside the folder\)",
        ),
        (
            b"0" * 64 + b"  missing.bin\n",
            r"'missing.bin' and 0 others are not in s3://weights/wan/ \(expected: all files of SHA256SUMS\)",
        ),
        (b"", r"SHA256SUMS: empty \(expected: a line per file\)"),
    ],
)
def test_sums_that_cannot_be_trusted_are_refused(store, tmp_path, body, message):
    store.put_object(Bucket="weights", Key=f"wan/{hashes.SUMS}", Body=body)
    with pytest.raises(FetchFailed, match=message):
        fetch.fetch("s3://weights/wan", tmp_path)


def test_a_place_without_sums_is_refused(store, tmp_path):
    with pytest.raises(FetchFailed, match=r"no 'SHA256SUMS' in s3://weights/nothing/ \(expected: one; see fetch.md\)"):
        fetch.fetch("s3://weights/nothing", tmp_path)
    with pytest.raises(FetchFailed, match=r"s3://absent/wan': .*NoSuchBucket"):
        fetch.fetch("s3://absent/wan", tmp_path)


def test_no_other_kind_of_address_is_followed(tmp_path):
    with pytest.raises(
        ValueError,
        match=r"weights: 'Wan-AI/Wan2.2' is no folder \(expected: weights in diffusers' layout, or s3://bucket/prefix\)",
    ):
        fetch.local("Wan-AI/Wan2.2", tmp_path)
