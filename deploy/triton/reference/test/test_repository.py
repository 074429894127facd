"""The model repository is what the script builds, and its contract is the one that the planner and the workers know."""
import json

import onnx

from build.__main__ import HERE, write


def files(folder):
    kept = [folder / "family.json", *sorted((folder / "models").rglob("*.*"))]
    return {p.relative_to(folder): p.read_bytes() for p in kept if p.is_file()}


def test_the_script_rebuilds_every_file_byte_by_byte(tmp_path):
    write(tmp_path)
    assert files(tmp_path) == files(HERE)


def test_models_are_small_and_old_enough_for_the_java_runtime():
    for path in (HERE / "models").rglob("model.onnx"):
        model = onnx.load(path)
        assert path.stat().st_size < 2 ** 20
        assert model.ir_version <= 9 and max(o.version for o in model.opset_import) <= 20
        assert {o.domain for o in model.opset_import} == {""}


def test_descriptor_agrees_with_the_models():
    family = json.loads((HERE / "family.json").read_text())
    for step, tensor in (("anchors", "anchors"), ("frames", "latents")):
        model = onnx.load(HERE / "models" / f"reference-{step}" / "1" / "model.onnx")
        output = next(o for o in model.graph.output if o.name == tensor)
        motion = next(i for i in model.graph.input if i.name == "motion")
        assert output.type.tensor_type.shape.dim[0].dim_value == family["latentChannels"]
        assert motion.type.tensor_type.shape.dim[0].dim_value == len(family["motions"])


def test_words_are_lower_case_and_mean_one_thing():
    family = json.loads((HERE / "family.json").read_text())
    words = [w for group in family["motions"] for w in group["words"]] + family["cannot"]
    assert all(w == w.lower().strip() for w in words) and len(words) == len(set(words))
