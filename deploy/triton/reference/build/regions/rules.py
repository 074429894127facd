"""What colour, texture and position alone say of sky, water, leaves, fire and smoke: soft maps 0..1 on the analysis view.

They mistake smooth roads for water and lamps for fire; the trained part takes them as advice among other features.
"""
import numpy as np

from ..mathematics import blur, box, clamp, concat, dilate, erode, exp, maximum, mean, minimum, op, soft_step, squared, total


def rules(looks):
    """FLOAT [1,5,h4,w4]: sky, water, foliage, flame and smoke as the rules see them."""
    reached = sky(looks) * (1.0 - below_horizon(looks))
    burning = flame(looks, reached)
    leaves = foliage(looks, reached, burning)
    smoky = smoke(looks, above(burning), reached) * (1.0 - burning) * (1.0 - leaves)
    wet = water(looks, reached) * (1.0 - leaves) * (1.0 - dilate(burning, 4, 4, 4, 4)) * (1.0 - smoky)
    return clamp(concat([reached, wet, leaves, burning, smoky], 1))


def sky(looks):
    """What is reached from the upper border without crossing an edge: light falling down columns of smooth samples."""
    warm = soft_step(looks.red - looks.blue, 0.05, 0.25) * soft_step(looks.luma, 0.7, 0.45)
    green = soft_step((looks.green - maximum(looks.blue, looks.red)) / (looks.high + 0.05), 0.04, 0.12)
    relative = looks.texture / (looks.luma + 0.2)
    edges = maximum(soft_step(looks.texture, 0.035, 0.10), soft_step(relative, 0.07, 0.2))
    blue = soft_step(looks.blue - looks.red, 0.04, 0.12) * soft_step(looks.blue - looks.green, -0.03, 0.02)
    white = soft_step(looks.luma, 0.4, 0.6) * soft_step(looks.saturation, 0.35, 0.2)
    glowing = soft_step(looks.luma, 0.5, 0.7)
    skyline = soft_step(looks.upright * -1.0, 0.4, 0.7) * soft_step(looks.down, 0.15, 0.3)
    top = soft_step(looks.down, 0.25, 0.1)
    dark = soft_step(looks.luma / (mean(looks.luma * top, (2, 3)) / (mean(top, (2, 3)) + 0.01) + 0.01), 0.5, 0.3) * soft_step(looks.luma, 0.14, 0.08)
    pass_through = 0.8 * maximum(maximum(blue, white), glowing) * (1.0 - skyline)
    resistance = edges * (1.0 - pass_through) + 0.5 * warm + green + 0.6 * dark
    fallen = op("CumSum", box(resistance, 0, 0, 2, 2), 2)
    return blur(exp(fallen * -0.45) * (1.0 - clamp(box(resistance, 1, 1, 1, 1))), 1)


def below_horizon(looks):
    """1 below the strongest level edge that runs across the picture's middle, if there is one."""
    level = op("Relu", looks.upright * -1.0) * looks.texture / (looks.luma + 0.2)
    rows = mean(level, (3,)) * soft_step(looks.down, 0.2, 0.35) * soft_step(looks.down, 0.9, 0.75)
    strongest = op("ReduceMax", rows, np.array([2]), keepdims=1)
    votes = squared(squared(rows / (strongest + 1e-4)))
    row = total(votes * looks.down, (2,)) / (total(votes, (2,)) + 1e-4)
    return soft_step(looks.down - row, 0.0, 0.05) * soft_step(strongest, 0.006, 0.02)


def skin(looks):
    """The colours of skin, smooth or not; also wood and sand, which should keep still just the same."""
    red = (looks.red - looks.luma) * 0.713
    blue = (looks.blue - looks.luma) * 0.564
    return soft_step(red, 0.02, 0.05) * (1.0 - soft_step(red, 0.17, 0.22)) * soft_step(blue, -0.20, -0.16) \
        * (1.0 - soft_step(blue, -0.05, -0.01)) * soft_step(looks.luma, 0.2, 0.3)


