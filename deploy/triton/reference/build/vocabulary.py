"""The motions in the order of the rows of the models' input `motion`, and the words by which a prompt asks for them."""
from dataclasses import dataclass

CAMERA = "camera"


@dataclass(frozen=True)
class Motion:
    """natural: the direction (x, y; y down) of a row whose own direction is 0, 0. amount: when a prompt says no other.

    regions: where it acts, none for the whole frame. offered: the share of the picture that its regions must cover
    for an empty prompt to pick it; 0 for never. directions: phrase -> (x, y). Motions may share words.
    """

    name: str
    title: str
    natural: tuple
    amount: float
    words: str
    regions: tuple = ()
    offered: float = 0.0
    group: str = ""
    directions: tuple = ()

    @property
    def phrases(self):
        return [phrase.strip() for phrase in self.words.split(",")]


WIND = "wind, winds, windy, breeze, breezy, gust, gusts, gusty, storm, stormy"
AWAY_OR_NEAR = (("zoom in", 0, -1), ("zooms in", 0, -1), ("zooming in", 0, -1), ("closer", 0, -1),
                ("zoom out", 0, 1), ("zooms out", 0, 1), ("zooming out", 0, 1), ("wider", 0, 1))
BACK_OR_FORTH = (("dolly in", 0, -1), ("push in", 0, -1), ("pushes in", 0, -1), ("moves in", 0, -1), ("forward", 0, -1), ("forwards", 0, -1),
                 ("into the scene", 0, -1), ("dolly out", 0, 1), ("pull back", 0, 1), ("pulls back", 0, 1), ("pull out", 0, 1),
                 ("backward", 0, 1), ("backwards", 0, 1))

MOTIONS = (
    Motion("water", "Water ripples", (0, 0), 0.8,
           "water, waters, lake, lakes, pond, ponds, pool, puddle, puddles, sea, ocean, bay, harbour, harbor, ripple, ripples, rippling, "
           "reflection, reflections, shimmering water, glistening water", ("water",), 0.06),
    Motion("flow", "River or stream", (1, 0), 0.8,
           "river, rivers, stream, streams, creek, brook, canal, current, currents, rapids, flow, flows, flowing, running water", ("water",)),
    Motion("waterfall", "Waterfall", (0, 1), 0.8,
           "waterfall, waterfalls, cascade, cascades, cascading, falls, falling water, fountain, fountains, water, waters, flow, flows, flowing",
           ("waterfall",), 0.04),
    Motion("waves", "Waves and swell", (0, 1), 0.8,
           "wave, waves, swell, surf, breaker, breakers, surge, surges, tide, choppy", ("water",)),
    Motion("flame", "Flames", (0, -1), 0.8,
           "flame, flames, flaming, fire, fires, fireplace, campfire, bonfire, candle, candles, torch, torches, burn, burns, burning, "
           "blaze, blazing", ("flame",), 0.006),
    Motion("ember", "Sparks", (0, -1), 0.7,
           "ember, embers, spark, sparks, campfire, bonfire", ("flame",), 0.012),
    Motion("smoke", "Smoke or steam", (0, -1), 0.7,
           "smoke, smokes, smoking, smoky, steam, steams, steaming, vapor, vapour, fumes, incense, plume", ("smoke",), 0.03),
    Motion("cloud", "Clouds drift", (1, 0), 0.7,
           "cloud, clouds, cloudy, sky, skies, overcast", ("sky",), 0.15),
    Motion("foliage", "Leaves rustle", (1, 0), 0.7,
           "foliage, leaf, leaves, tree, trees, branch, branches, twig, twigs, forest, wood, woods, bush, bushes, plant, plants, ivy, palm, "
           "palms, flower, flowers, rustle, rustles, rustling, sway, sways, swaying, " + WIND, ("foliage",), 0.08),
    Motion("grass", "Grass bends", (1, 0), 0.7,
           "grass, grasses, meadow, meadows, field, fields, reed, reeds, wheat, corn, lawn, blade, blades, flower, flowers, sway, sways, "
           "swaying, " + WIND, ("grass",), 0.08),
    Motion("hair", "Hair sways", (1, 0), 0.7,
           "hair, hairs, fur, mane, beard, strand, strands, locks, braid, ponytail, " + WIND, ("hair",), 0.06),
    Motion("cloth", "Cloth and flags", (1, 0), 0.7,
           "cloth, fabric, flag, flags, banner, banners, dress, skirt, scarf, cape, cloak, coat, veil, curtain, curtains, sail, sails, "
           "flutter, flutters, fluttering, " + WIND, ("cloth",)),
    Motion("rain", "Rain", (0, 1), 0.7,
           "rain, rains, raining, rainy, drizzle, downpour, shower, showers, raindrops, thunderstorm"),
    Motion("snow", "Snow", (0, 1), 0.7,
           "snow, snows, snowing, snowfall, snowflake, snowflakes, blizzard"),
    Motion("fog", "Fog", (1, 0), 0.6,
           "fog, foggy, mist, misty, haze, hazy"),
    Motion("lights", "Lights glow and twinkle", (0, 0), 0.7,
           "lights, headlight, headlights, city lights, lamp, lamps, lantern, lanterns, neon, street lights, streetlights, lit windows, "
           "glow, glows, glowing, shimmer, shimmers, shimmering, fairy lights, traffic", ("lights",), 0.015),
    Motion("stars", "Stars twinkle", (0, 0), 0.7,
           "star, stars, starry, twinkle, twinkles, twinkling, milky way", ("sky",)),
    Motion("morning", "Morning light comes", (0, 0), 0.7,
           "morning, morning light, sunrise, dawn, daybreak, sun rises", group="light"),
    Motion("dusk", "Dusk falls", (0, 0), 0.7,
           "dusk, evening, nightfall, sunset, twilight, gets dark, sun sets", group="light"),
    Motion("flicker", "Firelight flickers", (0, 0), 0.7,
           "flicker, flickers, flickering, candlelight, firelight, fireside, glow of the fire"),
    Motion("pan", "Camera pans", (1, 0), 0.6,
           "pan, pans, panning, camera pan", group=CAMERA),
    Motion("tilt", "Camera tilts", (0, -1), 0.6,
           "tilt, tilts, tilting, camera tilt", group=CAMERA),
    Motion("zoom", "Camera zooms", (0, -1), 0.6,
           "zoom, zooms, zooming, zoom in, zoom out, camera zoom", group=CAMERA, directions=AWAY_OR_NEAR),
    Motion("dolly", "Camera moves in or out", (0, -1), 0.6,
           "dolly, dollies, push in, pull back, pull out, parallax, camera, camera moves, camera movement, camera motion, tracking shot",
           group=CAMERA, directions=BACK_OR_FORTH),
    Motion("orbit", "Camera circles", (1, 0), 0.6,
           "orbit, orbits, orbiting, camera circles, circling, around the subject, arc shot, sideways parallax", group=CAMERA),
)

CANNOT = ("blink", "blinks", "blinking", "smile", "smiles", "smiling", "talk", "talks", "talking", "speak", "speaks", "sing", "sings",
          "walk", "walks", "walking", "run", "runs", "running", "dance", "dances", "dancing", "jump", "jumps", "wave hand", "waves hand",
          "turn head", "turns head", "fly", "flies", "drive", "drives", "driving", "swim", "swims", "swimming")
