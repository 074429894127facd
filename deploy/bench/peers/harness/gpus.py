"""Virtual GPUs by KServe's gRPC protocol, as Triton speaks it."""
import struct
import threading
from functools import cache

import grpc
from tritonclient.grpc import service_pb2 as kserve
from tritonclient.grpc import service_pb2_grpc

MODEL = "virtual-frames"
OPTIONS = (("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1))


@cache
def picture(width, height):
    return bytes(width * height * 3)


def request(work):
    """The request for a work: its picture, the latent frames to make, and how long to take."""
    frames, width, height = work["frames"], work["width"], work["height"]
    made = kserve.ModelInferRequest(model_name=MODEL, id=f"{work['work']}/{work.get('attempt', 1)}")
    for name in ("tenant", "render"):
        made.parameters[name].string_param = work[name]
    for name, kind, shape, data in (
            ("picture", "UINT8", (height, width, 3), picture(width, height)),
            ("frame", "INT64", (frames,), struct.pack(f"<{frames}q", *range(frames))),
            ("service_ms", "FP32", (1,), struct.pack("<f", work["service_us"] / 1000))):
        made.inputs.add(name=name, datatype=kind, shape=shape)
        made.raw_input_contents.append(data)
    return made


class Gpus:
    """Calls the GPU with the fewest calls of this process."""

    def __init__(self, addresses):
        self.stubs = [service_pb2_grpc.GRPCInferenceServiceStub(grpc.insecure_channel(a, OPTIONS)) for a in addresses]
        self.calls = [0] * len(self.stubs)
        self.lock = threading.Lock()

    def slots(self):
        """How many calls all of them can run at once, as their models say."""
        asked = kserve.ModelConfigRequest(name=MODEL)
        return sum(g.count for s in self.stubs for g in s.ModelConfig(asked).config.instance_group)

    def infer(self, work):
        """The latents of a work. Raises grpc.RpcError."""
        with self.lock:
            gpu = min(range(len(self.calls)), key=self.calls.__getitem__)
            self.calls[gpu] += 1
        try:
            return self.stubs[gpu].ModelInfer(request(work)).raw_output_contents[0]
        finally:
            with self.lock:
                self.calls[gpu] -= 1
