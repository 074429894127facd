"""The model `regions`: where in a picture everything is that may move, as one map per channel."""
from .heuristics import region_maps
