"""The table of what was measured, as Markdown and as JSON."""
import json

from . import films as clips
from . import styles as paintings


YES_OR_NO = ("energy grows", "directions", "grows", "identity")


def cell(name, value, holds):
    if value is None:
        return ""
    text = f"{value:.2%}" if name in ("halos", "holes") else ("yes" if value else "no") if name in YES_OR_NO else f"{value:.2f}"
    return text if holds(name, value) else f"**{text}**"


def table(judged, bounds, holds):
    head = ["", *bounds]
    rows = [[f"{kind} {bound}" for kind, bound in bounds.values()]]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|", "| bound | " + " | ".join(rows[0]) + " |"]
    lines += ["| " + " | ".join([j.name, *(cell(n, j.values.get(n), holds) for n in bounds)]) + " |" for j in judged]
    return lines


def write(folder, judged_films, judged_styles, skipped):
    """report.md and report.json; returns the broken bounds as (name, measure)."""
    broken = [(j.name, measure) for j in [*judged_films, *judged_styles] for measure in j.broken]
    lines = ["# Clips", "", *table(judged_films, clips.BOUNDS, clips.holds), ""]
    if judged_styles:
        lines += ["# Styles", "", *table(judged_styles, paintings.BOUNDS, paintings.holds), ""]
    if skipped:
        lines += ["Skipped, not installed: " + ", ".join(skipped), ""]
    lines += ["Broken: " + ", ".join(f"{name}: {measure}" for name, measure in broken) if broken else "All bounds hold."]
    (folder / "report.md").write_text("\n".join(lines) + "\n")
    content = {"clips": {j.name: {**j.values, "regions": j.notes} for j in judged_films}, "styles": {j.name: j.values for j in judged_styles},
               "skipped": skipped, "broken": broken}
    (folder / "report.json").write_text(json.dumps(content, indent=2) + "\n")
    return broken
