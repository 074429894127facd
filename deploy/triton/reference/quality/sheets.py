"""Contact sheets and films of what was judged."""
import shutil
import subprocess

import numpy as np
from PIL import Image, ImageDraw, ImageFont

BACKGROUND, INK = (18, 18, 20), (228, 226, 220)


def thumbnail(picture, width):
    image = Image.fromarray(picture)
    return image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)


def sheet(cells, columns, width):
    """An image of (label, UINT8 [H,W,3]) cells in rows, each scaled to `width` pixels; rows are as tall as their tallest."""
    rows = [cells[i:i + columns] for i in range(0, len(cells), columns)]
    images = [[(label, thumbnail(picture, width)) for label, picture in row] for row in rows]
    line, gap, font = 18, 6, ImageFont.load_default(12)
    heights = [max(image.height for _, image in row) + line + gap for row in images]
    page = Image.new("RGB", (columns * (width + gap) + gap, sum(heights) + gap), BACKGROUND)
    draw, top = ImageDraw.Draw(page), gap
    for row, height in zip(images, heights):
        for i, (label, image) in enumerate(row):
            left = gap + i * (width + gap)
            draw.text((left + 2, top + 1), label, fill=INK, font=font)
            page.paste(image, (left, top + line))
        top += height
    return page


def strip(frames, fps, count=6):
    """Cells of a clip at even times."""
    return [(f"{t / fps:.1f} s", frames[t]) for t in np.linspace(0, len(frames) - 1, count).round().astype(int)]


def save_film(path, frames, fps=24):
    """H.264 in MP4 where ffmpeg is installed; False where it is not."""
    program = shutil.which("ffmpeg")
    if not program:
        return False
    height, width = frames.shape[1:3]
    encoders = subprocess.run([program, "-hide_banner", "-encoders"], capture_output=True, text=True, check=True).stdout
    codec = ["-c:v", "libx264", "-crf", "18"] if "libx264" in encoders else ["-c:v", "libopenh264", "-b:v", "6M"] if "libopenh264" in encoders else ["-c:v", "mpeg4", "-q:v", "3"]
    subprocess.run([program, "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(fps), "-i", "-",
                    *codec, "-pix_fmt", "yuv420p", str(path)], input=np.ascontiguousarray(frames).tobytes(), check=True)
    return True
