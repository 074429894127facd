"""virtual-frames on a real Triton: sleeps as long as it is asked to, looks every millisecond whether its client has gone, and
puts out zeros of the shape that a virtual GPU puts out noise of."""
import time

import numpy
import triton_python_backend_utils as pb

POLL_SECONDS = 0.001


class TritonPythonModel:
    def execute(self, requests):
        return [self.answer(request) for request in requests]

    def answer(self, request):
        asked = pb.get_input_tensor_by_name(request, "service_ms").as_numpy()[0] / 1e3
        end = time.monotonic() + float(asked)
        while (rest := end - time.monotonic()) > 0:
            if request.is_cancelled():
                return pb.InferenceResponse(error=pb.TritonError("cancelled", pb.TritonError.CANCELLED))
            time.sleep(min(rest, POLL_SECONDS))
        height, width, _ = pb.get_input_tensor_by_name(request, "picture").as_numpy().shape
        frames = pb.get_input_tensor_by_name(request, "frame").as_numpy().size
        latents = numpy.zeros((16, frames, height // 8, width // 8), numpy.float16)
        return pb.InferenceResponse([pb.Tensor("latents", latents)])
