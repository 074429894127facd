"""A picture in another style: by image-to-image, or by a model that edits pictures as it is told.

Style, light and the request's prompt become one prompt: title and first words of the profile's `styles`, joined. (A
style's words are all that people may call it, too many for a model.) The model works at about a megapixel, what it
learnt; other pictures are brought to that size and back. Strength is how much noise
image-to-image begins with. A model that edits always makes all of its picture, and strength mixes it with the source.
Strength 0 is the picture, byte for byte.
"""
import importlib.util

import numpy
from PIL import Image

from .. import loading
from ..weights import read
from . import sizes
from .painters import KINDS, repaint

# Of a style, that the model is told.
PHRASES = 4


def geometry(weights):
    """The Kind of the weights in a folder. Raises ValueError where none can run them."""
    name = read(weights, "model_index.json").get("_class_name")
    if name not in KINDS:
        where = weights / "model_index.json"
        raise ValueError(f"_class_name: {name!r} in {where} (expected: one of {', '.join(sorted(KINDS))})")
    return KINDS[name]


def load(profile, weights):
    kind = geometry(weights)
    if kind.package and importlib.util.find_spec(kind.package) is None:
        name = kind.pipeline.__name__
        raise ValueError(f"{name} in {weights} (expected: the package {kind.package}, which is not installed)")
    pipe = loading.pipeline(kind.pipeline, weights, profile.runtime, denoisers=(kind.denoiser,), exact=kind.exact)
    return Stylize(kind, pipe, profile.descriptor)


class Stylize:
    """A loaded model, and the styles and the bound on pictures of a profile's descriptor."""

    def __init__(self, kind, pipe, descriptor):
        self.kind, self.pipe = kind, pipe
        self.most = descriptor.get("max_picture_pixels")
        self.words = {style["name"]: phrases(style) for style in descriptor.get("styles", [])}

    def stylize(self, picture, style, light, strength, seed, prompt, watch):
        """UINT8 [H, W, 3] of one; style and light are names of the profile's styles, empty for none."""
        sizes.check(picture, self.most)
        if not 0 <= strength <= 1:
            raise ValueError(f"strength: {strength} (expected: 0 to 1)")
        prompt = self.prompt(style, light, prompt)
        if strength == 0:
            return picture
        height, width = picture.shape[:2]
        working = sizes.fitting(height, width, self.kind.multiple, self.kind.least, self.kind.most)
        made = repaint(self.kind, self.pipe, sizes.resized(picture, *working), prompt, strength, seed, watch)
        made = to_bytes(made)
        if made.shape != picture.shape:
            made = numpy.asarray(Image.fromarray(made).resize((width, height), Image.Resampling.LANCZOS))
        if self.kind.edits:
            made = to_bytes(((1 - strength) * picture.astype(numpy.float32) + strength * made) / 255)
        return made

    def prompt(self, style, light, prompt):
        parts = []
        for key, name in (("style", style), ("light", light)):
            if name and name not in self.words:
                raise ValueError(f"{key}: {name!r} (expected: one of {', '.join(self.words)}, or none)")
            parts += self.words[name] if name else []
        return ", ".join([*parts, *([prompt] if prompt else [])])


def phrases(style):
    """What a model is told of a style of a descriptor, in lower case."""
    said = [style.get("title") or style["name"], *style.get("words", [])]
    return list(dict.fromkeys(phrase.lower() for phrase in said))[:PHRASES]


def to_bytes(levels):
    """UINT8 of 0 to 1."""
    return (numpy.clip(levels, 0, 1) * 255).round().astype(numpy.uint8)
