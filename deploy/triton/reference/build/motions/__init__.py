"""What moves in a picture, one class per motion. Lengths in units (views.py), rates per second.

Made as Motion(views, regions, row, seed). What sways has `fields()`, computed once per call, and `at(clock, *fields)`,
which gives FLOAT [1,3,h,w] on the field view: how far what is in the picture has moved in x and y (units), and its change
of brightness (a share). What flows has `course()`: FLOAT [1,3,h,w], units in x and y per cycle of RATE and the map of what flows. In a
clip that does not loop, what is STEADY moves on and on; the rest comes back in turns.
"""
