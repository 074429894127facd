import json

import pytest

from dispatch import study


def test_a_run_in_which_no_slot_ran_is_left_out_and_named(tmp_path, capsys):
    folder = tmp_path / "steady" / "stillwake-1"
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps({"scenario": "steady", "system": "stillwake", "repeat": 1, "slots": 8}))
    for name in ("work.jsonl", "gpu-1.jsonl"):
        (folder / name).write_text("")
    for name in ("cpu.json", "events.json"):
        (folder / name).write_text("{}" if name == "cpu.json" else "[]")

    with pytest.raises(ValueError, match="no run in"):
        study.read(tmp_path)
    assert f"left out: {folder}" in capsys.readouterr().err
