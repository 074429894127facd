"""Loads a diffusers pipeline as the profile's runtime settings say."""
import importlib.util
import os

import torch
from diffusers import BitsAndBytesConfig, PipelineQuantizationConfig, TorchAoConfig
from diffusers.models.attention_dispatch import AttentionBackendName

DTYPES = {"bfloat16": torch.bfloat16, "float16": torch.float16, "float32": torch.float32}
OFFLOADS = ("none", "model", "sequential")
# Setting -> the package that does it.
QUANTIZATIONS = {
    "bitsandbytes-4bit": "bitsandbytes",
    "bitsandbytes-8bit": "bitsandbytes",
    "torchao-float8": "torchao",
    "torchao-int8": "torchao",
}


def check(runtime):
    """Raises ValueError where a setting is unknown, or cannot be had on this machine."""
    if runtime.dtype not in DTYPES:
        raise ValueError(f"dtype: {runtime.dtype!r} (expected: one of {', '.join(DTYPES)})")
    if runtime.offload not in OFFLOADS:
        raise ValueError(f"offload: {runtime.offload!r} (expected: one of {', '.join(OFFLOADS)})")
    if runtime.offload != "none" and not runtime.device.startswith("cuda"):
        raise ValueError(f"offload: {runtime.offload!r} on {runtime.device} (expected: device cuda, or offload none)")
    if runtime.device.startswith("cuda") and not torch.cuda.is_available():
        raise ValueError(f"device: {runtime.device!r} (expected: a GPU that torch sees, or device cpu)")
    if runtime.attention.endswith("_hub"):
        raise ValueError(f"attention: {runtime.attention!r} (expected: a backend that is installed, not fetched)")
    known = sorted(name.value for name in AttentionBackendName if not name.value.endswith("_hub"))
    if runtime.attention and runtime.attention not in known:
        raise ValueError(f"attention: {runtime.attention!r} (expected: one of {', '.join(known)})")
    if runtime.quantize and runtime.quantize not in QUANTIZATIONS:
        raise ValueError(f"quantize: {runtime.quantize!r} (expected: one of {', '.join(QUANTIZATIONS)}, or empty)")
    package = QUANTIZATIONS.get(runtime.quantize)
    if package is not None and importlib.util.find_spec(package) is None:
        raise ValueError(f"quantize: {runtime.quantize!r} (expected: the package {package}, which is not installed)")
    if package == "bitsandbytes" and not runtime.device.startswith("cuda"):
        raise ValueError(f"quantize: {runtime.quantize!r} on {runtime.device} (expected: device cuda)")


def pipeline(kind, weights, runtime, denoisers=("transformer",), exact=("vae",), **arguments):
    """A pipeline of class `kind`, from a folder and never from a hub, on its device and ready for calls.

    denoisers are the components that attention, compilation and quantisation are for; the components `exact` stay in
    FP32. arguments go to from_pretrained. Raises ValueError as check does, and where a component is missing.
    """
    check(runtime)
    if runtime.deterministic:
        be_deterministic()
    dtypes = {"default": DTYPES[runtime.dtype], **{name: torch.float32 for name in exact}}
    if runtime.quantize:
        arguments["quantization_config"] = quantization(runtime.quantize, denoisers)
    pipe = kind.from_pretrained(weights, local_files_only=True, dtype=dtypes, **arguments)
    pipe.set_progress_bar_config(disable=True)
    models = [model for name in denoisers if (model := getattr(pipe, name, None)) is not None]
    for model in models:
        if runtime.attention:
            model.set_attention_backend(runtime.attention)
        if runtime.compile:
            model.compile_repeated_blocks()
    place(pipe, runtime)
    return pipe


def place(pipe, runtime):
    """Puts a pipeline's weights where the runtime settings want them."""
    if runtime.offload == "model":
        pipe.enable_model_cpu_offload(device=runtime.device)
    elif runtime.offload == "sequential":
        pipe.enable_sequential_cpu_offload(device=runtime.device)
    else:
        pipe.to(runtime.device)


def quantization(name, denoisers):
    """What from_pretrained takes to quantise the weights of the denoisers."""
    return PipelineQuantizationConfig(quant_mapping={part: quantized(name) for part in denoisers})


def quantized(name):
    if name == "bitsandbytes-4bit":
        return BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16)
    if name == "bitsandbytes-8bit":
        return BitsAndBytesConfig(load_in_8bit=True)
    from torchao.quantization import Float8WeightOnlyConfig, Int8WeightOnlyConfig

    return TorchAoConfig(Float8WeightOnlyConfig() if name == "torchao-float8" else Int8WeightOnlyConfig())


def be_deterministic():
    """The same bytes for the same call, on the same kind of device: no atomics, no kernels chosen by timing."""
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True)
    torch.backends.cudnn.benchmark = False
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
