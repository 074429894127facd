"""The model `stylize`: one of the styles, in one of the lights."""
from .. import codec
from ..graph import op, when
from ..mathematics import clamp, reshape
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
    """The branch of the table {index: function} that the INT64 [1] index names; only that one is computed."""
    def branch():
        return op("Identity", otherwise)

    for i, function in table.items():
        branch = nested(index, i, function, subject, branch)
    return branch()


def nested(index, i, function, subject, rest):
    return lambda: when(op("Squeeze", op("Equal", index, i)), lambda: function(subject), rest)
