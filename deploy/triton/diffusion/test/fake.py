"""A family of a few sums, with the protocol of a real one: for tests of what is around it."""

import numpy
import torch

from stillwake_diffusion.geometry import Chunking, Geometry
from stillwake_diffusion.profile import Profile, Runtime, Sampling, Split

GEOMETRY = Geometry(
    Chunking.KEYFRAMES, channels=4, spatial_stride=8, temporal_stride=4, side_multiple=16, convention="mean-std"
)
FILM = {
    "default_fps": 16,
    "min_fps": 8,
    "max_fps": 24,
    "default_seconds": 1,
    "min_seconds": 0.5,
    "max_seconds": 4,
    "min_side": 64,
    "max_side": 512,
    "default_pixels": 16384,
    "max_pixels": 65536,
    "max_picture_pixels": 262144,
    "cost": {"prepare": 0.1, "anchors": 0.1, "frames": 0.1, "decode": 0.1},
}
PROFILE = Profile(
    "fake",
    "1",
    "cpu",
    Sampling(steps=3, anchor_steps=2),
    Split(spacing=3),
    Runtime(device="cpu", dtype="float32"),
    FILM,
)


class FakeFamily:
    """Every attribute may be replaced, to see what becomes of it."""

    def __init__(self, steps=3, geometry=GEOMETRY):
        self.steps, self.geometry = steps, geometry

    def text(self, prompt):
        return {"prompt_embeds": torch.full((1, 2, 3), float(len(prompt)))}

    def base(self, clip):
        small = (
            torch.from_numpy(
                clip.picture[:: self.geometry.spatial_stride, :: self.geometry.spatial_stride, 0].copy()
            ).float()
            / 255
        )
        return small.expand(self.geometry.channels, 1, *small.shape)

    def anchors(self, clip, frames, watch):
        return self.made(clip, frames, watch)

    def frames(self, clip, span, watch):
        return self.made(clip, span.frames, watch)

    def made(self, clip, frames, watch):
        total = (
            self.base(clip) + torch.tensor(frames, dtype=torch.float32)[None, :, None, None] * clip.motion_strength / 8
        )
        for step in range(self.steps):
            total = total + torch.sin(total) / 8
            watch.step(step + 1, self.steps)
        return total

    def decode(self, latents, memory, watch):
        stride = self.geometry.spatial_stride
        frames = latents[0].repeat_interleave(stride, 1).repeat_interleave(stride, 2)
        frames = torch.cat([frames[:1], frames[1:].repeat_interleave(self.geometry.temporal_stride, 0)])
        watch.step(1, 1)
        return (frames.clamp(0, 1) * 254 + 1).to(torch.uint8)[..., None].expand(*frames.shape, 3).contiguous().numpy()


def picture(height=64, width=96):
    ramp = numpy.linspace(20, 235, height * width * 3).reshape(height, width, 3)
    return ramp.astype(numpy.uint8)
