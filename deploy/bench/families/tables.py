"""The tables of docs/families.md: each stands between two marks there and is written by a function here."""
from . import figures, layout, schemes, study

LOAD_FAMILIES = ("wan-a14b", "wan-a14b-480", "wan-14b-distilled", "wan-5b", "ltx-2-guided", "ltx-2", "reference")
SPACINGS = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30)
OVERLOADED = 1.0


def table(head, rows, texts):
    """Markdown of a table; the first `texts` columns are text, the rest are aligned right."""
    marks = ["---" if i < texts else "---:" for i in range(len(head))]
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join(marks) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def number(seconds):
    """Seconds with as many digits as the figures are worth."""
    if seconds is None:
        return ""
    return f"{seconds:.0f}" if seconds >= 100 else f"{seconds:.1f}" if seconds < 9.95 else f"{seconds:.0f}"


def money(dollars):
    return f"{dollars:,.0f}" if dollars >= 9.95 else f"{dollars:.1f}"


def links(ids):
    """References to the addresses that `sources` defines."""
    return ", ".join(f"[{i}]" for i in ids)


def which(book):
    head = ["family", "split", "licence", "commercial use", "GPU memory", "prompts", "sound", "size",
            "length in one piece", "loop", "given frames", "from"]
    keys = ("family", "split", "licence", "commercial", "memory", "prompts", "audio", "size", "length", "loop", "ends")
    rows = [[t[k] for k in keys] + [links(t["from"])] for t in book.traits]
    return table(head, rows, len(head))


def published(book):
    rows = []
    for f in book.figures.values():
        what = {"total": "all", "denoise": "denoising", "decode": "decoding", "pass": "one pass"}[f.what]
        rows.append([f.model, f"{f.gpus} x {f.gpu}", f"{f.width}x{f.height}", str(f.frames), str(f.steps), f.dtype,
                     what, f"{f.seconds:g}", links([f.source]), f.note])
    head = ["model", "GPUs", "size", "frames", "steps", "type", "what", "seconds", "source", "remarks"]
    return table(head, rows, len(head))


def per_chunk(book):
    """What one film takes, call by call."""
    rows = []
    for f in book.families.values():
        film = study.standard(f)
        chunk = film.chunks[1] if film.splits else film.chunks[0]
        split = film.splits
        rows.append([f.title, f.gpu, f"{film.frames / f.fps:.1f} s, {film.frames} frames",
                     f"{len(film.chunks)} x {chunk.made} latents" if split else "1",
                     number(f.denoise(chunk.made if split else film.latents)),
                     number(film.anchors_seconds()) if split else "",
                     number(film.decoded(chunk) if split else f.decoding(film.frames)), number(f.text.seconds),
                     number(schemes.cost(schemes.whole(film))), f.sure])
    return table(["family", "GPU", "film", "chunks", "a chunk, GPU s", "anchors, GPU s", "a segment's decode, GPU s",
                  "text, GPU s", "whole film, GPU s", "how sure"], rows, 4)


def laws(book):
    rows = []
    for f in book.families.values():
        kind = "tokens" if f.cell else "frames"
        even = f"{f.law.even_at:,.0f}" if f.law.square else ""
        slope = f"{1000 * f.law.linear:,.3g}" if f.cell else f"{1000 * f.law.linear:,.0f} a frame"
        size = f"{study.standard(f).latents * f.per_latent:,} {kind}"
        rows.append([f.title, slope, even, size, f.law_how, mark(f.text), mark(f.decode), f.sequence_how])
    head = ["family", "ms per token", "attention costs as much as the rest at", "film", "denoising", "text", "decoding",
            "speed-up of several GPUs on a clip"]
    return table(head, rows, len(head))


def mark(estimate):
    return estimate.how if estimate.published else f"*{estimate.how}*"


