"""The Triton models of a family: their tensors, and their config.pbtxt."""

from .geometry import Chunking

PICTURE = ("picture", "UINT8", (-1, -1, 3))
SEED = ("seed", "INT64", (1,))
PROMPT = ("prompt", "STRING", (1,))
STRENGTH = ("strength", "FP32", (1,))
MOVING = (
    PICTURE,
    ("frame", "INT64", (-1,)),
    ("frame_count", "INT64", (1,)),
    ("fps", "FP32", (1,)),
    ("loop", "INT64", (1,)),
    SEED,
    ("motion_strength", "FP32", (1,)),
    PROMPT,
    ("negative_prompt", "STRING", (1,)),
)
LEFT, RIGHT = ("left_frame", "INT64", (1,)), ("right_frame", "INT64", (1,))
# A call may leave it out.
OPTIONAL = {("stylize", "prompt")}


def latents(name, geometry, frames=-1):
    return name, "FP16", (geometry.channels, frames, -1, -1)


def roles(profile, geometry):
    """By role, in the order of a film: a list of inputs and one of outputs, each tensor (name, type, dims)."""
    anchor = [latents("left_anchor", geometry, 1), LEFT]
    if geometry.chunking is Chunking.KEYFRAMES:
        anchor += [latents("right_anchor", geometry, 1), RIGHT]
    whole = geometry.chunking is Chunking.WHOLE
    made = {"engine": ([("query", "STRING", (1,))], [("state", "STRING", (1,))])}
    made["text"] = ([PROMPT], [("embeds", "FP16", (-1, -1))])
    if not whole:
        made["anchors"] = (list(MOVING), [latents("anchors", geometry)])
    made["frames"] = ([*MOVING, *([] if whole else anchor)], [latents("latents", geometry)])
    made["decode"] = ([latents("latents", geometry)], [("frames", "UINT8", (-1, -1, -1, 3))])
    made["progress"] = ([("request", "STRING", (1,))], [("done", "INT64", (1,)), ("total", "INT64", (1,))])
    if profile.stylize:
        inputs = [PICTURE, ("style", "INT64", (1,)), ("light", "INT64", (1,)), STRENGTH, SEED, PROMPT]
        made["stylize"] = (inputs, [("stylized", "UINT8", (-1, -1, 3))])
    if profile.restore:
        made["restore"] = ([PICTURE, STRENGTH, ("scale", "INT64", (1,))], [("restored", "UINT8", (-1, -1, 3))])
    return made


def config(family, role, inputs, outputs, parameters):
    """The text of a config.pbtxt. The models hold no weights, so they are on the CPU whatever the engine is on."""
    lines = [f'name: "{family}-{role}"', 'backend: "python"', "max_batch_size: 0"]
    lines += tensors("input", inputs, role) + tensors("output", outputs, role)
    lines += ["instance_group [", "  {", "    count: 1", "    kind: KIND_CPU", "  }", "]"]
    for key, value in {"role": role, **parameters}.items():
        lines += ["parameters {", f'  key: "{key}"', f"  value: {{ string_value: {quoted(value)} }}", "}"]
    return "\n".join(lines) + "\n"


def tensors(kind, entries, role):
    made = []
    for name, datatype, dims in entries:
        lines = [f'    name: "{name}"', f"    data_type: TYPE_{datatype}", f"    dims: [ {', '.join(map(str, dims))} ]"]
        lines += ["    optional: true"] if kind == "input" and (role, name) in OPTIONAL else []
        made.append("  {\n" + "\n".join(lines) + "\n  }")
    return [f"{kind} [\n" + ",\n".join(made) + "\n]"]


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
