"""Makes the small pictures of src/test/resources/pictures; run it where Pillow and pillow-heif are.

Every accepted picture shows the same scene, upright: 4 quadrants (red, green / blue, yellow), a
white disc in the upper left one, and a dark bar along the bottom.
"""

import io
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image, ImageDraw

import heif_grid

pillow_heif.register_heif_opener()
OUT = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "resources/pictures")
W, H = 144, 96


def scene(width=W, height=H):
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    w, h = width // 2, height // 2
    draw.rectangle((0, 0, w - 1, h - 1), (200, 40, 40))
    draw.rectangle((w, 0, width, h - 1), (40, 160, 60))
    draw.rectangle((0, h, w - 1, height), (40, 60, 190))
    draw.rectangle((w, h, width, height), (220, 200, 50))
    draw.ellipse((w / 4, h / 4, w * 3 / 4, h * 3 / 4), (245, 245, 245))
    draw.rectangle((0, height - height // 8, width, height), (30, 30, 30))
    return image


# How a picture is stored whose EXIF orientation is n: the inverse of what the reader does.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored(image, orientation):
    return image if STORED[orientation] is None else image.transpose(STORED[orientation])


def exif(orientation, gps=True):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "Maker of cameras"
    if gps:
        data.get_ifd(0x8825)[1] = "N"
        data.get_ifd(0x8825)[2] = (48.0, 51.0, 29.0)
    return data


def save(name, image, **options):
    image.save(OUT / name, **options)


def raw(name, data):
    (OUT / name).write_bytes(data)


def bytes_of(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, **options)
    return buffer.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, depth, colour, rows, extra=b"", interlace=0):
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">2I5B", width, height, depth, colour, 0, 0, interlace))
        + extra
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def display_p3():
    """A matrix profile with the primaries of Display P3 and sRGB's curve."""
    def fixed(*values):
        return b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    curve = b"para" + bytes(4) + struct.pack(">2H", 3, 0) + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    tags = [
        (b"rXYZ", b"XYZ " + bytes(4) + fixed(0.51512, 0.2412, -0.00105)),
        (b"gXYZ", b"XYZ " + bytes(4) + fixed(0.29198, 0.69225, 0.04189)),
        (b"bXYZ", b"XYZ " + bytes(4) + fixed(0.1571, 0.06657, 0.78407)),
        (b"wtpt", b"XYZ " + bytes(4) + fixed(0.9642, 1.0, 0.82491)),
        (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve),
    ]
    table, data = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags:
        table += struct.pack(">4s2I", name, start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    body = struct.pack(">I", len(tags)) + table + data
    header = struct.pack(">I", 128 + len(body)) + b"none" + b"\x04\0\0\0" + b"mntrRGB XYZ "
    return header.ljust(36, b"\0") + b"acsp" + bytes(88) + body


def to_p3(image):
    """The same colours as numbers of Display P3."""
    linear = np.asarray(image) / 255.0
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    matrix = np.array([[0.8225, 0.1774, 0.0], [0.0332, 0.9669, 0.0], [0.0171, 0.0724, 0.9108]])
    linear = np.clip(linear @ matrix.T, 0, 1)
    coded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return Image.fromarray(np.round(coded * 255).astype(np.uint8))


def ycck(image):
    """As Photoshop writes it: the inks as YCbCr, black inverted, transform 2 in Adobe's segment."""
    cyan, magenta, yellow, black = image.convert("CMYK").split()
    inks = Image.merge("RGB", (cyan, magenta, yellow)).convert("YCbCr")
    # Pillow inverts what it stores.
    planes = [plane.point(lambda v: 255 - v) for plane in inks.split()]
    data = bytearray(bytes_of(Image.merge("CMYK", (*planes, black)), format="JPEG", quality=95))
    data[data.index(b"Adobe") + 11] = 2
    # And the components are numbered, not called C, M, Y and K, in the frame and in the scan.
    frame, scan = data.index(b"\xff\xc0") + 10, data.index(b"\xff\xda") + 5
    for i in range(4):
        data[frame + 3 * i] = data[scan + 2 * i] = i + 1
    return bytes(data)


def jpegs(image):
    for n in range(1, 9):
        save(f"orientation-{n}.jpg", stored(image, n), quality=92, exif=exif(n))
    save("progressive.jpg", image, quality=92, progressive=True)
    save("restart-422.jpg", image, quality=92, subsampling="4:2:2", restart_marker_rows=1)
    save("full-chroma.jpg", image, quality=92, subsampling=0)
    save("grey.jpg", image.convert("L"), quality=92)
    save("cmyk.jpg", image.convert("CMYK"), quality=92)
    raw("ycck.jpg", ycck(image))
    save("display-p3.jpg", to_p3(image), quality=95, subsampling=0, icc_profile=display_p3())
    data = bytes_of(image, format="JPEG", quality=92)
    # A phone's "motion photo" has a film after the picture; others have a second picture.
    raw("trailing-picture.jpg", data + bytes_of(scene(64, 64).rotate(90), format="JPEG"))
    thumb = bytes_of(scene(64, 48).rotate(180), format="JPEG", quality=60)
    # IFD0 with the orientation, IFD1 with the thumbnail.
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">H2HI2HI", 1, 0x0112, 3, 1, 1, 0, 26)
    tiff += struct.pack(">H", 2) + struct.pack(">2H2I", 0x201, 4, 1, 56) + struct.pack(">2H2I", 0x202, 4, 1, len(thumb)) + bytes(4)
    app1 = b"Exif\0\0" + tiff + thumb
    raw("thumbnail.jpg", data[:2] + b"\xff\xe1" + struct.pack(">H", len(app1) + 2) + app1 + data[2:])


