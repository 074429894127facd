"""How each kind of model repaints a picture: pixels in, pixels out, with noise that a seed and a place decide."""
import math
from dataclasses import dataclass, replace

import torch
from diffusers import (
    FluxImg2ImgPipeline,
    FluxKontextPipeline,
    QwenImageEditPipeline,
    QwenImageEditPlusPipeline,
    StableDiffusionXLImg2ImgPipeline,
)

from ..noise import noise
from ..steps import told

INSTRUCTION = "Repaint this picture: {}. Keep everything where it is."


@dataclass(frozen=True)
class Kind:
    """pipeline: the class that is run; multiple: of a side, in pixels; edits: it follows an instruction and takes no
    strength; exact: its components in FP32; package: what else it needs. Models learnt pictures of about `most` pixels,
    and paint badly on fewer than `least`."""

    pipeline: type
    multiple: int
    edits: bool = False
    exact: tuple = ()
    denoiser: str = "transformer"
    package: str = ""
    least: int = 512 * 512
    most: int = 1024 * 1024


class GivenSDXL(StableDiffusionXLImg2ImgPipeline):
    """Starts from latents [1, 4, h, w] and noise of the same shape, set as `given` before a call."""

    given = None

    def prepare_latents(self, image, timestep, _size, _images, dtype, device, *_, **__):
        latents, noise_ = (part.to(device, dtype) for part in self.given)
        return self.scheduler.add_noise(latents, noise_, timestep)


class GivenFlux(FluxImg2ImgPipeline):
    """Starts from latents [1, C, h, w] and noise of the same shape, set as `given` before a call."""

    given = None

    def prepare_latents(self, image, timestep, _size, _channels, _height, _width, dtype, device, *_, **__):
        latents, noise_ = (part.to(device, dtype) for part in self.given)
        noisy = self.scheduler.scale_noise(latents, timestep, noise_)
        ids = self._prepare_latent_image_ids(1, latents.shape[2] // 2, latents.shape[3] // 2, device, dtype)
        return self._pack_latents(noisy, *latents.shape), ids


SDXL = Kind(GivenSDXL, 8, exact=("vae",), denoiser="unet")
FLUX = Kind(GivenFlux, 16, exact=("vae",))
KONTEXT = Kind(FluxKontextPipeline, 16, edits=True)
# Its processor of pictures is one of videos too, which transformers has with torchvision alone.
QWEN = Kind(QwenImageEditPipeline, 32, edits=True, package="torchvision")
QWEN_PLUS = replace(QWEN, pipeline=QwenImageEditPlusPipeline)

# By the pipeline class that a folder of weights names.
KINDS = {
    "StableDiffusionXLPipeline": SDXL,
    "StableDiffusionXLImg2ImgPipeline": SDXL,
    "FluxPipeline": FLUX,
    "FluxImg2ImgPipeline": FLUX,
    "FluxKontextPipeline": KONTEXT,
    "QwenImageEditPipeline": QWEN,
    "QwenImageEditPlusPipeline": QWEN_PLUS,
}


def arguments(kind, pipe):
    """Of each call: the published steps and guidance."""
    if kind is SDXL:
        return {"num_inference_steps": 30, "guidance_scale": 5.0}
    if kind in (QWEN, QWEN_PLUS):
        return {"num_inference_steps": 50, "true_cfg_scale": 4.0, "negative_prompt": " "}
    # A model that takes guidance as an input is a development one; one that does not was distilled to four steps.
    if pipe.transformer.config.guidance_embeds:
        return {"num_inference_steps": 28, "guidance_scale": 2.5 if kind.edits else 3.5}
    return {"num_inference_steps": 4}


def repaint(kind, pipe, image, prompt, strength, seed, watch):
    """FP32 [H, W, 3], 0 to 1, of a PIL picture. strength is above 0; a model that edits takes none."""
    call = {**arguments(kind, pipe), "callback_on_step_end": told(watch), "image": image}
    try:
        if kind.edits:
            return edit(kind, pipe, call, prompt, seed)
        # The pipeline leaves out the first steps, and at least one has to stay.
        call["num_inference_steps"] = max(call["num_inference_steps"], math.ceil(1.001 / strength))
        return rework(kind, pipe, call, prompt, strength, seed)
    finally:
        pipe.maybe_free_model_hooks()


@torch.no_grad()
def rework(kind, pipe, call, prompt, strength, seed):
    vae, size = pipe.vae, {"height": call["image"].height, "width": call["image"].width}
    pixels = pipe.image_processor.preprocess(call["image"], **size).to(pipe._execution_device, vae.dtype)
    mean, scale = statistics(vae, pixels.device)
    latents = (vae.encode(pixels).latent_dist.mode() - mean) * scale
    pipe.given = latents, grain(seed, latents.shape[1:])
    try:
        own = size if kind is FLUX else {}
        made = pipe(prompt=prompt, strength=strength, output_type="latent", **call, **own).images
    finally:
        pipe.given = None
    if kind is FLUX:
        made = pipe._unpack_latents(made, size["height"], size["width"], pipe.vae_scale_factor)
    pixels = vae.decode(made.to(pixels.device, vae.dtype) / scale + mean, return_dict=False)[0][0]
    return (pixels.float() * 0.5 + 0.5).clamp(0, 1).permute(1, 2, 0).cpu().numpy()


def edit(kind, pipe, call, prompt, seed):
    width, height = call["image"].size
    cells = 2 * (height // (2 * pipe.vae_scale_factor)), 2 * (width // (2 * pipe.vae_scale_factor))
    channels = pipe.transformer.config.in_channels // 4
    start = pipe._pack_latents(grain(seed, (channels, *cells)), 1, channels, *cells)
    own = {"_auto_resize": False, "max_area": height * width} if kind is KONTEXT else {}
    made = pipe(
        prompt=INSTRUCTION.format(prompt), latents=start, height=height, width=width, output_type="np", **call, **own
    )
    return made.images[0]


def grain(seed, shape):
    """FP32 [1, C, h, w]."""
    return noise(seed, [0], tuple(shape))[:, 0][None]


def statistics(vae, device):
    """(mean, factor): a latent is what the autoencoder makes, less the mean, times the factor."""
    config = vae.config
    mean = torch.tensor(config.latents_mean or [config.shift_factor or 0.0], device=device)[None, :, None, None]
    deviation = torch.tensor(config.latents_std or [1.0], device=device)[None, :, None, None]
    return mean, config.scaling_factor / deviation
