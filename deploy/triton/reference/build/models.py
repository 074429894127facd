"""The models as whole graphs, from Triton inputs to Triton outputs. Tensors are listed in the README."""
import numpy as np

from . import codec
from .family import REGIONS
from .graph import FLOAT, FLOAT16, INT64, UINT8, Graph, loop, op
from .mathematics import cast, concat, part, reshape, size, to_float, where
from .render import Scene
from .refine import refined
from .regions import painted, region_maps
from .restore import restored
from .styles.example import stylized_like
from .styles.stylize import stylized
from .views import Views
from .vocabulary import MOTIONS

C = codec.CHANNELS
PICTURE = ("picture", UINT8, ["H", "W", 3])
R = len(REGIONS)
MAPS = ("regions", FLOAT16, [R, 1, "h4", "w4"])
MOVIE = [PICTURE, MAPS, ("frame", INT64, ["T"]), ("frame_count", INT64, [1]), ("fps", FLOAT, [1]), ("loop", INT64, [1]), ("seed", INT64, [1]),
         ("motion", FLOAT, [len(MOTIONS), 4]), ("motion_strength", FLOAT, [1])]
ENDS = [("left_anchor", FLOAT16, [C, 1, "h", "w"]), ("right_anchor", FLOAT16, [C, 1, "h", "w"]), ("left_frame", INT64, [1]), ("right_frame", INT64, [1])]


def inputs_of(g, specs):
    return {name: g.input(name, dtype, shape) for name, dtype, shape in specs}


def element(vector, i):
    """One element of a vector as a [1] tensor; i is a Loop's iteration number."""
    return op("Gather", vector, reshape(i, 1), axis=0)


def latents(scene, frame):
    return codec.encode(scene.at(frame))


def time_second(stacked):
    """Loop output [T,1,C,h,w] -> [C,T,h,w]."""
    return op("Transpose", op("Squeeze", stacked, np.array([1])), perm=[1, 0, 2, 3])


def regions():
    with Graph("reference-regions") as g:
        maps = region_maps(Views(codec.from_bytes(g.input(*PICTURE))))
        g.output("regions", cast(op("Transpose", maps, perm=[1, 0, 2, 3]), FLOAT16), FLOAT16, MAPS[2])
    return g


def brush():
    specs = [MAPS, ("masks", UINT8, ["M", "H", "W"]), ("mask_region", INT64, ["M"]), ("mask_given", INT64, ["M"]), ("mask_direction", FLOAT, ["M", 2]),
             ("stroke", FLOAT, ["S", 5])]
    with Graph("reference-brush") as g:
        g.output("painted", cast(painted(inputs_of(g, specs)), FLOAT16), FLOAT16, MAPS[2])
    return g


def anchors():
    specs = [(name, dtype, ["A"] if name == "frame" else shape) for name, dtype, shape in MOVIE]
    with Graph("reference-anchors") as g:
        inputs = inputs_of(g, specs)
        scene = Scene(inputs)
        stacked = loop(op("Squeeze", size(inputs["frame"], 0)), [],
                       lambda i: ([], (cast(latents(scene, element(inputs["frame"], i)), FLOAT16), FLOAT16)))
        g.output("anchors", time_second(stacked), FLOAT16, [C, "A", "h", "w"])
    return g


def frames():
    """latent(t) = z(t) + (1-a) (L - z16(left)) + a (R - z16(right)), a = (t - left)/(right - left), z = encode(render).

    The loop's first two turns render the anchors' own frames and keep how far the given anchors are from them.
    """
    with Graph("reference-frames") as g:
        inputs = inputs_of(g, MOVIE + ENDS)
        scene = Scene(inputs)
        left, right = inputs["left_frame"], inputs["right_frame"]
        order = concat([left, right, inputs["frame"]], 0)
        span = to_float(op("Max", right - left, 1))
        given = [to_float(op("Transpose", inputs[n], perm=[1, 0, 2, 3])) for n in ("left_anchor", "right_anchor")]

        def each(i, off_left, off_right):
            frame = element(order, i)
            exact = latents(scene, frame)
            stored = to_float(cast(exact, FLOAT16))
            off_left = where(op("Equal", i, 0), given[0] - stored, off_left)
            off_right = where(op("Equal", i, 1), given[1] - stored, off_right)
            a = to_float(frame - left) / span
            corrected = exact + (1.0 - a) * off_left + a * off_right
            return [off_left, off_right], (cast(corrected, FLOAT16), FLOAT16)

        nothing = given[0] * 0.0
        stacked = loop(op("Squeeze", size(order, 0)), [(nothing, FLOAT), (nothing, FLOAT)], each)[2]
        wanted = part(stacked, 0, 2, 2 ** 31)
        g.output("latents", time_second(wanted), FLOAT16, [C, "T", "h", "w"])
    return g


def decode():
    with Graph("reference-decode") as g:
        z = g.input("latents", FLOAT16, [C, "T", "h", "w"])

        def each(i):
            latent = to_float(op("Transpose", op("Gather", z, reshape(i, 1), axis=1), perm=[1, 0, 2, 3]))
            return [], (codec.to_bytes(codec.decode(latent)), UINT8)

        g.output("frames", loop(op("Squeeze", size(z, 1)), [], each), UINT8, ["T", "H", "W", 3])
    return g


def restore():
    with Graph("reference-restore") as g:
        picture, strength, scale = (g.input(*spec) for spec in (PICTURE, ("strength", FLOAT, [1]), ("scale", INT64, [1])))
        g.output("restored", restored(picture, strength, scale), UINT8, ["H2", "W2", 3])
    return g


def refine():
    with Graph("reference-refine") as g:
        frames, picture, strength = (g.input(*spec) for spec in (("frames", UINT8, ["T", "H", "W", 3]), PICTURE, ("strength", FLOAT, [1])))
        g.output("refined", refined(frames, picture, strength), UINT8, ["T", "H", "W", 3])
    return g


PAINTING = [PICTURE, ("light", INT64, [1]), ("strength", FLOAT, [1]), ("keep_colors", FLOAT, [1]), ("stroke", FLOAT, [1]), ("vividness", FLOAT, [1]),
            ("seed", INT64, [1])]


def stylize():
    with Graph("reference-stylize") as g:
        inputs = inputs_of(g, [PICTURE, ("style", INT64, [1]), *PAINTING[1:]])
        g.output("stylized", stylized(inputs), UINT8, ["H", "W", 3])
    return g


def stylize_by_example():
    with Graph("reference-stylize-by-example") as g:
        inputs = inputs_of(g, [PICTURE, ("style_picture", UINT8, ["H2", "W2", 3]), *PAINTING[1:]])
        g.output("stylized", stylized_like(inputs), UINT8, ["H", "W", 3])
    return g


MODELS = {"restore": restore, "stylize": stylize, "stylize-by-example": stylize_by_example, "regions": regions, "brush": brush,
          "anchors": anchors, "frames": frames, "decode": decode, "refine": refine}
