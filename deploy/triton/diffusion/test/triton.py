"""The real Triton on the CPU, as deploy/real/install leaves it, on a model repository of a family."""

import contextlib
import ctypes
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

START = Path(__file__).resolve().parents[3] / "images/triton/start"
# From 32768 on the kernel gives ports to clients.
LOWEST, HIGHEST = 20_000, 32_767
PATIENCE_SECONDS = 180
LOOK_SECONDS = 0.1
# Of prctl(2).
PR_SET_PDEATHSIG = 1


class NotReady(Exception):
    pass


def home():
    """The folder with Triton's program and its Python backend."""
    cache = Path(os.environ.get("STILLWAKE_CACHE", Path.home() / ".cache/stillwake"))
    found = sorted(cache.glob("triton-*/python-backend"))
    assert found, f"no Triton in '{cache}' (expected: deploy/real/install to have run)"
    return found[-1].parent


def free_ports(count):
    ports = []
    for port in random.sample(range(LOWEST, HIGHEST), 500):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            ports.append(port)
        if len(ports) == count:
            return ports
    raise AssertionError(f"no {count} free ports between {LOWEST} and {HIGHEST}")


def end_with_parent():
    """Of a process that was just forked: it is killed where the tests are, which then cannot end it themselves."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Triton:
    """A running server; the Python that runs the models is the one that runs this."""

    def __init__(self, models, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / "triton.log"
        self.grpc, self.http, self.metrics_port = free_ports(3)
        backends = folder / "backends"
        backends.mkdir(exist_ok=True)
        (backends / "python").symlink_to(home() / "python-backend")
        packages = next((home() / "venv/lib").glob("python*/site-packages"))
        environment = {
            **os.environ,
            "STILLWAKE_MODELS": str(models),
            "STILLWAKE_BACKENDS": str(backends),
            "STILLWAKE_TRITON": str(packages / "pytriton/tritonserver/bin/tritonserver"),
            "STILLWAKE_TRITON_GRPC": str(self.grpc),
            "STILLWAKE_TRITON_HTTP": str(self.http),
            "STILLWAKE_TRITON_METRICS": str(self.metrics_port),
            "LD_LIBRARY_PATH": str(packages / "nvidia_pytriton.libs"),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "OMP_NUM_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [str(START)],
                env=environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    def get(self, path, port=None):
        """(status, body); status 0 where nobody listens yet."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.http, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def ready(self):
        return self.get("/v2/health/ready")[0] == 200

    def metrics(self):
        return self.get("/metrics", self.metrics_port)[1]

    def await_ready(self):
        until(lambda: self.ready() or self.process.poll() is not None, f"Triton, log in {self.log}")
        if not self.ready():
            raise NotReady(self.log.read_text())
        return self

    def engine(self):
        """The process id of its family's engine: the only process of this server's that holds weights."""
        found = [
            path
            for path in self.processes()
            if b"stillwake_diffusion.engine.service" in (path / "cmdline").read_bytes()
        ]
        assert len(found) == 1, f"{len(found)} engines (expected: 1)"
        return int(found[0].name)

    def processes(self):
        """Folders in /proc of all that run in its session."""
        return [path for path in Path("/proc").glob("[0-9]*") if self.runs(path)]

    def runs(self, path):
        with contextlib.suppress(OSError):
            return os.getsid(int(path.name)) == self.process.pid and "State:\tZ" not in (path / "status").read_text()
        return False

    def end(self):
        """The server and all that it started, with its session."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        until(lambda: not self.killed(), "the end of Triton's processes")

    def killed(self):
        """What was left of its session, in process groups of their own."""
        left = self.processes()
        for path in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(path.name), signal.SIGKILL)
        return left


def until(holds, what, patience=PATIENCE_SECONDS):
    """Waits for a condition. Raises AssertionError where it does not come."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, f"waited {patience} s for {what}"
        time.sleep(LOOK_SECONDS)
