"""What the family offers: regions, motions and styles in the order of the models' inputs, and the descriptor made of them."""
from .codec import CHANNELS, STRIDE
from .refine import REACH
from .styles.vocabulary import STYLES
from .vocabulary import CANNOT, MOTIONS

# Channels of the maps, in order: name and title.
REGIONS = {
    "sky": "Sky and clouds", "water": "Water", "waterfall": "Falling water", "foliage": "Leaves and branches", "grass": "Grass and reeds",
    "flame": "Flames", "smoke": "Smoke and steam", "hair": "Hair and fur", "cloth": "Cloth and flags", "lights": "Lamps and lit windows",
    "ground": "Ground and roads", "still": "What keeps its shape", "depth": "Distance from the camera",
    "direction_x": "Direction to the right", "direction_y": "Direction downwards",
}


def descriptor():
    """The descriptor in protobuf-JSON. Cost is in seconds: per megapixel for whole pictures, per 768x512 frame else."""
    return {
        "name": "reference", "version": "4", "pool": "cpu", "chunking": "KEYFRAMES",
        "latentChannels": CHANNELS, "spatialStride": STRIDE, "temporalStride": 1, "latentType": "FP16",
        "framesPerChunk": 16, "leadIn": 0, "decodeOverlap": 0, "segmentFrames": 24,
        "defaultFps": 24, "minFps": 8, "maxFps": 30, "defaultSeconds": 4, "minSeconds": 1, "maxSeconds": 10,
        "sideMultiple": 16, "minSide": 128, "maxSide": 1280, "defaultPixels": 393216, "maxPixels": 921600, "maxPicturePixels": 4194304,
        "styles": [style(s) for s in STYLES],
        "motions": [motion(m) for m in MOTIONS],
        "cannot": list(CANNOT),
        "cost": {"prepare": 0.5, "stylize": 2.2, "restore": 0.6, "regions": 0.5, "anchors": 0.12, "frames": 0.09, "decode": 0.012, "refine": 0.02},
        "restores": True, "refines": True, "refineOverlap": REACH, "stylizesByExample": True, "loops": True,
        "regions": [{"name": name, "title": title} for name, title in REGIONS.items()],
    }


def style(s):
    """A Style; proto defaults are left out."""
    return {"name": s.name, "title": s.title, "words": list(s.words)} | ({"light": True} if s.light else {})


def motion(m):
    """A MotionKind; proto defaults are left out."""
    fields = {"name": m.name, "words": m.phrases, "amount": m.amount, "title": m.title, "regions": list(m.regions),
              "autoCoverage": m.offered, "group": m.group, "directions": [{"phrase": p, "x": x, "y": y} for p, x, y in m.directions]}
    return {name: value for name, value in fields.items() if value}
