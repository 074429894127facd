"""Each task of a family: from what was asked for to the arrays of its answer, looked at before they are given away."""

import numpy

from . import asked, checks, shortage


def half(name, tensor, shape):
    """FP16 array of a tensor. Raises WrongOutput where it is not of that shape, or beyond FP16."""
    if tuple(tensor.shape) != tuple(shape):
        raise checks.WrongOutput(f"{name}: {list(tensor.shape)} (expected: {list(shape)})")
    with numpy.errstate(over="ignore"):
        array = tensor.detach().float().cpu().numpy().astype(numpy.float16)
    checks.finite(name, array)
    return array


class Tasks:
    """What one loaded family can be asked for: `tasks["frames"](asked, watch)` gives arrays by name."""

    def __init__(self, family, geometry, profile, expand):
        self.family, self.geometry, self.profile, self.expand = family, geometry, profile, expand
        self.by_name = {
            "text": self.text,
            "anchors": self.anchors,
            "frames": self.frames,
            "decode": self.decode,
            "stylize": self.stylize,
            "restore": self.restore,
        }

    def run(self, given, watch):
        return self.by_name[given.task](given, watch)

    def clip(self, given):
        return asked.clip(given, self.geometry, self.profile, self.expand)

    def shape(self, clip, frames):
        height, width = clip.picture.shape[:2]
        return (
            self.geometry.channels,
            frames,
            height // self.geometry.spatial_stride,
            width // self.geometry.spatial_stride,
        )

    def most(self):
        """Pixels of a render that asks only for a picture."""
        return self.profile.descriptor.get("max_picture_pixels")

    def text(self, given, watch):
        prompt = given.text("prompt")
        embeds = next(iter(shortage.held("text", lambda: self.family.text(prompt)).values()))
        # A model that sees no prompt has [0, 0].
        embeds = embeds if embeds.dim() == 2 else embeds.reshape(-1, embeds.shape[-1])
        return {"embeds": half("text", embeds, embeds.shape)}

    def anchors(self, given, watch):
        clip = self.clip(given)
        wanted = asked.frames(given, clip, self.geometry)
        made = shortage.held("anchors", lambda: self.family.anchors(clip, wanted, watch))
        return {"anchors": half("anchors", made, self.shape(clip, len(wanted)))}

    def frames(self, given, watch):
        clip = self.clip(given)
        span = asked.span(given, clip, self.geometry)
        made = shortage.held("frames", lambda: self.family.frames(clip, span, watch))
        latents = half("frames", made, self.shape(clip, len(span.frames)))
        checks.moving("frames", latents, clip.motion_strength)
        return {"latents": latents}

    def decode(self, given, watch):
        latents = asked.latents(given, self.geometry)
        bound = self.profile.runtime.memory_gib * 2**30
        frames = shortage.decoded(self.family, latents, bound, watch)
        count, height, width = latents.shape[1:]
        stride = self.geometry.spatial_stride
        expected = (1 + (count - 1) * self.geometry.temporal_stride, height * stride, width * stride, 3)
        return {"frames": pixels("decode", frames, expected)}

    def stylize(self, given, watch):
        picture, styles = given.picture(most=self.most()), self.profile.descriptor.get("styles", [])
        names = [style_name(given, key, styles) for key in ("style", "light")]
        strength, seed = given.within("strength", 0.0, 1.0, numpy.float32), given.number("seed")
        if strength == 0:
            return {"stylized": picture}
        made = shortage.held(
            "stylize", lambda: self.family.stylize(picture, *names, strength, seed, given.text("prompt"), watch)
        )
        return {"stylized": pixels("stylize", made, picture.shape)}

    def restore(self, given, watch):
        picture, strength = given.picture(most=self.most()), given.within("strength", 0.0, 1.0, numpy.float32)
        scale = given.within("scale", 1, 4)
        if strength == 0 and scale == 1:
            return {"restored": picture}
        made = shortage.held("restore", lambda: self.family.restore(picture, strength, scale, watch))
        return {"restored": pixels("restore", made, (picture.shape[0] * scale, picture.shape[1] * scale, 3))}


def style_name(given, key, styles):
    """The style that an index names; empty for -1."""
    index = given.within(key, -1, len(styles) - 1)
    return styles[index]["name"] if index >= 0 else ""


def pixels(name, array, shape):
    if array.dtype != numpy.uint8 or tuple(array.shape) != tuple(shape):
        raise checks.WrongOutput(f"{name}: {array.dtype.name} {list(array.shape)} (expected: uint8 {list(shape)})")
    if name == "decode":
        checks.visible(name, array)
    return array
