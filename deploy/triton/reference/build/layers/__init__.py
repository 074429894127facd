"""What lies over the moving picture: light, camera, weather.

A layer is made once per call as `Layer(views, regions, rows, seed)`; its `at(image, clock)` takes and gives the frame as
FLOAT [1,3,H,W] in 0..1. It is the identity at frame 0 and where its rows are not active.
"""

# Classes, in the order in which they are applied.
LAYERS = ()