def pngs(image):
    save("rgb.png", image)
    save("grey.png", image.convert("L"))
    save("palette.png", image.quantize(32))
    save("one-bit.png", image.convert("1"))
    alpha = Image.new("L", image.size, 255)
    ImageDraw.Draw(alpha).rectangle((W // 2, 0, W, H // 2 - 1), 0)
    clear = image.copy()
    clear.putalpha(alpha)
    save("alpha.png", clear)
    save("grey-alpha.png", clear.convert("LA"))
    keyed = image.quantize(16)
    save("palette-alpha.png", keyed, transparency=keyed.getpixel((W * 3 // 4, H // 4)))
    save("orientation-6.png", stored(image, 6), exif=exif(6))
    deep = np.asarray(image).astype(">u2") * 257
    raw("deep.png", png(W, H, 16, 2, b"".join(b"\0" + row.tobytes() for row in deep)))
    grey = np.asarray(image.convert("L")).astype(">u2") * 257
    raw("deep-grey.png", png(W, H, 16, 0, b"".join(b"\0" + row.tobytes() for row in grey)))
    pixels = np.asarray(image)
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    rows = b"".join(
        b"\0" + row.tobytes() for x, y, dx, dy in passes for row in pixels[y::dy, x::dx])
    raw("interlaced.png", png(W, H, 8, 2, rows, interlace=1))
    save("animated.png", image, save_all=True, append_images=[image.rotate(180)], duration=100)


def webps(image):
    save("lossy.webp", image, quality=92)
    save("lossless.webp", image, lossless=True)
    alpha = Image.new("L", image.size, 255)
    ImageDraw.Draw(alpha).rectangle((W // 2, 0, W, H // 2 - 1), 0)
    clear = image.copy()
    clear.putalpha(alpha)
    save("alpha.webp", clear, quality=92)
    save("orientation-6.webp", stored(image, 6), quality=92, exif=exif(6))
    save("animated.webp", image, save_all=True, append_images=[image.rotate(180)], duration=100)
    return clear


def heifs(image, clear):
    save("plain.avif", image, quality=90)
    save("alpha.avif", clear, quality=90)
    save("orientation-6.avif", stored(image, 6), quality=90, exif=exif(6))
    save("orientation-7.avif", stored(image, 7), quality=90, exif=exif(7))
    save("animated.avif", image, save_all=True, append_images=[image.rotate(180)], duration=100)
    save("plain.heic", image, quality=90)
    save("alpha.heic", clear, quality=90)
    save("orientation-6.heic", stored(image, 6), quality=90, exif=exif(6))
    deep = np.asarray(image).astype(np.uint16) * 257
    pillow_heif.encode("RGB;16", image.size, deep.tobytes(), str(OUT / "deep.heic"), quality=90)

    def tiles(picture, coder, columns, rows, side):
        padded = Image.new("RGB", (columns * side, rows * side), (128, 128, 128))
        padded.paste(picture)
        for y in range(rows):
            for x in range(columns):
                part = padded.crop((x * side, y * side, (x + 1) * side, (y + 1) * side))
                yield heif_grid.coded(coder(part))

    def heic(part):
        return bytes_of(part, format="HEIF", quality=90)

    def avif(part):
        return bytes_of(part, format="AVIF", quality=90)

    # 3 x 2 tiles of 64: the last column and row are cropped, as on phones.
    small = (*heif_grid.coded(heic(scene(64, 64).rotate(180))), (64, 64))
    parts = list(tiles(image, heic, 3, 2, 64))
    raw("grid.heic", heif_grid.grid(b"heic", parts, 3, 2, (64, 64), (W, H), thumbnail=small))
    turned = stored(image, 6)
    parts = list(tiles(turned, heic, 2, 3, 64))
    raw("grid-turned.heic", heif_grid.grid(b"heic", parts, 2, 3, (64, 64), turned.size, irot=3, thumbnail=small))
    p3 = heif_grid.box(b"colr", b"prof", display_p3())
    parts = list(tiles(to_p3(image), heic, 3, 2, 64))
    raw("grid-display-p3.heic", heif_grid.grid(b"heic", parts, 3, 2, (64, 64), (W, H), thumbnail=small, colour=p3))
    parts = list(tiles(image, avif, 3, 2, 64))
    raw("grid.avif", heif_grid.grid(b"avif", parts, 3, 2, (64, 64), (W, H)))


def others(image):
    save("other.gif", image)
    save("other.tiff", image, compression="tiff_lzw")
    save("other.bmp", image.quantize(4))


OUT.mkdir(parents=True, exist_ok=True)
picture = scene()
jpegs(picture)
pngs(picture)
heifs(picture, webps(picture))
others(picture)
