"""Runtime settings that cannot be had are named before anything is loaded."""
import pytest

from stillwake_diffusion import loading
from stillwake_diffusion.profile import Runtime
from stillwake_diffusion.texts import Texts


@pytest.mark.parametrize("settings, message", [
    ({"dtype": "float8"}, "dtype: 'float8' .expected: one of bfloat16, float16, float32"),
    ({"offload": "disk"}, "offload: 'disk' .expected: one of none, model, sequential"),
    ({"offload": "model"}, "offload: 'model' on cpu .expected: device cuda"),
    ({"attention": "flash_hub"}, "attention: 'flash_hub' .expected: a backend that is installed"),
    ({"attention": "eager"}, "attention: 'eager' .expected: one of .*native"),
    ({"quantize": "int3"}, "quantize: 'int3' .expected: one of bitsandbytes-4bit"),
])
def test_wrong_settings_are_named(settings, message):
    with pytest.raises(ValueError, match=message):
        loading.check(Runtime(device="cpu", **settings))


@pytest.mark.skipif(loading.torch.cuda.is_available(), reason="there is a GPU")
def test_a_missing_gpu_is_named():
    with pytest.raises(ValueError, match="device: 'cuda' .expected: a GPU that torch sees, or device cpu"):
        loading.check(Runtime(device="cuda"))


@pytest.mark.parametrize("name, package", [("bitsandbytes-8bit", "bitsandbytes"), ("torchao-int8", "torchao")])
def test_a_missing_package_is_named(name, package):
    if loading.importlib.util.find_spec(package):
        pytest.skip(f"{package} is installed")
    with pytest.raises(ValueError, match=f"quantize: '{name}' .expected: the package {package}, which is not"):
        loading.check(Runtime(device="cpu", quantize=name))


def test_texts_are_encoded_once_while_they_are_kept():
    asked = []

    def encode(prompt):
        asked.append(prompt)
        return {"embeds": loading.torch.full((1, 2), len(asked))}

    texts = Texts(encode, size=2)
    first = texts("a")["embeds"]
    texts("b")
    assert loading.torch.equal(texts("a")["embeds"], first)
    texts("c")
    texts("a")
    texts("b")
    assert asked == ["a", "b", "c", "b"]
    assert (texts.hits, texts.misses) == (2, 4)
