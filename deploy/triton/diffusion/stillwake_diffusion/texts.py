"""What the encoder made of prompts that were asked for lately."""
from collections import OrderedDict


class Texts:
    """A function prompt -> tensors, kept on the CPU for the last `size` prompts."""

    def __init__(self, encode, size=64):
        self.encode = encode
        self.size = size
        self.known = OrderedDict()
        self.hits = self.misses = 0

    def __call__(self, prompt):
        if prompt in self.known:
            self.hits += 1
        else:
            self.misses += 1
            self.known[prompt] = {name: tensor.cpu() for name, tensor in self.encode(prompt).items()}
            if len(self.known) > self.size:
                self.known.popitem(last=False)
        self.known.move_to_end(prompt)
        return self.known[prompt]
