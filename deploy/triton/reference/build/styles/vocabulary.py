"""The styles and lights in the order of the models' inputs, and the words of a prompt that mean them."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """light: changes light and colour alone, and goes together with any style."""

    name: str
    title: str
    words: tuple
    light: bool = False


STYLES = (
    Style("oil", "Oil painting", (
        "oil", "oils", "oil painting", "oil paint", "oil on canvas", "painting", "painted", "painterly", "impasto", "brush strokes", "brushstrokes",
        "palette knife", "rembrandt", "old master", "old masters", "baroque painting")),
    Style("watercolor", "Watercolour", (
        "watercolor", "watercolors", "watercolour", "watercolours", "water color", "water colour", "aquarelle", "aquarell", "gouache",
        "turner", "wash painting", "wet on wet")),
    Style("impressionist", "Impressionist painting", (
        "impressionist", "impressionistic", "impressionism", "monet", "claude monet", "renoir", "pissarro", "sisley", "morisot", "broken color",
        "broken colour", "dabs", "plein air", "en plein air", "seurat", "pointillist", "pointillism", "water lilies painting")),
    Style("swirl", "Swirling strokes", (
        "swirl", "swirls", "swirly", "swirling", "swirling strokes", "van gogh", "vincent van gogh", "vincent", "gogh", "starry night", "starry",
        "post-impressionist", "post-impressionism", "post impressionist", "post impressionism", "expressionist", "expressionism", "munch")),
    Style("charcoal", "Charcoal drawing", (
        "charcoal", "charcoals", "charcoal drawing", "charcoal sketch", "coal drawing", "conte", "smudged", "chiaroscuro")),
    Style("pencil", "Pencil drawing", (
        "pencil", "pencils", "pencil drawing", "pencil sketch", "graphite", "sketch", "sketched", "sketchy", "drawing", "drawn", "hatching",
        "hatched", "crayon", "colored pencil", "coloured pencil", "silverpoint")),
    Style("ink", "Ink drawing", (
        "ink", "inks", "inked", "ink drawing", "pen and ink", "pen drawing", "pen", "ink wash", "cross-hatching", "crosshatching", "cross hatching",
        "etching", "etched", "engraving", "engraved", "woodcut", "sumi-e", "sumi", "line art", "line drawing", "lineart", "nib")),
    Style("pastel", "Pastel", (
        "pastel", "pastels", "soft pastel", "soft pastels", "pastel drawing", "pastel painting", "chalk", "chalks", "chalky", "degas", "oil pastel")),
    Style("comic", "Comic", (
        "comic", "comics", "comic book", "comic strip", "cartoon", "cartoons", "cartoonish", "graphic novel", "manga", "anime", "cel shading",
        "cel shaded", "cel-shaded", "toon", "pop art", "poster", "posterized", "ligne claire", "roy lichtenstein", "lichtenstein")),
    Style("golden-hour", "Golden hour", (
        "golden hour", "golden light", "golden", "sunset light", "sunset", "sunsets", "evening sun", "evening light", "low sun", "warm light",
        "late sun", "late afternoon", "late afternoon light", "amber light", "sunlit"), light=True),
    Style("moonlight", "Moonlight", (
        "moonlight", "moonlit", "moon light", "by moonlight", "full moon", "moon", "night light", "by night", "at night", "night", "nocturne",
        "midnight", "silver light", "day for night"), light=True),
    Style("morning-light", "Soft morning light", (
        "morning light", "soft morning light", "morning", "soft light", "morning sun", "dawn", "dawn light", "sunrise", "daybreak", "early light",
        "first light", "early morning", "misty light", "hazy light", "gentle light", "pale light"), light=True),
    Style("dusk-light", "Dusk", (
        "dusk", "dusk light", "at dusk", "twilight", "blue hour", "gloaming", "nightfall", "after sunset", "violet light", "purple light", "afterglow"),
        light=True),
)
