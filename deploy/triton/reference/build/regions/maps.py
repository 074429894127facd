"""The region maps of a picture: what the trained part says, held against what must be so of light, and directions."""
import numpy as np

from ..graph import op
from ..mathematics import (blur, channel, clamp, concat, convolve, dilate, erode, exp, greater, halve, maximum, minimum, positions, soft_step,
                           sqrt, squared, total, where)
from ..views import luma, wide_blur
from .network import CLASSES, looked_at
from .surroundings import CLOTH, WATER, room, spread

# The networks learnt from more of what keeps still than there is: what is taken off these scores again.
PRIOR = {"still": 0.56, "other": 0.32, "ground": 0.22, "hair": 0.4}
# How much the rules' advice adds to a probability.
ADVICE = {"water": 0.5, "plants": 0.3}
# A map rises from 0 to 1 between these. Wrong motion looks worse than none, so rare and lively kinds ask for more.
RISE = {"sky": (0.4, 0.8), "water": (0.5, 0.9), "waterfall": (0.5, 0.85), "plants": (0.45, 0.85), "flame": (0.5, 0.85), "smoke": (0.5, 0.85),
        "hair": (0.4, 0.75), "cloth": (0.5, 0.85), "lights": (0.4, 0.75), "ground": (0.4, 0.75), "still": (0.3, 0.65)}


def region_maps(views):
    """FLOAT [1,15,h4,w4] in the order of family.REGIONS."""
    scores, distance, advice = looked_at(views)
    share = likely(scores, advice)
    maps = decided(share)
    for name, going in (("water", WATER), ("cloth", CLOTH)):
        maps = gone_on(maps, share, name, views.analysis, going)
    roomy = room(maps["foliage"] + maps["grass"], maps["sky"])
    maps["foliage"], maps["grass"] = maps["foliage"] * roomy, maps["grass"] * roomy
    maps["flame"] = maps["flame"] * glowing(views)
    maps["lights"] = maps["lights"] * bright(views)
    maps["ground"] = maximum(maps["ground"], floor(views, maps))
    return concat([*maps.values(), distance, directions(views, maps)], 1)


def gone_on(maps, share, name, rgb, going):
    """The maps, after that of one kind has gone on where it may; the others yield."""
    rival = op("Max", *(share[other] for other in CLASSES if other != name))
    grown = spread(maps[name], share[name], rival, rgb, going)
    yielding = 1.0 - (grown - maps[name])
    return {kind: grown if kind == name else map * yielding for kind, map in maps.items()}


def likely(scores, advice):
    """Class scores [1,13,h,w] and the rules' maps [1,5,h,w] -> name -> how likely [1,1,h,w]; "plants" are leaves and grass together."""
    prior = np.array([PRIOR.get(name, 0.0) for name in CLASSES]).reshape(1, -1, 1, 1)
    shares = op("Softmax", scores - prior, axis=1)
    share = {name: channel(shares, i) for i, name in enumerate(CLASSES)}
    # The rules take smooth roads and piers for water: they are not asked where something may keep still.
    loose = 1.0 - soft_step(share["still"] + share["ground"], 0.12, 0.4)
    said = {kind: channel(advice, i) * loose * ADVICE[kind] for i, kind in ((1, "water"), (2, "plants"))}
    return share | {"water": share["water"] + said["water"], "plants": share["foliage"] + share["grass"] + said["plants"]}


def decided(share):
    """What `likely` gives -> name -> map [1,1,h,w], the first twelve channels in order."""
    def rising(kind, value): return soft_step(value, *RISE[kind])
    # Leaves and grass are told from the rest together, where both are right, and then from one another.
    grassy = soft_step(share["grass"] / (share["foliage"] + share["grass"] + 1e-3), 0.3, 0.7)
    green = rising("plants", share["plants"])
    maps = {"foliage": green * (1.0 - grassy), "grass": green * grassy}
    # Rock, mountains and walls out of focus keep their shape, too.
    maps["still"] = rising("still", share["still"] + share["other"] * 0.6)
    return {name: maps[name] if name in maps else rising(name, share[name]) for name in CLASSES[:-1]}


