"""The model `stylize`: one of the styles, in one of the lights."""
from .. import codec
from ..graph import BOOL, INT64, op, when
from ..mathematics import cast, clamp, concat, part, reshape
from .charge import LIGHTED, PAINTED
from .color import mixed, saturated
from .subject import Subject


def stylized(inputs):
    """Inputs of the model by name -> UINT8 [H,W,3]; strength 0 leaves every pixel as it is, 1 is the full style."""
    picture = codec.from_bytes(inputs["picture"])
    amount = one(op("Clip", inputs["strength"], 0.0, 1.0))
    light = chosen(inputs["light"], LIGHTED, picture, picture)
    stroke, keep = one(op("Clip", inputs["stroke"], 0.5, 2.0)), one(op("Clip", inputs["keep_colors"], 0.0, 1.0))
    subject = Subject(light, picture, stroke, keep, amount, inputs["seed"])
    style = chosen(inputs["style"], PAINTED, subject, light)
    vivid = saturated(style, one(op("Clip", inputs["vividness"], 0.5, 1.5)))
    return codec.to_bytes(clamp(mixed(picture, vivid, share(amount))))


def share(amount):
    """How much of the painting covers the picture: most of it from middle strengths on, so that a weak style is no double exposure."""
    return amount * (1.6 - 0.6 * amount)


def one(vector):
    return reshape(vector, 1, 1, 1, 1)


def chosen(index, table, subject, otherwise):
    """The branch of the table {index: function} that the INT64 [1] index names; only that one is computed.

    The branches stand side by side and those that are not named give no rows, for ONNX Runtime 1.28 takes ten times as
    long to load branches that are nested in one another.
    """
    named = [op("Equal", index, i) for i in table]
    none = op("Not", cast(op("ReduceMax", cast(concat(named, 0), INT64)), BOOL))
    branches = {i: (condition, painting(table[i], subject)) for i, condition in zip(table, named)}
    branches[-1] = none, lambda: op("Identity", otherwise)
    return concat([when(op("Squeeze", condition), branch, lambda: part(otherwise, 2, 0, 0)) for condition, branch in branches.values()], 2)


def painting(function, subject):
    return lambda: function(subject)
