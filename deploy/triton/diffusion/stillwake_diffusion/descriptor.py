"""The family descriptor: what the planner believes (proto/src/main/proto/stillwake/v1/family.proto, in JSON form)."""

import json

from .geometry import Chunking
from .profile import WrongProfile, wrong

# What a profile's table `descriptor` may hold, and the least of each; all but the lists are needed.
FILM = {
    "default_fps": 1,
    "min_fps": 1,
    "max_fps": 1,
    "default_seconds": 0.1,
    "min_seconds": 0.1,
    "max_seconds": 0.1,
    "min_side": 16,
    "max_side": 16,
    "default_pixels": 256,
    "max_pixels": 256,
    "max_picture_pixels": 256,
}
LISTS = ("styles", "motions", "cannot")
ORDERED = (
    ("min_fps", "default_fps", "max_fps"),
    ("min_seconds", "default_seconds", "max_seconds"),
    ("min_side", "max_side"),
    ("default_pixels", "max_pixels"),
)
COSTS = ("prepare", "stylize", "restore", "anchors", "frames", "decode")


def describe(profile, geometry):
    """The descriptor as a dict of protobuf's JSON form. Raises WrongProfile where profile and weights do not fit."""
    said = {snake(key): value for key, value in profile.descriptor.items()}
    check_film(said, profile)
    described = {
        "name": profile.name,
        "version": profile.version,
        "pool": profile.pool,
        "chunking": geometry.chunking.value,
        "latent_channels": geometry.channels,
        "spatial_stride": geometry.spatial_stride,
        "temporal_stride": geometry.temporal_stride,
        "latent_type": "FP16",
        "side_multiple": geometry.side_multiple,
        "restores": bool(profile.restore),
        "progresses": True,
        **split(profile, geometry),
    }
    described |= {key: value for key, value in said.items() if key != "cost"}
    described["max_seconds"] = bounded_seconds(said, geometry, profile)
    described["default_seconds"] = min(said["default_seconds"], described["max_seconds"])
    described["cost"] = costs(said.get("cost"), profile)
    styled = bool(said.get("styles"))
    if styled != bool(profile.stylize):
        raise wrong(
            "descriptor.styles",
            len(said.get("styles", [])),
            profile.name,
            "some where the profile names weights for stylize, and none where not",
        )
    return camel_keys(described)


def dumps(described):
    return json.dumps(described, indent=2) + "\n"


def split(profile, geometry):
    """How a film is cut, in latent frames; see the package's README."""
    windows = geometry.chunking is Chunking.WINDOWS
    if windows != (profile.split.overlap > 0):
        raise wrong(
            "split.overlap",
            profile.split.overlap,
            profile.name,
            f"{'at least 1' if windows else '0'} with weights that are split by {geometry.chunking.value}",
        )
    whole = geometry.chunking is Chunking.WHOLE
    again = windows or (geometry.chunking is Chunking.KEYFRAMES and geometry.temporal_stride > 1)
    return {
        "frames_per_chunk": 0 if whole else profile.split.spacing,
        "lead_in": 1 if again else 0,
        "overlap": profile.split.overlap,
        "loops": geometry.chunking is Chunking.KEYFRAMES,
        "decode_overlap": profile.split.decode_overlap,
        "segment_frames": profile.split.segment_frames,
    }


def check_film(said, profile):
    for key in said:
        if key not in FILM and key not in LISTS and key != "cost":
            raise wrong(f"descriptor.{key}", said[key], profile.name, "one of " + ", ".join([*FILM, *LISTS, "cost"]))
    for key, least in FILM.items():
        value = said.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value < least:
            raise wrong(f"descriptor.{key}", value, profile.name, f"a number, at least {least}")
    for keys in ORDERED:
        values = [said[key] for key in keys]
        if values != sorted(values):
            raise wrong(f"descriptor.{keys[0]}", values[0], profile.name, " <= ".join(keys))


def bounded_seconds(said, geometry, profile):
    """The longest film: no longer than the model can make at the highest rate."""
    if not geometry.max_frames:
        return said["max_seconds"]
    bound = geometry.max_frames / said["max_fps"]
    if bound < said["min_seconds"]:
        raise wrong(
            "descriptor.min_seconds",
            said["min_seconds"],
            profile.name,
            f"at most {bound:g}: the model makes {geometry.max_frames} frames",
        )
    return min(said["max_seconds"], bound)


def costs(said, profile):
    """Slot-seconds; what the family has must cost something, or admission would let everything in at once."""
    if not isinstance(said, dict):
        raise WrongProfile(
            f"descriptor.cost: {said} of profile '{profile.name}' (expected: a table with {', '.join(COSTS)})"
        )
    said = {snake(key): value for key, value in said.items()}
    for key in said:
        if key not in COSTS:
            raise wrong(f"descriptor.cost.{key}", said[key], profile.name, "one of " + ", ".join(COSTS))
    needed = {"frames", "decode"} | {role for role in ("stylize", "restore") if getattr(profile, role)}
    for key in sorted(needed | set(said)):
        value = said.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 86_400:
            raise wrong(f"descriptor.cost.{key}", value, profile.name, "seconds, above 0")
    return said


def snake(name):
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def camel_keys(value):
    if isinstance(value, dict):
        return {camel(key): camel_keys(each) for key, each in value.items()}
    return [camel_keys(each) for each in value] if isinstance(value, list) else value