def flame(looks, sky_map):
    """Glowing: orange to yellow, brighter than its dark surroundings, near a core that over-exposes; not wide and flat."""
    orange = soft_step(looks.red - looks.blue, 0.22, 0.45) * soft_step(looks.red, 0.5, 0.75) \
        * soft_step(looks.red - looks.green, -0.02, 0.06)
    near_orange = dilate(orange, 3, 3, 3, 3)
    pale = soft_step(minimum(looks.red, looks.green), 0.78, 0.92) * soft_step(looks.red - looks.blue, 0.03, 0.15) * near_orange
    glowing = soft_step(looks.luma - looks.surround, 0.04, 0.16)
    core = pale * soft_step(looks.blue, 0.2, 0.4) * soft_step(box(maximum(orange, pale), 3, 3, 2, 2), 0.25, 0.5)
    near_core = blur(dilate(core, 14, 8, 8, 8), 2)
    dark_around = 1.0 - soft_step(looks.surround, 0.38, 0.55)
    score = maximum(orange, pale) * glowing * near_core * dark_around
    upright = box(score, 12, 12, 2, 2) / (box(score, 2, 2, 12, 12) + 0.002)
    return score * soft_step(upright, 0.3, 0.65) * (1.0 - 0.8 * sky_map * soft_step(looks.surround, 0.2, 0.35))


def foliage(looks, sky_map, flame_map):
    """Leaves and grass: fine texture, green, or golden to red and tangled; not trunks, walls or skin."""
    green = soft_step((looks.green - maximum(looks.red * 0.96, looks.blue)) / (looks.high + 0.06), 0.0, 0.10)
    autumn = soft_step(looks.saturation, 0.5, 0.7) * soft_step(looks.red - looks.blue, 0.15, 0.35)
    relative = looks.texture / (looks.luma * 0.8 + 0.1)
    fine = soft_step(relative, 0.025, 0.10) * soft_step(looks.texture, 0.006, 0.015)
    tangled = 1.0 - soft_step(looks.coherence, 0.5, 0.8)
    colored = maximum(green * (0.55 + 0.45 * tangled), autumn * tangled * soft_step(looks.texture, 0.06, 0.11) * (1.0 - skin(looks)))
    score = blur(colored * fine, 3)
    return soft_step(score, 0.10, 0.38) * (1.0 - sky_map) * (1.0 - dilate(flame_map, 6, 6, 6, 6))


def above(flame_map):
    """The column of hot air over a flame, wider with height; lamps and candles are too small to have one."""
    base = dilate(erode(flame_map, 2), 4, 6, 5, 5)
    reach = [box(base, 0, up, wide, wide) * gain for up, wide, gain in ((28, 4, 6.0), (56, 9, 14.0), (100, 15, 30.0))]
    return blur(clamp(maximum(maximum(reach[0], reach[1]), reach[2])), 3)


def smoke(looks, plume, cloudy):
    """Grey and without sharp edges: above a flame, or brighter than what is around it and not claimed by the clouds."""
    grey = soft_step(looks.saturation, 0.55, 0.35)
    outlined = soft_step(looks.texture / (looks.luma + 0.1), 0.035, 0.08) * soft_step(looks.coherence, 0.4, 0.7)
    soft = soft_step(looks.texture, 0.05, 0.02) * (1.0 - blur(dilate(outlined, 3, 3, 3, 3), 1))
    there = soft_step(looks.luma, 0.06, 0.16) * soft_step(looks.luma, 0.97, 0.88)
    apart = soft_step(blur(dilate(looks.texture, 4, 4, 4, 4), 2), 0.12, 0.05)
    alone = soft_step(looks.luma - looks.surround, 0.0, 0.06) * soft_step(looks.saturation, 0.28, 0.16) * apart
    return grey * soft * there * clamp(plume + 0.8 * alone * (1.0 - cloudy) * (1.0 - skin(looks)))


def water(looks, sky_map):
    """Wide, low in the picture, cool or in the sky's own colour, with level structure if any."""
    seen = mean(sky_map, (2, 3))
    tint = mean((looks.red - looks.blue) * sky_map, (2, 3)) / (seen + 0.02)
    cool = soft_step(looks.blue - looks.red + op("Clip", tint, 0.0, 0.15), -0.08, 0.0) \
        * soft_step(looks.blue - looks.green, -0.12, -0.04) * soft_step(looks.luma, 0.03, 0.065)
    low = soft_step(looks.down, 0.28, 0.42)
    level = 1.0 - soft_step(looks.texture * (looks.upright + 0.4), 0.008, 0.025)
    rough = soft_step(looks.grain / (looks.luma + 0.1), 0.053, 0.115) * (1.0 - soft_step(looks.coherence, 0.5, 0.75))
    place = low * level * (1.0 - rough) * (1.0 - sky_map)
    score = blur(cool * place, 1)
    # Warm glints and reflections amid the water belong to it.
    score = maximum(score, soft_step(box(score, 2, 2, 12, 12), 0.65, 0.9) * place)
    wide = box(score, 2, 2, 22, 22)
    return score * soft_step(wide, 0.35, 0.6)
