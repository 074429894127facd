"""What the surroundings of a sample say: water goes on where more of the same may be, and leaves need room to move."""
from ..mathematics import blur, channel, clamp, concat, dilate, maximum, minimum, soft_step, sqrt, squared, total

# So many samples long may the way be on which water goes on.
REACH = 40


def spread(water, likelihood, rival, rgb):
    """The map of water, with what is less surely water but joined to a body of it, in colours like its own within 16 samples.

    Hysteresis by reconstruction: L. Vincent, "Morphological grayscale reconstruction in image analysis", IEEE Transactions on
    Image Processing 1993. Where something else is likelier (`rival`) it ends. All are [1,1,h,w] but rgb [1,3,h,w].
    """
    colors = concat([channel(rgb, i) - channel(rgb, 1) for i in (0, 2)], 1)
    unlike = colors - blur(colors * water, 8) / (blur(water, 8) + 1e-3)
    alike = soft_step(sqrt(total(squared(unlike), (1,))), 0.08, 0.04)
    may = soft_step(likelihood, 0.25, 0.5) * soft_step(likelihood - rival, -0.1, 0.1) * alike
    # A speck of water is likelier a mistake than a spring.
    reached = minimum(water * soft_step(blur(water, 5), 0.4, 0.8), may)
    for _ in range(REACH):
        reached = minimum(dilate(reached, 1, 1, 1, 1), may)
    return maximum(water, reached)


def room(plants, sky):
    """0..1: moss on a rock and a leaf on a wall are hemmed in by what keeps still; in a crown, a lawn or against the sky there is room."""
    return soft_step(blur(clamp(plants + sky), 6), 0.65, 0.95)
