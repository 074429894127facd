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
        assert path.stat().st_size < 2 ** 21
        assert model.ir_version <= 9 and max(o.version for o in model.opset_import) <= 20
        assert {o.domain for o in model.opset_import} == {""}


def test_descriptor_agrees_with_the_models():
    family = json.loads((HERE / "family.json").read_text())
    for step, tensor in (("anchors", "anchors"), ("frames", "latents")):
        model = onnx.load(HERE / "models" / f"reference-{step}" / "1" / "model.onnx")
        output = next(o for o in model.graph.output if o.name == tensor)
        motion = next(i for i in model.graph.input if i.name == "motion")
        assert output.type.tensor_type.shape.dim[0].dim_value == family["latentChannels"]
        regions = next(i for i in model.graph.input if i.name == "regions")
        assert motion.type.tensor_type.shape.dim[0].dim_value == len(family["motions"])
        assert regions.type.tensor_type.shape.dim[0].dim_value == len(family["regions"])


def test_words_are_lower_case_and_cannot_be_both_done_and_refused():
    family = json.loads((HERE / "family.json").read_text())
    words = [w for motion in family["motions"] for w in motion["words"]]
    assert all(w == w.lower().strip() and w for w in words) and not set(words) & set(family["cannot"])


def test_a_motion_says_each_word_once_and_only_regions_that_there_are():
    family = json.loads((HERE / "family.json").read_text())
    regions = {r["name"] for r in family["regions"]}
    for motion in family["motions"]:
        assert len(motion["words"]) == len(set(motion["words"])), motion["name"]
        assert set(motion.get("regions", ())) <= regions
        assert motion.get("regions") or "autoCoverage" not in motion
