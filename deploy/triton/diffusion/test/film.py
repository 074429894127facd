"""A client of a family's models, and the calls of one film as the planner lays them out."""

from concurrent.futures import Future

import numpy
import tritonclient.grpc as grpc

TYPES = {
    numpy.dtype(numpy.uint8): "UINT8",
    numpy.dtype(numpy.int64): "INT64",
    numpy.dtype(numpy.float32): "FP32",
    numpy.dtype(numpy.float16): "FP16",
    numpy.dtype(object): "BYTES",
}
CALL_SECONDS = 120


def numbers(*values):
    return numpy.array(values, numpy.float32)


def integers(*values):
    return numpy.array(values, numpy.int64)


def text(words):
    return numpy.array([words.encode()], object)


class Client:
    """Calls the models of one family; tensors by name, as the worker gives them."""

    def __init__(self, triton, family):
        self.client = grpc.InferenceServerClient(f"127.0.0.1:{triton.grpc}")
        self.family = family
        self.configs = {}

    def config(self, role):
        if role not in self.configs:
            self.configs[role] = self.client.get_model_config(f"{self.family}-{role}", as_json=True)["config"]
        return self.configs[role]

    def start(self, role, tensors, request=""):
        """(Future of the outputs by name, a function that cancels). Only inputs that the model declares are sent."""
        declared = [tensor["name"] for tensor in self.config(role)["input"]]
        inputs = []
        for name in declared:
            if name in tensors:
                entry = grpc.InferInput(name, tensors[name].shape, TYPES[tensors[name].dtype])
                entry.set_data_from_numpy(tensors[name])
                inputs.append(entry)
        outputs, future = [tensor["name"] for tensor in self.config(role)["output"]], Future()

        def take(result, error):
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result({name: result.as_numpy(name) for name in outputs})

        running = self.client.async_infer(
            f"{self.family}-{role}", inputs, take, request_id=request, client_timeout=CALL_SECONDS
        )
        return future, running.cancel

    def call(self, role, tensors, request=""):
        return self.start(role, tensors, request)[0].result(CALL_SECONDS)

    def progress(self, request):
        made = self.call("progress", {"request": text(request)})
        return made["done"].item(), made["total"].item()

    def close(self):
        self.client.close()


def moving(picture, frame_count, seed=7, prompt="a river", motion_strength=0.5):
    """What all calls of a film share."""
    return {
        "picture": picture,
        "frame_count": integers(frame_count),
        "fps": numbers(16),
        "loop": integers(0),
        "seed": integers(seed),
        "motion_strength": numbers(motion_strength),
        "prompt": text(prompt),
        "negative_prompt": text("blurred"),
    }


def anchor_frames(descriptor, last):
    """0, S, 2S .., and the last latent frame."""
    step = descriptor["framesPerChunk"]
    return sorted({*range(0, last, step), last})


def chunk(descriptor, shared, anchors, at, index):
    """The inputs of chunk `index`: anchors [C, A, h, w] stand at the latent frames `at`."""
    left, right = at[index], at[index + 1]
    end = right
    if descriptor["chunking"] == "WINDOWS":
        end = min(right + descriptor["overlap"], at[-1])
    elif descriptor["temporalStride"] == 1 and right != at[-1]:
        end = right - 1
    return {
        **shared,
        "frame": numpy.arange(left, end + 1),
        "left_anchor": anchors[:, index : index + 1],
        "left_frame": integers(left),
        "right_anchor": anchors[:, index + 1 : index + 2],
        "right_frame": integers(right),
    }