def floor(views, maps):
    """Ground that the networks miss: what is reached from the lower border, upwards, through grey that nothing else claims."""
    taken = total(concat([maps[name] for name in maps if name != "ground"], 1), (1,))
    high, low = (op(kind, views.analysis, np.array([1]), keepdims=1) for kind in ("ReduceMax", "ReduceMin"))
    resistance = maximum(taken, soft_step((high - low) / (high + 0.15), 0.45, 0.7))
    risen = op("CumSum", blur(resistance, 1), 2, reverse=1)
    lower = soft_step(positions(views.analysis, 2, 4) / views.field_height, 0.45, 0.6)
    return minimum(blur(exp(risen * -0.7) * lower, 2), clamp(1.0 - taken))


def glowing(views):
    """A flame shines: near it something is bright and reddish to yellow."""
    red, blue = channel(views.analysis, 0), channel(views.analysis, 2)
    hot = soft_step(red, 0.5, 0.75) * soft_step(red - blue, 0.12, 0.3)
    grey = 1.0 - soft_step(op("ReduceMax", views.analysis, np.array([1]), keepdims=1) - op("ReduceMin", views.analysis, np.array([1]), keepdims=1), 0.02, 0.06)
    return maximum(dilate(hot, 3, 3, 3, 3), grey * dilate(soft_step(red, 0.6, 0.8), 3, 3, 3, 3))


def bright(views):
    """A lamp is brighter than what is around it, and that is not broad daylight."""
    light = luma(views.analysis)
    hat = light - dilate(erode(light, 6), 6, 6, 6, 6)
    dim = soft_step(wide_blur(light), 0.62, 0.42)
    return dim * dilate(soft_step(light, 0.35, 0.6) * maximum(soft_step(hat, 0.03, 0.12), soft_step(light, 0.8, 0.95)), 1, 1, 1, 1)


def directions(views, maps):
    """[1,2,h4,w4]: along strands and falling streaks, downwards; along a river's course, towards the viewer; else 0, 0."""
    strands = along(luma(views.field), 3)
    course = along_course(maps["water"])
    fallen = maps["waterfall"]
    hanging = maps["hair"]
    steep = concat([channel(strands, 0) * 0.5, sqrt(maximum(1.0 - squared(channel(strands, 0) * 0.5), 0.0))], 1)
    return steep * fallen + strands * hanging * (1.0 - fallen) + course * maps["water"] * (1.0 - fallen) * (1.0 - hanging)


def tensor(gradient_of):
    """Products of derivatives [1,3,h,w] (xx, yy, xy) of a plane."""
    sobel = np.array([[1, 2, 1]]).T @ np.array([[-1, 0, 1]]) / 8
    gradient = convolve(op("Pad", gradient_of, np.array([0, 0, 1, 1, 0, 0, 1, 1]), mode="edge"), np.stack([sobel, sobel.T])[:, None])
    x, y = channel(gradient, 0), channel(gradient, 1)
    return concat([x * x, y * y, x * y], 1)


def least_change(products, floor):
    """Unit direction [1,2,h,w] in which the plane changes least, y >= 0, scaled by coherence (0 where there is no change)."""
    xx, yy, xy = (channel(products, i) for i in range(3))
    difference, twice = xx - yy, xy * 2.0
    length = sqrt(squared(difference) + squared(twice))
    coherent = length / (xx + yy + floor)
    # The doubled angle of the least change is that of (yy - xx, -2 xy); halve it with y >= 0.
    cosine = difference * -1.0 / (length + 1e-9)
    y = sqrt(clamp((1.0 - cosine) * 0.5))
    x = sqrt(clamp((1.0 + cosine) * 0.5)) * where(greater(twice, 0.0), -1.0, 1.0)
    return concat([x, y], 1) * soft_step(coherent, 0.15, 0.4)


def along(fine_plane, radius):
    return least_change(blur(halve(tensor(fine_plane)), radius), 1e-4)


def along_course(water):
    """The long way of a body of water, if it is a good deal longer than wide; towards the viewer."""
    return least_change(blur(blur(tensor(blur(water, 2)), 8), 8), 1e-5)
