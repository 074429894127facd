"""What the family offers: its motions and styles in the order of the models' inputs, and the descriptor made of them."""
from dataclasses import dataclass

from .codec import CHANNELS, STRIDE


@dataclass(frozen=True)
class Motion:
    """natural: the direction (x, y; y down) of a row whose own direction is 0, 0."""

    name: str
    natural: tuple
    amount: float
    words: tuple


@dataclass(frozen=True)
class Style:
    name: str
    title: str
    words: tuple


MOTIONS = (
    Motion("water", (1, 0), 0.8, (
        "water", "waters", "lake", "lakes", "pond", "river", "rivers", "stream", "creek", "brook", "sea", "ocean", "bay", "harbour",
        "harbor", "wave", "waves", "ripple", "ripples", "rippling", "reflection", "reflections", "shimmer", "shimmers", "shimmering")),
    Motion("flame", (0, -1), 0.8, (
        "flame", "flames", "flaming", "fire", "fires", "fireplace", "campfire", "bonfire", "candle", "candles", "candlelight",
        "torch", "torches", "burn", "burns", "burning", "blaze", "blazing", "flicker", "flickers", "flickering", "ember", "embers")),
    Motion("smoke", (0, -1), 0.7, (
        "smoke", "smokes", "smoking", "smoky", "steam", "steams", "steaming", "vapor", "vapour", "mist", "fumes", "incense", "plume")),
    Motion("foliage", (1, 0), 0.7, (
        "foliage", "leaf", "leaves", "tree", "trees", "branch", "branches", "forest", "bush", "bushes", "grass", "grasses", "meadow",
        "plant", "plants", "flower", "flowers", "rustle", "rustles", "rustling", "wind", "windy", "breeze", "sway", "sways", "swaying")),
    Motion("cloud", (1, 0), 0.7, (
        "cloud", "clouds", "cloudy", "sky", "skies", "overcast")),
)

STYLES = (
    Style("oil", "Oil painting", (
        "oil", "oils", "oil painting", "oil paint", "oil on canvas", "painting", "painted", "painterly", "impasto", "brush strokes", "brushstrokes")),
)

CANNOT = ("blink", "blinks", "blinking", "smile", "smiles", "smiling", "talk", "talks", "talking", "speak", "speaks", "sing", "sings",
          "walk", "walks", "walking", "dance", "dances", "dancing", "jump", "jumps", "wave hand", "waves hand",
          "turn head", "turns head", "fly", "flies", "flying", "drive", "drives", "driving", "zoom", "rain", "snow")


def descriptor():
    """The descriptor in protobuf-JSON. Cost is in seconds: per megapixel for prepare and stylize, per 768x512 frame else."""
    return {
        "name": "reference", "version": "1", "pool": "cpu", "chunking": "KEYFRAMES",
        "latentChannels": CHANNELS, "spatialStride": STRIDE, "temporalStride": 1, "latentType": "FP16",
        "framesPerChunk": 16, "leadIn": 0, "decodeOverlap": 0, "segmentFrames": 24,
        "defaultFps": 24, "minFps": 8, "maxFps": 30, "defaultSeconds": 4, "minSeconds": 1, "maxSeconds": 10,
        "sideMultiple": 16, "minSide": 128, "maxSide": 1280, "defaultPixels": 393216, "maxPixels": 921600, "maxPicturePixels": 4194304,
        "styles": [{"name": s.name, "title": s.title, "words": list(s.words)} for s in STYLES],
        "motions": [{"name": m.name, "words": list(m.words), "amount": m.amount} for m in MOTIONS],
        "cannot": list(CANNOT),
        "cost": {"prepare": 0.5, "stylize": 2.2, "anchors": 0.12, "frames": 0.09, "decode": 0.012},
    }
