"""The pictures of docs/families.md. Colours and greys that read on white and on black; no background."""
import matplotlib
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from . import schemes, study
from .simulator import Simulation

INK, FAINT = "#7d8590", "#7d859055"
WAYS = {"whole": "#1b9e9e", "sequential": "#d4842c", "parallel": "#2f81f7", "shared": "#a371f7"}
KINDS = {"text": "#8b949e", "anchors": "#d4842c", "frames": "#2f81f7", "seams": "#79b8ff", "decode": "#3fb950",
         "warm-up": "#9be9a8", "clip": "#a371f7"}
STYLE = {"svg.hashsalt": "stillwake", "svg.fonttype": "path", "font.size": 11, "font.family": "DejaVu Sans",
         "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": FAINT, "xtick.color": INK, "ytick.color": INK,
         "axes.spines.top": False, "axes.spines.right": False, "grid.color": FAINT, "legend.frameon": False,
         "legend.labelcolor": INK}
OPEN = {"markersize": 8, "markerfacecolor": "none", "markeredgewidth": 1.8}


def draw(book, folder):
    folder.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context(STYLE):
        for name, plot in PLOTS.items():
            save(plot(book), folder, name)


def save(figure, folder, name):
    """The same bytes for the same figure."""
    figure.savefig(folder / f"{name}.svg", transparent=True, bbox_inches="tight", metadata={"Date": None, "Creator": None})


def kind(task):
    return task.name.split()[0]


