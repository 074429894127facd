"""What lies in a folder of weights, against what should: their SHA256SUMS, and diffusers' own index files."""

import json
import re
from pathlib import Path

from . import hashes
from .weights import read


class Wrong(Exception):
    """The message says what was found and what was expected."""


def folder(place):
    if not place.is_dir():
        raise Wrong(f"'{place}' is no folder (expected: weights in diffusers' layout)")
    found = [path for path in place.rglob("*") if path.is_file()]
    return f"'{place}', {len(found)} files, {sum(path.stat().st_size for path in found) / 2**30:.2f} GiB"


def hashed(place):
    """Raises Wrong where a file is not what SHA256SUMS says."""
    sums = place / hashes.SUMS
    if not sums.exists():
        raise Wrong(f"no '{hashes.SUMS}' in '{place}' (expected: one; see fetch.md)")
    expected = hashes.parse(sums.read_text())
    missing = [name for name in expected if not (place / name).is_file()]
    if missing:
        raise Wrong(
            f"'{missing[0]}' and {len(missing) - 1} others are missing"
            f" (expected: all {len(expected)} files of {hashes.SUMS})"
        )
    for name, wanted in expected.items():
        if (found := hashes.of(place / name)) != wanted:
            raise Wrong(f"'{name}' has SHA-256 {found} (expected: {wanted})")
    return f"{len(expected)} files as in {hashes.SUMS}"


def components(place):
    """Raises Wrong where a file is missing that the weights' own index files name."""
    index = read(place, "model_index.json")
    named = [name for name, value in index.items() if isinstance(value, list) and value and value[0]]
    for name in named:
        if not (place / name).is_dir():
            raise Wrong(f"'{name}' is missing (expected: a folder for each of {', '.join(named)})")
        shards(place / name)
        config = next((place / name).glob("*config.json"), None)
        if config is None:
            raise Wrong(f"'{name}' has no configuration (expected: a file named *config.json)")
        if names_a_model(index[name]) and not any((place / name).glob("*.safetensors")):
            raise Wrong(f"'{name}' has no weights (expected: *.safetensors)")
    return f"{index.get('_class_name')} with {', '.join(named)}"


def shards(component):
    for index in component.glob("*.safetensors.index.json"):
        wanted = sorted(set(json.loads(index.read_text())["weight_map"].values()))
        missing = [name for name in wanted if not (component / name).is_file()]
        if missing:
            raise Wrong(
                f"'{component.name}/{missing[0]}' is missing (expected: {len(wanted)} parts, as in {index.name})"
            )


def names_a_model(entry):
    """Tokenizers, processors and schedulers have no weights."""
    return not re.search("Tokenizer|Processor|Scheduler|Extractor", entry[1])


def present(place, names):
    for name in names:
        if not (place / name).is_file():
            raise Wrong(f"'{name}' is missing (expected: it in '{place}')")
    return "there"


def weights_of(place, family):
    """The folder of weights that the models of a family were written for."""
    config = (Path(place) / "models" / f"{family}-frames" / "config.pbtxt").read_text()
    return re.search(r'key: "weights"\s+value: { string_value: "(.*?)" }', config)[1]
