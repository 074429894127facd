"""The network of restore: a two-level U-Net on the grid of 2x2 output pixels, so it costs the same at both scales.

At scale 1 the picture comes in as 12 channels (its 2x2 pixels, as in FFDNet: Zhang, Zuo, Zhang, IEEE TIP 2018); at scale
2 each of its pixels is one place of the grid. It answers with 12 channels: what to add to the 2x2 pixels of the
picture, or of its bicubic enlargement (sub-pixel convolution: Shi et al., CVPR 2016).
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

FINE, COARSE = 32, 48


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.a, self.b = (nn.Conv2d(channels, channels, 3, padding=1) for _ in range(2))
        nn.init.zeros_(self.b.bias)
        with torch.no_grad():
            self.b.weight.mul_(0.1)

    def forward(self, x):
        return x + self.b(F.relu(self.a(x)))


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.head1, self.head2 = nn.Conv2d(12, FINE, 3, padding=1), nn.Conv2d(3, FINE, 3, padding=1)
        self.enter, self.leave = Block(FINE), Block(FINE)
        self.down = nn.Conv2d(FINE, COARSE, 2, stride=2)
        self.deep1, self.deep2 = Block(COARSE), Block(COARSE)
        self.up = nn.Conv2d(COARSE, 4 * FINE, 1)
        self.tail1, self.tail2 = (nn.Conv2d(FINE, 12, 3, padding=1) for _ in range(2))
        with torch.no_grad():
            for tail in (self.tail1, self.tail2):
                tail.weight.mul_(0.1)

    def forward(self, picture, scale):
        """[N,3,h,w] in 0..1 -> [N,3,scale*h,scale*w]."""
        x = picture - 0.5
        fine = self.enter(F.relu(self.head1(F.pixel_unshuffle(x, 2)) if scale == 1 else self.head2(x)))
        coarse = self.deep2(self.deep1(F.relu(self.down(fine))))
        fine = self.leave(fine + F.pixel_shuffle(self.up(coarse), 2))
        added = F.pixel_shuffle((self.tail1 if scale == 1 else self.tail2)(fine), 2)
        return added + (picture if scale == 1 else enlarged(picture))


def enlarged(picture):
    """Bicubic (a = -0.75, half-pixel centres, border repeated), the same that the graph does with Resize."""
    return F.interpolate(picture, scale_factor=2, mode="bicubic", align_corners=False)


def save(network, path):
    """One npz of float16 arrays, named as the parameters."""
    np.savez_compressed(path, **{name: value.detach().numpy().astype(np.float16) for name, value in network.state_dict().items()})
