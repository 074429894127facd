"""What a request's tensors ask for. Everything wrong with them is told by name, before the device is busy with it."""

from dataclasses import dataclass

import numpy
import torch

from ..calls import Clip, Span


class InvalidCall(ValueError):
    """The request cannot be fulfilled by any attempt; the message names the tensor, its value and what was expected."""


@dataclass(frozen=True)
class Asked:
    """arrays by name as Triton had them; texts by name; request names the call for who asks after its progress."""

    task: str
    arrays: dict
    texts: dict
    request: str = ""

    def array(self, name, dtype, dims):
        """dims: extents, None for any."""
        found = self.arrays.get(name)
        expected = f"{numpy.dtype(dtype).name} [{', '.join('*' if n is None else str(n) for n in dims)}]"
        if found is None:
            raise InvalidCall(f"{self.task}: no tensor '{name}' (expected: {expected})")
        fits = len(found.shape) == len(dims) and all(want in (None, have) for want, have in zip(dims, found.shape))
        if not fits or found.dtype != dtype or found.size == 0:
            raise InvalidCall(f"{self.task}: {name} is {found.dtype.name} {list(found.shape)} (expected: {expected})")
        return found

    def number(self, name, dtype=numpy.int64):
        return self.array(name, dtype, (1,))[0].item()

    def within(self, name, low, high, dtype=numpy.int64):
        value = self.number(name, dtype)
        if not low <= value <= high:
            raise InvalidCall(f"{self.task}: {name} {value} (expected: {low} to {high})")
        return value

    def text(self, name):
        return self.texts.get(name, "")

    def picture(self, multiple=1, most=None):
        """UINT8 [H, W, 3] with sides that are multiples of `multiple` and at most `most` pixels."""
        picture = self.array("picture", numpy.uint8, (None, None, 3))
        height, width = picture.shape[:2]
        if height % multiple or width % multiple:
            raise InvalidCall(
                f"{self.task}: picture is {width}x{height} (expected: sides that are multiples of {multiple})"
            )
        if most and height * width > most:
            raise InvalidCall(f"{self.task}: picture is {width}x{height} (expected: at most {most} pixels)")
        return picture


def clip(asked, geometry, profile, expand):
    """The Clip that a call belongs to; its prompt is expanded."""
    seed = asked.number("seed")
    return Clip(
        picture=asked.picture(geometry.side_multiple, profile.descriptor.get("max_pixels")),
        prompt=expand(asked.text("prompt"), seed),
        negative_prompt=asked.text("negative_prompt"),
        seed=seed,
        motion_strength=asked.within("motion_strength", 0.0, 1.0, numpy.float32),
        frame_count=asked.within("frame_count", 1, 2**20),
        fps=asked.within("fps", 0.1, 1000.0, numpy.float32),
        loop=bool(asked.within("loop", 0, 1)),
    )


def frames(asked, clip, geometry):
    """The wanted latent frames, ascending."""
    wanted = tuple(asked.array("frame", numpy.int64, (None,)).tolist())
    last = -(-(clip.frame_count - 1) // geometry.temporal_stride)
    if list(wanted) != sorted(set(wanted)) or wanted[0] < 0 or wanted[-1] > last:
        raise InvalidCall(f"{asked.task}: frame {list(wanted)} (expected: ascending, 0 to {last})")
    return wanted


def span(asked, clip, geometry):
    wanted = frames(asked, clip, geometry)
    if wanted[-1] - wanted[0] != len(wanted) - 1:
        raise InvalidCall(f"{asked.task}: frame {list(wanted)} (expected: consecutive)")
    if geometry.max_frames and len(wanted) > geometry.max_frames:
        raise InvalidCall(f"{asked.task}: {len(wanted)} frames (expected: at most {geometry.max_frames} of this model)")
    anchors = {
        side: anchor(asked, f"{side}_anchor", clip, geometry)
        for side in ("left", "right")
        if f"{side}_anchor" in asked.arrays
    }
    left = asked.number("left_frame") if "left" in anchors else 0
    right = asked.number("right_frame") if "right" in anchors else 0
    if "left" in anchors and left != wanted[0]:
        raise InvalidCall(f"{asked.task}: left_frame {left} (expected: {wanted[0]}, the first of frame)")
    if "right" in anchors and right not in (wanted[-1], wanted[-1] + 1):
        raise InvalidCall(
            f"{asked.task}: right_frame {right}"
            f" (expected: {wanted[-1]} or {wanted[-1] + 1}, the last of frame or the next)"
        )
    return Span(wanted, anchors.get("left"), anchors.get("right"), left, right)


def anchor(asked, name, clip, geometry):
    sides = [side // geometry.spatial_stride for side in clip.picture.shape[:2]]
    return tensor(asked.task, name, asked.array(name, numpy.float16, (geometry.channels, 1, *sides)))


def latents(asked, geometry):
    given = tensor(asked.task, "latents", asked.array("latents", numpy.float16, (geometry.channels, None, None, None)))
    multiple = geometry.side_multiple // geometry.spatial_stride
    if any(side % multiple for side in given.shape[2:]):
        raise InvalidCall(
            f"{asked.task}: latents are {list(given.shape)}"
            f" (expected: height and width that are multiples of {multiple})"
        )
    return given


def tensor(task, name, array):
    """FP32, of an array that is shared with nobody."""
    if not numpy.isfinite(array).all():
        raise InvalidCall(f"{task}: {name} has NaN or infinite values (expected: none)")
    return torch.from_numpy(array.astype(numpy.float32))
