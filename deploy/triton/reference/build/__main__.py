"""Writes the Triton model repository and the descriptor: `python -m build [FOLDER]`, in deploy/triton/reference."""
import json
import sys
from pathlib import Path

from onnx import TensorProto, checker

from .family import descriptor
from .models import MODELS

HERE = Path(__file__).resolve().parent.parent
TRITON_TYPES = {TensorProto.UINT8: "TYPE_UINT8", TensorProto.INT64: "TYPE_INT64", TensorProto.FLOAT: "TYPE_FP32", TensorProto.FLOAT16: "TYPE_FP16"}

# A render waits for these one at a time, while chunks go side by side: they may use a second core. Same bytes either way.
ALONE = ("reference-restore", "reference-stylize", "reference-stylize-by-example")


def tensors(kind, infos):
    """The `input` or `output` list of a config.pbtxt."""
    entries = []
    for info in infos:
        tensor = info.type.tensor_type
        dims = ", ".join(str(d.dim_value) if d.HasField("dim_value") else "-1" for d in tensor.shape.dim)
        entries.append(f'  {{\n    name: "{info.name}"\n    data_type: {TRITON_TYPES[tensor.elem_type]}\n    dims: [ {dims} ]\n  }}')
    return f"{kind} [\n" + ",\n".join(entries) + "\n]\n"


def config(name, graph):
    return (f'name: "{name}"\nbackend: "onnxruntime"\nmax_batch_size: 0\n' + tensors("input", graph.inputs) + tensors("output", graph.outputs)
            + 'instance_group [\n  {\n    count: 2\n    kind: KIND_CPU\n  }\n]\n'
            + f'parameters {{\n  key: "intra_op_thread_count"\n  value: {{ string_value: "{2 if name in ALONE else 1}" }}\n}}\n')


def write(folder):
    for step, build in MODELS.items():
        graph = build()
        model = graph.to_model()
        checker.check_model(model)
        place = folder / "models" / f"reference-{step}"
        (place / "1").mkdir(parents=True, exist_ok=True)
        (place / "1" / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))
        (place / "config.pbtxt").write_text(config(f"reference-{step}", graph))
    (folder / "family.json").write_text(json.dumps(descriptor(), indent=2) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
