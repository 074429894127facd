"""Triton's backend `onnxruntime` for a server that has only the Python backend, such as the one in PyPI's pytriton.

Triton runs this file for every model whose configuration names the backend `onnxruntime`, so a repository is served as
it is. It reads <version>/model.onnx and the same parameters as the backend in NVIDIA's images (intra_op_thread_count,
inter_op_thread_count, execution_mode, enable_mem_arena, enable_mem_pattern, optimization.graph.level), on the CPU only.
A call that its client has cancelled, or whose deadline is over, ends between two nodes of the graph. A model may have
BF16 tensors or strings, not both.
"""
import json
import threading
from pathlib import Path

import numpy
import onnxruntime
import triton_python_backend_utils as pb

CANCEL_POLL_SECONDS = 0.02
LEVELS = {-1: "ORT_ENABLE_BASIC", 1: "ORT_ENABLE_EXTENDED", 2: "ORT_DISABLE_ALL"}


def options_of(config):
    """The session options that a model's configuration asks for."""
    given = {name: parameter["string_value"] for name, parameter in config.get("parameters", {}).items()}
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(given.get("intra_op_thread_count", 0))
    options.inter_op_num_threads = int(given.get("inter_op_thread_count", 0))
    options.execution_mode = onnxruntime.ExecutionMode(int(given.get("execution_mode", 0)))
    options.enable_cpu_mem_arena = given.get("enable_mem_arena", "1") == "1"
    options.enable_mem_pattern = given.get("enable_mem_pattern", "1") == "1"
    level = config.get("optimization", {}).get("graph", {}).get("level", 0)
    options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, LEVELS.get(level, "ORT_ENABLE_ALL"))
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return options


def readable(array):
    """Strings come from Triton as bytes, which ONNX Runtime would print."""
    return numpy.vectorize(bytes.decode, otypes=[object])(array) if array.dtype == object else array


class TritonPythonModel:
    def initialize(self, args):
        config = json.loads(args["model_config"])
        self.inputs = [tensor["name"] for tensor in config["input"]]
        self.outputs = [tensor["name"] for tensor in config["output"]]
        self.types = {tensor["data_type"] for tensor in config["input"] + config["output"]}
        if {"TYPE_BF16", "TYPE_STRING"} <= self.types:
            raise pb.TritonModelException(f"{args['model_name']}: TYPE_BF16 beside TYPE_STRING (expected: only one of them)")
        file = Path(args["model_repository"]) / args["model_version"] / (config.get("default_model_filename") or "model.onnx")
        self.session = onnxruntime.InferenceSession(str(file), options_of(config), providers=["CPUExecutionProvider"])

    def execute(self, requests):
        return [self.answer(request) for request in requests]

    def answer(self, request):
        wanted = [name for name in self.outputs if name in request.requested_output_names()]
        given = {name: pb.get_input_tensor_by_name(request, name) for name in self.inputs}
        run = onnxruntime.RunOptions()
        run.log_severity_level = 4
        run.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        ended = threading.Event()
        watch = threading.Thread(target=self.stop_when_cancelled, args=(request, run, ended), daemon=True)
        watch.start()
        try:
            return pb.InferenceResponse(self.run(wanted, given, run))
        except Exception as failure:
            if request.is_cancelled():
                return pb.InferenceResponse(error=pb.TritonError("Request cancelled", pb.TritonError.CANCELLED))
            return pb.InferenceResponse(error=pb.TritonError(f"onnx runtime error: {failure}"))
        finally:
            ended.set()
            watch.join()

    def run(self, wanted, given, options):
        """NumPy has no BF16, and DLPack no strings."""
        if "TYPE_BF16" in self.types:
            inputs = {name: onnxruntime.OrtValue.from_dlpack(tensor) for name, tensor in given.items()}
            made = self.session.run_with_ort_values(wanted, inputs, options)
            return [pb.Tensor.from_dlpack(name, value) for name, value in zip(wanted, made)]
        inputs = {name: readable(tensor.as_numpy()) for name, tensor in given.items()}
        made = self.session.run(wanted, inputs, options)
        return [pb.Tensor(name, array) for name, array in zip(wanted, made)]

    @staticmethod
    def stop_when_cancelled(request, run, ended):
        while not ended.wait(CANCEL_POLL_SECONDS):
            if request.is_cancelled():
                run.terminate = True
                return
