"""What an operator says of a family: a TOML file. What the weights say themselves is in `geometry`."""

import json
import re
import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

DEVICE = re.compile(r"cpu|cuda(:\d+)?")
NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


@dataclass(frozen=True)
class Sampling:
    """guidance_low is for the second, low-noise transformer of a family that has two; None: as guidance."""

    steps: int = 30
    guidance: float = 5.0
    guidance_low: float | None = None
    anchor_steps: int = 30


@dataclass(frozen=True)
class Split:
    """In latent frames, but for segment_frames, which are frames of the film. adain is 0 (off) to 1."""

    spacing: int = 6
    overlap: int = 0
    adain: float = 0.0
    decode_overlap: int = 2
    segment_frames: int = 24


@dataclass(frozen=True)
class Runtime:
    """device is cuda, cuda:N or cpu; dtype bfloat16, float16 or float32; offload none, model or sequential.

    memory_gib bounds what a decode may take beside the weights. expand names a function "module:function" that turns a
    prompt and a seed into a longer prompt; empty for none.
    """

    device: str = "cuda"
    dtype: str = "bfloat16"
    attention: str = ""
    compile: bool = False
    offload: str = "none"
    quantize: str = ""
    deterministic: bool = False
    memory_gib: float = 8.0
    expand: str = ""


@dataclass(frozen=True)
class Profile:
    """name is the family's and that of its models; version counts up when the same request would give other results."""

    name: str
    version: str
    pool: str
    sampling: Sampling = field(default_factory=Sampling)
    split: Split = field(default_factory=Split)
    runtime: Runtime = field(default_factory=Runtime)
    # Film, picture sizes and cost, as the descriptor has them.
    descriptor: dict = field(default_factory=dict)
    # Folders of the weights for stylize and restore; empty: the family has none.
    stylize: str = ""
    restore: str = ""


class WrongProfile(ValueError):
    """A value that a profile cannot have; the message names it and what was expected."""


TABLES = {"sampling": Sampling, "split": Split, "runtime": Runtime}
LEAST = {
    "sampling": {"steps": 1, "anchor_steps": 1, "guidance": 0, "guidance_low": 0},
    "split": {"spacing": 1, "overlap": 0, "adain": 0, "decode_overlap": 0, "segment_frames": 1},
    "runtime": {"memory_gib": 0.001},
}
CHOICES = {"dtype": ("bfloat16", "float16", "float32"), "offload": ("none", "model", "sequential")}
TYPES = {int: "a whole number", float: "a number", bool: "true or false", str: "a string", dict: "a table"}


def read(path):
    """The profile in a TOML file, or in JSON as `write` left it. Raises WrongProfile."""
    path = Path(path)
    try:
        text = path.read_text()
        data = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as failure:
        raise WrongProfile(f"profile: '{path}' cannot be read: {failure} (expected: a TOML file)") from failure
    return parse(data)


def parse(data):
    """The profile of a file's tables. Raises WrongProfile."""
    name = data.get("name", "")
    tables = {key: table(kind, key, data.get(key, {}), name) for key, kind in TABLES.items()}
    rest = {key: value for key, value in data.items() if key not in TABLES}
    profile = made(Profile, "", rest, name, tables)
    if not NAME.fullmatch(profile.name):
        raise wrong("name", profile.name, name, "lower-case letters, digits and hyphens")
    for key in ("version", "pool"):
        if not getattr(profile, key):
            raise wrong(key, "''", name, "not empty")
    return profile


def write(profile, path):
    """As JSON, which `read` takes too."""
    Path(path).write_text(json.dumps(tables(profile), indent=2) + "\n")


def tables(profile):
    """What `parse` takes. Leaves out what is None, which TOML has no word for either."""
    data = asdict(profile)
    data["sampling"] = {key: value for key, value in data["sampling"].items() if value is not None}
    return data


def with_settings(profile, **settings):
    """The profile with some of its settings replaced, named table_key: sampling_steps=4. None: as it is."""
    changed = tables(profile)
    for path, value in settings.items():
        table_name, key = path.split("_", 1)
        if value is not None:
            changed[table_name][key] = value
    return parse(changed)


def table(kind, key, data, name):
    if not isinstance(data, dict):
        raise wrong(key, data, name, "a table")
    made_table = made(kind, key + ".", data, name, {})
    for setting, least in LEAST.get(key, {}).items():
        value = getattr(made_table, setting)
        if value is not None and not value >= least:
            raise wrong(f"{key}.{setting}", value, name, f"at least {least}")
    if kind is Split and made_table.adain > 1:
        raise wrong("split.adain", made_table.adain, name, "0 to 1")
    if kind is Split and made_table.overlap >= made_table.spacing:
        raise wrong("split.overlap", made_table.overlap, name, f"less than the spacing, {made_table.spacing}")
    if kind is Runtime:
        check_runtime(made_table, name)
    return made_table


def check_runtime(runtime, name):
    if not DEVICE.fullmatch(runtime.device):
        raise wrong("runtime.device", runtime.device, name, "cuda, cuda:N or cpu")
    for key, choices in CHOICES.items():
        if getattr(runtime, key) not in choices:
            raise wrong(f"runtime.{key}", getattr(runtime, key), name, "one of " + ", ".join(choices))
    if runtime.expand and not re.fullmatch(r"[\w.]+:\w+", runtime.expand):
        raise wrong("runtime.expand", runtime.expand, name, "module:function")


def made(kind, prefix, data, name, given):
    """An instance of a dataclass from a table, each value of its field's type."""
    known = {each.name: each for each in fields(kind)}
    for key in data:
        if key not in known:
            raise wrong(prefix + key, data[key], name, "one of " + ", ".join(known))
    missing = [key for key in ("name", "version", "pool") if kind is Profile and key not in data]
    if missing:
        raise WrongProfile(f"{missing[0]}: missing in profile '{name}' (expected: a string)")
    return kind(**{key: typed(known[key].type, prefix + key, value, name) for key, value in data.items()}, **given)


def typed(kind, key, value, name):
    """TOML's 5 is a good 5.0, but true is no 1."""
    optional = kind not in TYPES
    kind = float if optional else kind
    if optional and value is None:
        return None
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise wrong(key, value, name, TYPES[kind])
    return value


def wrong(key, value, name, expected):
    return WrongProfile(f"{key}: {value} of profile '{name}' (expected: {expected})")
