"""Other light on the same picture: graded by luminance and place, with bloom; the composition stays."""
from dataclasses import dataclass

import numpy as np

from ..graph import op
from ..mathematics import blur, clamp, mean, positions, soft_step, squared
from ..views import luma, resized
from .color import rgb, saturated


@dataclass(frozen=True)
class Light:
    """shadows, highlights: colour factors at both ends of the tones; sky, ground: factors at the top and the bottom of the picture; glow: colour
    that bright things spread; power: exponent of the tones (above 1 darker); chroma: saturation."""

    shadows: tuple
    middle: tuple
    highlights: tuple
    sky: tuple
    ground: tuple
    glow: tuple
    power: float
    chroma: float
    glow_from: float


LIGHTS = {
    "golden-hour": Light(shadows=(0.86, 0.88, 1.08), middle=(1.10, 0.98, 0.80), highlights=(1.16, 1.00, 0.66), sky=(1.06, 0.98, 0.90),
                         ground=(1.04, 0.98, 0.92), glow=(0.55, 0.30, 0.08), power=1.05, chroma=1.12, glow_from=0.55),
    "moonlight": Light(shadows=(0.50, 0.63, 1.00), middle=(0.42, 0.54, 0.82), highlights=(0.72, 0.84, 1.04), sky=(0.92, 0.96, 1.05),
                       ground=(0.85, 0.90, 1.00), glow=(0.16, 0.22, 0.34), power=1.5, chroma=0.45, glow_from=0.6),
    "morning-light": Light(shadows=(1.04, 1.02, 1.10), middle=(1.05, 1.01, 0.97), highlights=(1.05, 1.00, 0.90), sky=(1.03, 1.00, 0.98),
                           ground=(1.00, 1.00, 1.00), glow=(0.30, 0.24, 0.18), power=0.82, chroma=0.9, glow_from=0.5),
    "dusk-light": Light(shadows=(0.62, 0.60, 0.98), middle=(0.86, 0.70, 0.88), highlights=(1.10, 0.80, 0.74), sky=(0.86, 0.80, 1.05),
                        ground=(1.02, 0.86, 0.86), glow=(0.40, 0.16, 0.16), power=1.22, chroma=1.0, glow_from=0.6),
}


def lighted(picture, light):
    """FLOAT [1,3,H,W] -> the same in another light."""
    grey = luma(picture)
    # What is dark already is not made much darker.
    day = soft_step(mean(grey, (1, 2, 3)), -0.1, 0.4)
    tone = op("Pow", op("Clip", picture, 0.0005, 1.0), 1.0 + (light.power - 1.0) * day) * (1.0 + max(light.power - 1.0, 0.0) * 1.6 * (1.0 - day))
    low, high = soft_step(grey, 0.5, 0.05), soft_step(grey, 0.45, 0.95)
    factor = rgb(*light.middle) + low * (rgb(*light.shadows) - rgb(*light.middle)) + high * (rgb(*light.highlights) - rgb(*light.middle))
    down = (positions(picture, 2, 1) + 0.5) / op("Reshape", op("Cast", op("Shape", picture, start=2, end=3), to=1), np.array([1, 1, 1, 1]))
    place = rgb(*light.sky) + soft_step(down, 0.25, 0.75) * (rgb(*light.ground) - rgb(*light.sky))
    graded = saturated(tone, light.chroma) * factor * place
    sizes = op("Shape", picture, start=2, end=4)
    bright = squared(soft_step(grey, light.glow_from, 1.0))
    small = resized(bright, op("Div", sizes, 8))
    glow = resized(blur(small, 2) * 0.5 + blur(small, 8) * 0.8, sizes)
    return clamp(1.0 - (1.0 - clamp(graded)) * (1.0 - op("Min", glow, 1.0) * rgb(*light.glow)))
