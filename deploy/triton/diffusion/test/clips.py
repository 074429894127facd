"""What tests of families share: a picture, a profile for the CPU, and watches."""
import numpy

from stillwake_diffusion.calls import Cancelled
from stillwake_diffusion.profile import Profile, Runtime, Sampling

MEMORY = 2**30


def picture(height=64, width=96):
    """UINT8 [H, W, 3]: smooth, with an edge."""
    y, x = numpy.mgrid[0:height, 0:width] / (height, width)[0]
    levels = numpy.stack([0.8 * y, 0.5 + 0.4 * numpy.sin(4 * x), 0.9 * (x + y > 1)], axis=-1)
    return (255 * levels.clip(0, 1)).astype(numpy.uint8)


def profile(name, steps=3, guidance=3.0, dtype="float32", **rest):
    return Profile(
        name, "1", "gpu", sampling=Sampling(steps=steps, guidance=guidance, anchor_steps=steps),
        runtime=Runtime(device="cpu", dtype=dtype, memory_gib=1.0), **rest,
    )


class Told:
    """Keeps what it is told; cancels at a step."""

    def __init__(self, cancel_at=None):
        self.cancel_at = cancel_at
        self.steps = []

    def step(self, done, total):
        self.steps.append((done, total))
        if done == self.cancel_at:
            raise Cancelled()


def bytes_of(latents):
    """Of FP16 latents."""
    assert str(latents.dtype) == "torch.float16"
    return latents.numpy().tobytes()
