"""What the surroundings of a sample say: water and cloth go on where more of the same may be, and leaves need room to move."""
from typing import NamedTuple

from ..mathematics import blur, channel, clamp, concat, dilate, maximum, minimum, soft_step, sqrt, squared, total

# So many samples long may the way be on which water goes on.
REACH = 40


class Going(NamedTuple):
    """How a kind goes on: the colours' largest difference, and from where to where likelihood and its lead over the rest count."""

    tolerance: float
    likely: tuple
    lead: tuple


# A fold's light and shade are further apart than water's; water is often mistaken for something else, cloth seldom joins anything.
WATER = Going(0.08, (0.15, 0.35), (-0.2, 0.0))
CLOTH = Going(0.3, (0.25, 0.5), (-0.1, 0.1))


def spread(body, likelihood, rival, rgb, going=WATER):
    """The map of a body (of water), with what is less surely part of it but joined to it, in colours like its own within 16 samples.

    Hysteresis by reconstruction: L. Vincent, "Morphological grayscale reconstruction in image analysis", IEEE Transactions on
    Image Processing 1993. Where something else (`rival`) is likelier it ends. All are [1,1,h,w] but rgb [1,3,h,w].
    """
    colors = concat([channel(rgb, i) - channel(rgb, 1) for i in (0, 2)], 1)
    unlike = colors - blur(colors * body, 8) / (blur(body, 8) + 1e-3)
    alike = soft_step(sqrt(total(squared(unlike), (1,))), going.tolerance, going.tolerance * 0.5)
    may = soft_step(likelihood, *going.likely) * soft_step(likelihood - rival, *going.lead) * alike
    # A speck of water is likelier a mistake than a spring.
    reached = minimum(body * soft_step(blur(body, 5), 0.4, 0.8), may)
    for _ in range(REACH):
        reached = minimum(dilate(reached, 1, 1, 1, 1), may)
    return maximum(body, reached)


def room(plants, sky):
    """0..1: moss on a rock and a leaf on a wall are hemmed in by what keeps still; in a crown, a lawn or against the sky there is room."""
    return soft_step(blur(clamp(plants + sky), 6), 0.65, 0.95)
