"""Which function paints which entry of the descriptor's styles."""
from .vocabulary import STYLES
from .comic import comic
from .drawing import charcoal, ink, pencil
from .impressionist import impressionist
from .light import LIGHTS, lighted
from .oil import oil
from .pastel import pastel
from .swirl import swirl
from .watercolor import watercolor

FUNCTIONS = {"oil": oil, "watercolor": watercolor, "impressionist": impressionist, "swirl": swirl, "charcoal": charcoal, "pencil": pencil,
             "ink": ink, "pastel": pastel, "comic": comic}
PAINTED = {i: FUNCTIONS[s.name] for i, s in enumerate(STYLES) if not s.light}
LIGHTED = {i: (lambda picture, light=LIGHTS[s.name]: lighted(picture, light)) for i, s in enumerate(STYLES) if s.light}