def alone(book):
    """One film on idle GPUs: until the first segment, and until the film."""
    rows = []
    for f in book.families.values():
        film = study.standard(f)
        cells = {}
        for gpus in study.FLEETS:
            for name, (tasks, together) in study.ways(film, gpus).items():
                result = study.alone(tasks, gpus // together, together, book.parameters["hand_over_s"])
                cells[name, gpus] = result, together
        for name, title in schemes.NAMES.items():
            if any(way == name for way, _ in cells):
                rows.append([f.short, title, *(pair(cells.get((name, gpus))) for gpus in study.FLEETS)])
    return table(["family", "way", *(f"{g} GPU{'s' * (g > 1)}" for g in study.FLEETS)], rows, 2)


def pair(cell):
    if cell is None:
        return ""
    result, together = cell
    return both(result) + (f" (on {together})" if together > 1 else "")


def both(result):
    return f"{number(result.first_segment)} / {number(result.film)}"


def long(book, seconds=20.0):
    """Films longer than the models make in one piece."""
    rows = []
    for f in book.families.values():
        if f.chunking == "whole" or f.id == "reference":
            continue
        film = schemes.Film(f, seconds)
        in_turn = study.alone(schemes.sequential(film), 8, 1, book.parameters["hand_over_s"])
        row = [f.short, number(schemes.cost(schemes.whole(film))) if film.fits else "", both(in_turn)]
        for gpus in (8, 64):
            found = study.spacings(film, gpus, SPACINGS, book.parameters["hand_over_s"])
            best = min(found, key=lambda s: (round(found[s].film, 1), found[s].gpu_seconds))
            row += [both(found[best]), str(best)]
        rows.append(row)
    head = ["family", "one GPU, whole", "chunks in turn", "at once, 8 GPUs", "spacing", "at once, 64 GPUs", "spacing"]
    return table(head, rows, 1)


def costs(book):
    """GPU seconds and money of a film, and what the split adds."""
    rows = []
    price = 1000 * book.parameters["dollars_per_gpu_hour"] / 3600
    for f in book.families.values():
        film = study.standard(f)
        alone = schemes.cost(schemes.whole(film))
        row = [f.short, number(alone)]
        if film.splits:
            parts, total = schemes.parts(film), schemes.cost(schemes.parallel(film))
            added = parts["anchors"], parts["seams, overlaps"], parts["decode warm-up"]
            row += [f"{number(total)} ({total / alone:.2f})", *(number(a) for a in added),
                    number(schemes.cost(schemes.sequential(film)))]
        else:
            total = alone
            row += ["", "", "", "", ""]
        g = max(f.sequence, default=0)
        row += [f"{number(alone * g / f.sequence[g])} ({g / f.sequence[g]:.2f})" if g else "",
                "" if f.gpu.startswith("CPU") else f"{money(alone * price)} / {money(total * price)}"]
        rows.append(row)
    return table(["family", "whole", "at once (over whole)", "of it anchors", "seams, overlaps", "decode warm-up",
                  "in turn", "GPUs share a clip (over whole)", "$ per 1,000 films, whole / at once"], rows, 1)


def load(book):
    """Many films: mean and slowest of twenty, at the same demand for all ways."""
    rows = []
    for name in LOAD_FAMILIES:
        f = book.families[name]
        film = study.standard(f)
        found = {(gpus, share): study.under_load(film, gpus, share, book.parameters)
                 for gpus in study.FLEETS for share in study.DEMANDS}
        for way, title in schemes.NAMES.items():
            if any(way in results for results in found.values()):
                rows.append([f.short, title, *(busy(results.get(way)) for results in found.values())])
    fleets = [f"{gpus} GPU{'s' * (gpus > 1)}, {share:.0%}" for gpus in study.FLEETS for share in study.DEMANDS]
    return table(["family", "way", *fleets], rows, 2)


def busy(result):
    if result is None:
        return ""
    if result.busy >= OVERLOADED:
        return f"too much ({result.busy:.2f})"
    return f"{number(result.mean)} ({number(result.slowest)})"


def descriptor(book):
    """`cost` of a descriptor or profile: GPU seconds per anchor and per frame that is made, of 768x512."""
    rows = []
    for f in book.families.values():
        film = study.standard(f)
        scale = f.width * f.height / (768 * 512)
        made = sum(c.made for c in film.chunks) * f.stride if film.splits else film.frames
        denoised = sum(f.denoise(c.made) for c in film.chunks) if film.splits else f.denoise(film.latents)
        places = len(layout.anchors(film.latents, film.spacing or f.spacing, f.closing))
        anchor = film.anchors_seconds() / places / scale if film.splits else None
        each = anchor, denoised / made / scale, f.decoding(1) / scale
        rows.append([f.title, *(f"{cost:.2g}" if cost else "" for cost in each)])
    return table(["family", "anchors", "frames", "decode"], rows, 1)


def spacing(book):
    """Seconds to a film on enough GPUs, and what it costs over whole, by the spacing of anchors."""
    rows = []
    choices = (1, 2, 3, 4, 5, 6, 8, 10, 15)
    for f in book.families.values():
        film = study.standard(f)
        if not film.splits or f.id == "reference":
            continue
        found = study.spacings(film, 64, choices, book.parameters["hand_over_s"])
        alone = schemes.cost(schemes.whole(film))
        best = min(r.film for r in found.values())
        cells = []
        for choice in choices:
            result = found.get(choice)
            text = f"{number(result.film)} ({result.gpu_seconds / alone:.2f})" if result else ""
            cells.append(f"**{text}**" if result and result.film < 1.02 * best else text)
        rows.append([f.short, str(film.latents), *cells])
    return table(["family", "latents of the film", *map(str, choices)], rows, 1)


def anchors(book):
    """What cheaper anchors are worth: one film alone on 64 GPUs."""
    rows = []
    for f in book.families.values():
        film = study.standard(f)
        if not film.splits or f.anchor_s:
            continue
        row = [f.short]
        for share in (1, 0.5, 0.25, 0.1):
            cheap = schemes.Film(f, film.seconds, anchor_share=share)
            result = study.alone(schemes.parallel(cheap), 64, 1, book.parameters["hand_over_s"])
            row.append(f"{number(result.film)} ({result.gpu_seconds / schemes.cost(schemes.whole(film)):.2f})")
        rows.append(row)
    return table(["family", "all steps", "half", "a quarter", "a tenth"], rows, 1)


def doubt(book):
    """What chunks at once cost over whole, and their seconds over one GPU's, if attention costs less or more."""
    books = [figures.read(attention=cost) for cost in (0.25, 0.4, 1.0)]
    rows = []
    for name, f in book.families.items():
        if len(f.law_figures) != 1:
            continue
        row = [f.short]
        for other in books:
            film = study.standard(other.families[name])
            made = study.alone(schemes.parallel(film), 8, 1, book.parameters["hand_over_s"])
            alone = study.alone(schemes.whole(film), 1, 1, book.parameters["hand_over_s"])
            row.append(f"{made.gpu_seconds / alone.gpu_seconds:.2f} / {made.film / alone.film:.2f}")
        rows.append(row)
    return table(["family", "0.25", "0.40, as taken", "1"], rows, 1)


def cold(book):
    """The first film when no GPU holds the model yet."""
    rows = []
    for f in book.families.values():
        film = study.standard(f)
        wait = book.weights_load(f)
        whole = study.alone(schemes.whole(film), 1, 1, book.parameters["hand_over_s"], wait)
        row = [f.short, f"{f.weights_gib:g}", number(wait), number(whole.film)]
        if film.splits:
            made = study.alone(schemes.parallel(film), 8, 1, book.parameters["hand_over_s"], wait)
            row += [number(made.film), number(wait * 8)]
        else:
            row += ["", ""]
        rows.append(row)
    head = ["family", "weights, GiB", "load, s", "film on 1 cold GPU", "film on 8 cold GPUs, at once",
            "GPU s that loading takes there"]
    return table(head, rows, 1)


def sources(book):
    named = [f"- [{s['id']}], {s['title']}" for s in book.sources.values()]
    return "\n".join([*named, "", *(f"[{s['id']}]: {s['url']}" for s in book.sources.values())])


TABLES = {"which": which, "alone": alone, "long": long, "cold": cold, "load": load, "costs": costs, "spacing": spacing,
          "anchors": anchors, "per chunk": per_chunk, "descriptor": descriptor, "laws": laws, "doubt": doubt,
          "published": published, "sources": sources}
