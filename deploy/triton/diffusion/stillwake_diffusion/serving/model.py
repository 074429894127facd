"""What Triton's Python backend runs for every model of a family; its role is one of its parameters."""

import json
import os
from pathlib import Path

import numpy
import triton_python_backend_utils as pb

from . import joining
from .line import CallFailed, Line
from .metrics import Metrics

STATUS = {"invalid": "INVALID_ARG", "cancelled": "CANCELLED"}


class TritonPythonModel:
    def initialize(self, args):
        config = json.loads(args["model_config"])
        said = {name: parameter["string_value"] for name, parameter in config["parameters"].items()}
        self.role, self.name = said["role"], args["model_name"]
        self.strings = {tensor["name"] for tensor in config["input"] if tensor["data_type"] == "TYPE_STRING"}
        self.inputs = [tensor["name"] for tensor in config["input"]]
        family = self.name.removesuffix("-" + self.role)
        here = Path(args["model_repository"])
        try:
            place = joining.folder(said.get("run_dir", ""), family, os.getppid())
            engine = place, (here / said["profile"]).resolve(), said["weights"], said.get("python", "")
            self.line = Line(joining.join(*engine), family)
            self.metrics = Metrics(Line(joining.join(*engine), family), family) if self.role == "engine" else None
        except (joining.EngineFailed, CallFailed, OSError, ValueError) as failure:
            raise pb.TritonModelException(f"{self.name}: {failure}") from None
        self.answer = {"engine": self.state, "progress": self.progress}.get(self.role, self.call)

    def execute(self, requests):
        return [self.respond(request) for request in requests]

    def respond(self, request):
        try:
            given = {name: pb.get_input_tensor_by_name(request, name) for name in self.inputs}
            arrays = {name: tensor.as_numpy() for name, tensor in given.items() if tensor is not None}
            texts = {name: text(arrays.pop(name)) for name in self.strings if name in arrays}
            made = self.answer(request, arrays, texts)
            return pb.InferenceResponse([pb.Tensor(name, array) for name, array in made.items()])
        except CallFailed as failure:
            status = getattr(pb.TritonError, STATUS.get(failure.kind, "INTERNAL"))
            return pb.InferenceResponse(error=pb.TritonError(f"{self.name}: {failure}", status))

    def call(self, request, arrays, texts):
        head = {"kind": "call", "task": self.role, "request": request.request_id(), "texts": texts}
        return self.line.ask(head, arrays, request.is_cancelled)[1]

    def progress(self, request, arrays, texts):
        done, total = self.line.ask({"kind": "progress", "request": texts["request"]})[0]["progress"]
        return {"done": numpy.array([done], numpy.int64), "total": numpy.array([total], numpy.int64)}

    def state(self, request, arrays, texts):
        counted = self.line.ask({"kind": "metrics"})[0]["metrics"]
        return {"state": numpy.array([json.dumps(counted).encode()], numpy.object_)}

    def finalize(self):
        if self.metrics:
            self.metrics.close()
        self.line.close()


def text(array):
    """A prompt. Raises CallFailed where it is no UTF-8."""
    try:
        return array.reshape(-1)[0].decode()
    except UnicodeDecodeError as failure:
        raise CallFailed("invalid", f"prompt: {failure} (expected: UTF-8)") from None
