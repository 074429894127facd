"""Models that make a picture of a picture, beside a family's own."""
from pathlib import Path


def equip(family, profile):
    """Gives a loaded family the methods `stylize` and `restore` that its profile names weights for."""
    if profile.stylize:
        from . import stylize

        family.stylize = stylize.load(profile, Path(profile.stylize)).stylize
    if profile.restore:
        from . import restore

        family.restore = restore.load(profile, Path(profile.restore)).restore
    return family
