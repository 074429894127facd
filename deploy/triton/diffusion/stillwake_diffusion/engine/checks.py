"""Says what is wrong with what a model made, before anybody stores it."""

import numpy

# Black is a film in which no sample is above this of 255: night has stars, or at least noise.
BLACK = 4
# A denoiser leaves some noise; a latent that changes by less of its own spread from frame to frame does not move.
FROZEN = 1e-3


class WrongOutput(Exception):
    """What a model made is not fit for use; the message says what was seen and expected."""


def finite(name, latents):
    """latents FP16 [C, T, h, w]; infinity is where a value is beyond FP16."""
    bad = latents.size - int(numpy.isfinite(latents).sum())
    if bad:
        raise WrongOutput(f"{name}: {bad} of {latents.size} values are NaN or infinite (expected: none)")


def moving(name, latents, motion_strength):
    """latents [C, T, h, w] of one span; the first of them may stand for a single picture."""
    if motion_strength <= 0 or latents.shape[1] < 3:
        return
    later = latents[:, 1:].astype(numpy.float32)
    spread, change = float(later.std()), float(numpy.abs(numpy.diff(later, axis=1)).mean())
    if change <= FROZEN * spread:
        raise WrongOutput(
            f"{name}: frozen, {latents.shape[1]} latent frames that change by {change:.2g} of {spread:.2g} "
            f"(expected: more than {FROZEN:g} of it with motion_strength {motion_strength:g})"
        )


def visible(name, frames):
    """frames UINT8 [F, H, W, 3]."""
    brightest = int(frames.max()) if frames.size else 0
    if brightest <= BLACK:
        raise WrongOutput(
            f"{name}: black, no sample of {frames.shape[0]} frames is above {brightest} of 255"
            f" (expected: above {BLACK})"
        )
