"""Calls of a family's models on a running Triton."""

import numpy
import tritonclient.grpc as grpc
from tritonclient.utils import InferenceServerException, np_to_triton_dtype

from .files import Wrong

CALL_SECONDS = 600
PROMPTS = {"prompt": "a river in the morning, leaves move in the wind", "negative_prompt": ""}


def caller(family, address):
    """A function (task, arrays) -> arrays, which raises Wrong where the server refuses."""
    client = grpc.InferenceServerClient(address)

    def run(task, arrays):
        given = {**{name: numpy.array([words.encode()], object) for name, words in PROMPTS.items()}, **arrays}
        try:
            declared = client.get_model_config(f"{family}-{task}", as_json=True)["config"]
            inputs = [given_input(tensor["name"], given[tensor["name"]]) for tensor in declared["input"]]
            answer = client.infer(f"{family}-{task}", inputs, client_timeout=CALL_SECONDS)
        except InferenceServerException as failure:
            raise Wrong(f"{address}: {failure} (expected: an answer of '{family}-{task}')") from failure
        return {tensor["name"]: answer.as_numpy(tensor["name"]) for tensor in declared["output"]}

    return run


def given_input(name, array):
    tensor = grpc.InferInput(name, array.shape, np_to_triton_dtype(array.dtype))
    tensor.set_data_from_numpy(array)
    return tensor
