"""Writes a HEIF or AVIF file whose picture is a grid of separately coded tiles, as phones do.

No encoder at hand writes such files, so this takes tiles that were coded one by one and puts them
under a `grid` item: hidden tiles, cropped to the output size, optionally turned by `irot`/`imir`,
with a thumbnail item beside it that must not be taken for the picture.
"""

import struct


def box(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def full(kind, version, flags, *parts):
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def children(data, start, end):
    at = start
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        size = size or end - at
        yield kind, at + 8, at + size
        at += size


def find(data, start, end, kind):
    return next((s, e) for k, s, e in children(data, start, end) if k == kind)


def coded(data):
    """The configuration box (hvcC or av1C) and the bytes of a file's primary picture."""
    s, e = find(data, 0, len(data), b"meta")
    s += 4
    ps, _ = find(data, s, e, b"pitm")
    primary = struct.unpack_from(">H", data, ps + 4)[0]
    ip = find(data, *find(data, s, e, b"iprp"), b"ipco")
    config = next(
        data[cs - 8 : ce] for k, cs, ce in children(data, *ip) if k in (b"hvcC", b"av1C")
    )
    ls, _ = find(data, s, e, b"iloc")
    version = data[ls]
    sizes, base = data[ls + 4] , data[ls + 5]
    off, length, base = sizes >> 4, sizes & 15, base >> 4
    count = struct.unpack_from(">H", data, ls + 6)[0]
    at = ls + 8
    for _ in range(count):
        item = struct.unpack_from(">H", data, at)[0]
        at += 4 + (2 if version else 0)
        start = int.from_bytes(data[at : at + base], "big")
        at += base
        extents = struct.unpack_from(">H", data, at)[0]
        at += 2
        content = b""
        for _ in range(extents):
            o = int.from_bytes(data[at : at + off], "big")
            n = int.from_bytes(data[at + off : at + off + length], "big")
            at += off + length
            content += data[start + o : start + o + n]
        if item == primary:
            return config, content
    raise ValueError("no primary item")


def grid(brand, tiles, columns, rows, tile, size, irot=None, imir=None, thumbnail=None, colour=b""):
    """tiles: (config box, bytes) row by row; tile, size: (width, height)."""
    kind = b"av01" if brand == b"avif" else b"hvc1"
    items = [(i + 1, kind, content, 1) for i, (_, content) in enumerate(tiles)]
    grid_id = len(items) + 1
    items.append((grid_id, b"grid", struct.pack(">4B2H", 0, 0, rows - 1, columns - 1, *size), 0))
    if thumbnail:
        items.append((grid_id + 1, kind, thumbnail[1], 0))

    props = [tiles[0][0], full(b"ispe", 0, 0, struct.pack(">2I", *tile)),
             full(b"ispe", 0, 0, struct.pack(">2I", *size))]
    of_grid = [3]
    if colour:
        props.append(colour)
        of_grid.append(len(props))
    if imir is not None:
        props.append(box(b"imir", bytes([imir])))
        of_grid.append(0x80 | len(props))
    if irot is not None:
        props.append(box(b"irot", bytes([irot])))
        of_grid.append(0x80 | len(props))
    links = [(i + 1, [0x81, 2]) for i in range(len(tiles))] + [(grid_id, of_grid)]
    if thumbnail:
        props += [thumbnail[0], full(b"ispe", 0, 0, struct.pack(">2I", *thumbnail[2]))]
        links.append((grid_id + 1, [0x80 | len(props) - 1, len(props)]))

    refs = [box(b"dimg", struct.pack(">2H", grid_id, len(tiles)),
                *[struct.pack(">H", i + 1) for i in range(len(tiles))])]
    if thumbnail:
        refs.append(box(b"thmb", struct.pack(">3H", grid_id + 1, 1, grid_id)))

    def meta(offset):
        extents = b""
        for item, _, content, _ in items:
            extents += struct.pack(">4H2I", item, 0, 0, 1, offset, len(content))
            offset += len(content)
        return full(
            b"meta", 0, 0,
            full(b"hdlr", 0, 0, b"\0\0\0\0pict" + bytes(13)),
            full(b"pitm", 0, 0, struct.pack(">H", grid_id)),
            full(b"iloc", 1, 0, b"\x44\0", struct.pack(">H", len(items)), extents),
            full(b"iinf", 0, 0, struct.pack(">H", len(items)),
                 *[full(b"infe", 2, hidden, struct.pack(">2H4s", item, 0, k), b"\0")
                   for item, k, _, hidden in items]),
            full(b"iref", 0, 0, *refs),
            box(b"iprp", box(b"ipco", *props),
                full(b"ipma", 0, 0, struct.pack(">I", len(links)),
                     *[struct.pack(">HB", item, len(p)) + bytes(p) for item, p in links])),
        )

    ftyp = box(b"ftyp", brand, b"\0\0\0\0", b"mif1", brand)
    offset = len(ftyp) + len(meta(0)) + 8
    return ftyp + meta(offset) + box(b"mdat", *[content for _, _, content, _ in items])
