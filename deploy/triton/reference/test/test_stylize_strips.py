"""Strips leave no seams: however many rows a strip has, the picture is the same."""
import numpy as np
import onnxruntime
import pytest
from skimage import data

from build import models
from build.styles import dabs, strips
from quality import play

PICTURE = np.ascontiguousarray(data.astronaut()[0:208, 120:328])


@pytest.fixture(scope="module")
def by_tall_strips():
    """A session of the model with strips of another height."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strips, "ROWS", 80)
        patch.setattr(dabs, "STRIP_PIXELS", 90)
        model = models.stylize().to_model().SerializeToString()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@pytest.mark.parametrize("style", ["oil", "watercolor", "impressionist", "swirl", "charcoal", "pencil", "ink", "pastel", "comic"])
def test_strips_leave_no_seams(by_tall_strips, style):
    inputs = {"picture": PICTURE, "style": play.style_index(style), **play.painting(None, 1.0, False, 1.0, 1.0, 5)}
    tall = by_tall_strips.run(None, inputs)[0].astype(int)
    assert np.abs(tall - play.stylize(PICTURE, style)).max() <= 1
