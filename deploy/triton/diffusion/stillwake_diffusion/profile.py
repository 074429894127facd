"""What an operator says of a family: a TOML file. What the weights say themselves is in `geometry`."""
from dataclasses import dataclass, field


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
    """device is cuda or cpu; dtype bfloat16, float16 or float32; offload none, model or sequential.

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
