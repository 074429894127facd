"""The logs beside the page are those that it was made of."""
import tarfile

from dispatch import archive
from dispatch.study import Measured, Study


def study(folder, works=2):
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("run.json", "work.jsonl", "gpu-1.jsonl", "list.jsonl"):
        (folder / name).write_text(name)
    return Study([], {}, "ours", [Measured(folder, {"scenario": "steady", "system": "ours"}, {"works": works})])


def names(path):
    with tarfile.open(path) as written:
        return written.getnames()


def test_has_what_the_numbers_come_from(tmp_path):
    archive.write(study(tmp_path / "ours-1"), tmp_path / "logs.tar.xz")

    assert sorted(names(tmp_path / "logs.tar.xz")) == [
        "steady/ours-1/gpu-1.jsonl", "steady/ours-1/run.json", "steady/ours-1/work.jsonl"]


def test_the_same_logs_give_the_same_bytes(tmp_path):
    for folder in ("a", "b"):
        archive.write(study(tmp_path / folder / "ours-1"), tmp_path / f"{folder}.tar.xz")

    assert (tmp_path / "a.tar.xz").read_bytes() == (tmp_path / "b.tar.xz").read_bytes()


def test_leaves_large_runs_out(tmp_path):
    archive.write(study(tmp_path / "ours-1", works=archive.MOST_WORKS + 1), tmp_path / "logs.tar.xz")

    assert names(tmp_path / "logs.tar.xz") == []
