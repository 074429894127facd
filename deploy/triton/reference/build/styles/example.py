"""The model `stylize-by-example`: a picture painted with the palette, the stroke scale and the direction of another."""
import numpy as np

from .. import codec
from ..graph import op
from ..mathematics import blur, channel, clamp, concat, halve, mean, soft_step, sqrt, squared
from ..views import luma, resized
from .brushwork import Layer, paint
from .color import emboss, lit, mixed, saturated, with_sparks
from .flow import directions, gradient
from .palette import transferred
from .stylize import LIGHTED, chosen, one, share
from .subject import Subject

OCTAVES = 5
ORDINARY = 2.3
VIEW = 512


class Manner:
    """How an example is painted, each [1,1,1,1]: stroke (factor on stroke size, 0.5..2), grain and contrast (of its finest and its middle octaves,
    0..1), slender (0 dabs .. 1 long strokes) and bias, the tensor [1,3,1,1] of a direction that goes through all of it."""

    def __init__(self, example):
        grey = luma(resized(example, np.array([VIEW, VIEW])))
        energies, level = [], grey
        for _ in range(OCTAVES):
            energies.append(mean(squared(level - blur(level, 1)), (1, 2, 3)))
            level = halve(level)
        weighted = sum((e * float(i) for i, e in enumerate(energies) if i), energies[0] * 0.0)
        whole = sum(energies[1:], energies[0]) + 1e-6
        self.stroke = op("Clip", op("Pow", 2.0, (weighted / whole - ORDINARY) * 1.2), 0.5, 2.0)
        self.grain = op("Min", sqrt(energies[0] + energies[1] * 0.5) * 14.0, 1.0)
        self.contrast = op("Min", sqrt(energies[1] + energies[2] + energies[3]) * 9.0, 1.0)
        slopes = gradient(halve(grey))
        gx, gy = channel(slopes, 0), channel(slopes, 1)
        tensor = concat([gx * gx, gy * gy, gx * gy], 1)
        self.slender = soft_step(mean(coherence(blur(tensor, 2)) * total_of(tensor), (2, 3)) / (mean(total_of(tensor), (2, 3)) + 1e-7), 0.4, 0.8)
        overall = mean(tensor, (2, 3))
        self.bias = overall / (total_of(overall) + 1e-7) * squared(soft_step(coherence(overall), 0.12, 0.6))


def total_of(tensor):
    return channel(tensor, 0) + channel(tensor, 1)


def coherence(tensor):
    """Anisotropy 0..1 of a structure tensor."""
    xx, yy, xy = (channel(tensor, i) for i in range(3))
    return sqrt(squared(xx - yy) + 4.0 * squared(xy)) / (xx + yy + 1e-7)


def layers(manner):
    length = 0.75 + 0.75 * manner.slender
    return (Layer(1.6, length, 0.42, reach=2, turn=0.3, cling=22.0, variety=0.4),
            Layer(0.9, 0.45 + 0.2 * manner.slender, 0.34, turn=0.25, cling=50.0, detail=0.05, variety=0.3),
            Layer(0.46, 0.6, 0.34, turn=0.15, cling=110.0, detail=0.06, variety=0.15))


def stylized_like(inputs):
    """Inputs of the model by name -> UINT8 [H,W,3]; strength 0 leaves every pixel as it is."""
    picture, example = codec.from_bytes(inputs["picture"]), codec.from_bytes(inputs["style_picture"])
    amount, keep = (one(op("Clip", inputs[n], 0.0, 1.0)) for n in ("strength", "keep_colors"))
    manner = Manner(example)
    recolored = mixed(transferred(picture, example), picture, keep)
    light = chosen(inputs["light"], LIGHTED, recolored, recolored)
    subject = Subject(light, recolored, one(op("Clip", inputs["stroke"], 0.5, 2.0)) * manner.stroke, keep, amount, inputs["seed"])
    tensor = directions(light) + manner.bias * 4e-4

    def palette(grid, color, variety):
        return clamp(color * (1.0 + (grid.chance(7) - 0.5) * (variety * (0.2 + 1.0 * manner.contrast))))

    canvas, height = paint(subject, layers(manner), tensor, palette, 70)
    done = lit(with_sparks(canvas, light) * (1.0 + (height - 0.5) * (0.05 + 0.2 * manner.grain)), emboss(height), 0.15 + 0.35 * manner.grain)
    vivid = saturated(done, one(op("Clip", inputs["vividness"], 0.5, 1.5)))
    return codec.to_bytes(clamp(mixed(picture, vivid, share(amount))))
