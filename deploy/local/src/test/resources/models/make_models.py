"""Makes the small ONNX models of the model server's tests, beside this file.

    python -m venv /tmp/onnx && /tmp/onnx/bin/pip install onnx==1.23.2
    /tmp/onnx/bin/python make_models.py
"""

from pathlib import Path

import onnx
from onnx import TensorProto, helper

FOLDER = Path(__file__).parent
TYPES = {
    "bool": TensorProto.BOOL,
    "uint8": TensorProto.UINT8,
    "int8": TensorProto.INT8,
    "int16": TensorProto.INT16,
    "int32": TensorProto.INT32,
    "int64": TensorProto.INT64,
    "fp16": TensorProto.FLOAT16,
    "fp32": TensorProto.FLOAT,
    "fp64": TensorProto.DOUBLE,
    "bytes": TensorProto.STRING,
}


def tensor(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def save(name, graph):
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9, producer_name="stillwake"
    )
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, FOLDER / f"{name}.onnx")


def echo():
    """Every datatype: out_<type> is in_<type>, of any length."""
    nodes = [helper.make_node("Identity", [f"in_{t}"], [f"out_{t}"]) for t in TYPES]
    inputs = [tensor(f"in_{t}", kind, [f"{t}_n"]) for t, kind in TYPES.items()]
    outputs = [tensor(f"out_{t}", kind, [f"{t}_n"]) for t, kind in TYPES.items()]
    save("echo", helper.make_graph(nodes, "echo", inputs, outputs))


def add():
    """sum = a + b and difference = a - b, float32 of n x 2."""
    shape = ["n", 2]
    save(
        "add",
        helper.make_graph(
            [helper.make_node("Add", ["a", "b"], ["sum"]), helper.make_node("Sub", ["a", "b"], ["difference"])],
            "add",
            [tensor("a", TensorProto.FLOAT, shape), tensor("b", TensorProto.FLOAT, shape)],
            [tensor("sum", TensorProto.FLOAT, shape), tensor("difference", TensorProto.FLOAT, shape)],
        ),
    )


def half():
    """doubled = x + x, computed in float16."""
    save(
        "half",
        helper.make_graph(
            [helper.make_node("Add", ["x", "x"], ["doubled"])],
            "half",
            [tensor("x", TensorProto.FLOAT16, ["n"])],
            [tensor("doubled", TensorProto.FLOAT16, ["n"])],
        ),
    )


def brain():
    """bfloat16, unchanged and widened to float32."""
    save(
        "brain",
        helper.make_graph(
            [
                helper.make_node("Identity", ["x"], ["same"]),
                helper.make_node("Cast", ["x"], ["wide"], to=TensorProto.FLOAT),
            ],
            "brain",
            [tensor("x", TensorProto.BFLOAT16, ["n"])],
            [tensor("same", TensorProto.BFLOAT16, ["n"]), tensor("wide", TensorProto.FLOAT, ["n"])],
        ),
    )


def reshape():
    """Cuts x into rows of the size that the caller names; a size that does not divide it fails the run."""
    save(
        "reshape",
        helper.make_graph(
            [helper.make_node("Reshape", ["x", "shape"], ["y"])],
            "reshape",
            [tensor("x", TensorProto.FLOAT, ["n"]), tensor("shape", TensorProto.INT64, [2])],
            [tensor("y", TensorProto.FLOAT, ["r", "c"])],
        ),
    )


def count():
    """Counts to turns, one turn of a Loop each: as slow as the caller wishes."""
    body = helper.make_graph(
        [
            helper.make_node("Add", ["counted_in", "one"], ["counted_out"]),
            helper.make_node("Identity", ["go_in"], ["go_out"]),
        ],
        "turn",
        [
            tensor("turn", TensorProto.INT64, []),
            tensor("go_in", TensorProto.BOOL, []),
            tensor("counted_in", TensorProto.INT64, [1]),
        ],
        [tensor("go_out", TensorProto.BOOL, []), tensor("counted_out", TensorProto.INT64, [1])],
    )
    save(
        "count",
        helper.make_graph(
            [helper.make_node("Loop", ["turns", "go", "zero"], ["counted"], body=body)],
            "count",
            [tensor("turns", TensorProto.INT64, [1])],
            [tensor("counted", TensorProto.INT64, [1])],
            [
                helper.make_tensor("go", TensorProto.BOOL, [], [True]),
                helper.make_tensor("zero", TensorProto.INT64, [1], [0]),
                helper.make_tensor("one", TensorProto.INT64, [1], [1]),
            ],
        ),
    )


def numbers():
    """0, 1, 2 ... as many int32 as the caller asks for: an answer of any size to a small question."""
    save(
        "numbers",
        helper.make_graph(
            [
                helper.make_node("Reshape", ["how_many", "scalar"], ["limit"]),
                helper.make_node("Range", ["zero", "limit", "one"], ["numbers"]),
            ],
            "numbers",
            [tensor("how_many", TensorProto.INT32, [1])],
            [tensor("numbers", TensorProto.INT32, ["n"])],
            [
                helper.make_tensor("scalar", TensorProto.INT64, [0], []),
                helper.make_tensor("zero", TensorProto.INT32, [], [0]),
                helper.make_tensor("one", TensorProto.INT32, [], [1]),
            ],
        ),
    )


if __name__ == "__main__":
    for make in (echo, add, half, brain, reshape, count, numbers):
        make()