def timeline(book, family="wan-a14b", gpus=8):
    """One film alone on eight GPUs: which GPU does what, and when."""
    film = study.standard(book.families[family])
    figure = Figure(figsize=(9.6, 4.4))
    axes = figure.subplots()
    lane, labels = 0, []
    ways = study.ways(film, gpus)
    longest = max(study.alone(t, gpus // n, n, 0).film for t, n in ways.values())
    for way, (tasks, together) in ways.items():
        outcome = Simulation([(0.0, tasks)], gpus // together, book.parameters["hand_over_s"], trace=True).run()[0][0]
        lanes = gpus if together > 1 else 1 + max(server for _, server, _, _ in outcome.spans)
        for task, server, start, end in outcome.spans:
            for row in range(lanes) if together > 1 else [server]:
                axes.barh(lane + row, max(end - start, longest / 400), 0.82, start, color=KINDS[kind(task)])
        axes.text(outcome.done + longest / 80, lane + (lanes - 1) / 2, f"{outcome.done:,.0f} s", va="center",
                  weight="bold")
        labels.append((lane + (lanes - 1) / 2, schemes.NAMES[way]))
        lane += lanes + 1.2
    axes.set_yticks([y for y, _ in labels], [text for _, text in labels])
    axes.tick_params(length=0)
    axes.set_ylim(lane - 1, -1)
    axes.set_xlim(0, longest * 1.12)
    axes.set_xlabel(f"seconds; {book.families[family].title}, {film.frames} frames, {gpus} GPUs, a row each")
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    names = {"anchors": "anchors", "frames": "frames", "decode": "decode", "clip": "one clip on all"}
    figure.legend(handles=[Patch(color=KINDS[k], label=n) for k, n in names.items()], loc="upper center", ncols=4,
                  bbox_to_anchor=(0.55, 1.0))
    return figure


def alone(book, gpus=8):
    """Seconds of each way over those of one GPU: open, the first segment; filled, the film."""
    families = [f for f in book.families.values() if f.chunking != "whole"]
    figure = Figure(figsize=(9.6, 5.4))
    axes = figure.subplots()
    for row, family in enumerate(families):
        film = study.standard(family)
        ways = study.ways(film, gpus)
        results = {w: study.alone(t, gpus // n, n, book.parameters["hand_over_s"]) for w, (t, n) in ways.items()}
        unit = study.alone(schemes.whole(film), 1, 1, book.parameters["hand_over_s"]).film
        for shift, (way, result) in enumerate(results.items()):
            y = row + 0.2 * (shift - (len(results) - 1) / 2)
            axes.hlines(y, result.first_segment / unit, result.film / unit, color=WAYS[way], linewidth=2.4, alpha=0.55)
            axes.plot(result.first_segment / unit, y, "o", color=WAYS[way], **OPEN)
            axes.plot(result.film / unit, y, "o", markersize=8, color=WAYS[way])
    axes.set_yticks(range(len(families)), [f.short for f in families])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.45)
    axes.set_xlabel(f"one film on {gpus} GPUs: seconds, over those of one GPU")
    axes.grid(axis="x")
    dot = {"marker": "o", "linestyle": ""}
    handles = [Line2D([], [], color=c, label=schemes.NAMES[w], markersize=8, **dot) for w, c in WAYS.items()]
    handles += [Line2D([], [], color=INK, label="first segment", **OPEN, **dot),
                Line2D([], [], color=INK, label="film", markersize=8, **dot)]
    figure.legend(handles=handles, loc="upper center", ncols=6, bbox_to_anchor=(0.5, 1.0), handletextpad=0.2,
                  columnspacing=1.2)
    return figure


def costs(book):
    """GPU seconds of chunks at once, by what they are for, over those of the whole clip."""
    families = [f for f in book.families.values() if f.chunking != "whole"]
    names = {"text": "text", "anchors": "anchors", "chunks": "frames", "seams, overlaps": "seams", "decode": "decode",
             "decode warm-up": "warm-up"}
    figure = Figure(figsize=(9.6, 4.6))
    axes = figure.subplots()
    for row, family in enumerate(families):
        film = study.standard(family)
        unit, left = schemes.cost(schemes.whole(film)), 0.0
        for part, seconds in schemes.parts(film).items():
            axes.barh(row, seconds / unit, 0.62, left, color=KINDS[names[part]])
            left += seconds / unit
        axes.text(left + 0.015, row, f"{left:.2f}", va="center", weight="bold")
    axes.axvline(1, color=INK, linewidth=1.2, linestyle=(0, (4, 3)))
    axes.set_yticks(range(len(families)), [f.short for f in families])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.65)
    axes.set_xlabel("GPU seconds of chunks at once, over those of the whole clip on one GPU (dashed)")
    handles = [Patch(color=KINDS[k], label=p) for p, k in names.items()]
    figure.legend(handles=handles, loc="upper center", ncols=6, bbox_to_anchor=(0.5, 1.03), handlelength=1.2,
                  columnspacing=1.2)
    return figure


def panels(count, height=3.7):
    figure = Figure(figsize=(9.6, height))
    return figure, figure.subplots(1, count)


def load(book, families=("wan-a14b", "wan-5b", "ltx-2"), gpus=8):
    """Mean seconds to a film as demand grows."""
    figure, all_axes = panels(len(families))
    demands = [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95]
    for axes, name in zip(all_axes, families):
        film = study.standard(book.families[name])
        unit = schemes.cost(schemes.whole(film))
        found = [study.under_load(film, gpus, d, book.parameters) for d in demands]
        for way in found[0]:
            points = [(d, r[way].mean / unit) for d, r in zip(demands, found) if r[way].busy < 0.99]
            if points:
                axes.plot(*zip(*points), "-o", color=WAYS[way], linewidth=2.2, markersize=4.5)
        axes.set_title(book.families[name].short, color=INK, fontsize=12)
        axes.set_ylim(0, 2.5)
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
        axes.grid()
        axes.set_axisbelow(True)
    all_axes[0].set_ylabel("mean seconds to a film,\nover GPU seconds of a whole clip")
    all_axes[1].set_xlabel(f"demand: how many % of the time whole clips would keep {gpus} GPUs busy")
    handles = [Line2D([], [], color=c, label=schemes.NAMES[w], linewidth=2.4) for w, c in WAYS.items()]
    figure.legend(handles=handles, loc="upper center", ncols=4, bbox_to_anchor=(0.5, 1.08))
    return figure


def spacing(book, families=("wan-a14b", "wan-5b", "ltx-2")):
    """Seconds to a film by the spacing of its anchors, on as many GPUs as it has chunks."""
    figure, all_axes = panels(len(families))
    colours = {5: "#2f81f7", 20: "#d4842c"}
    for axes, name in zip(all_axes, families):
        for seconds, colour in colours.items():
            film = schemes.Film(book.families[name], seconds)
            found = study.spacings(film, 256, range(2, film.latents - 1), book.parameters["hand_over_s"])
            root = round(film.latents ** 0.5)
            axes.plot(list(found), [r.film for r in found.values()], color=colour, linewidth=2.2)
            axes.plot(root, found[root].film, "o", markersize=9, color=colour)
        axes.set_title(book.families[name].short, color=INK, fontsize=12)
        axes.set_ylim(0, 3.3 * min(r.film for r in found.values()))
        axes.set_xlim(0, 42)
        axes.grid()
        axes.set_axisbelow(True)
    all_axes[0].set_ylabel("seconds to the film, GPUs enough")
    all_axes[1].set_xlabel("spacing of anchors, latent frames")
    handles = [Line2D([], [], color=c, label=f"film of {s} s", linewidth=2.4) for s, c in colours.items()]
    handles.append(Line2D([], [], color=INK, marker="o", linestyle="", markersize=9,
                          label="square root of the film's latent frames"))
    figure.legend(handles=handles, loc="upper center", ncols=3, bbox_to_anchor=(0.5, 1.08))
    return figure


PLOTS = {"timeline": timeline, "alone": alone, "costs": costs, "load": load, "spacing": spacing}
