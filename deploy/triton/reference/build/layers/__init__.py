"""What lies over the moving picture: light, camera, weather.

A layer is made once per call as `Layer(views, regions, rows, seed)`; its `at(image, clock)` takes and gives the frame as
FLOAT [1,3,H,W] in 0..1. It is the identity at frame 0 and where its rows are not active.
"""
from .camera import Camera
from .daylight import Daylight
from .firelight import Firelight
from .fog import Fog
from .lamps import Lamps
from .rain import Rain
from .snow import Snow
from .splashes import Splashes
from .stars import Stars
from .wet import Wet

# Classes, in the order in which they are applied. What belongs to a place in the picture (wet ground, fog) comes before
# the camera, which moves the picture away from its maps; what falls close to the lens comes after.
LAYERS = (Daylight, Firelight, Stars, Lamps, Wet, Splashes, Fog, Camera, Rain, Snow)
