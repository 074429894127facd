"""The models `regions`, where in a picture everything is that may move, and `brush`, what the user paints over that."""
from .brush import painted
from .maps import region_maps
