"""The report of a run: one HTML page with its plots inside, and the same figures as JSON."""

from __future__ import annotations

import base64
import html
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.metrics import Share

Figures = dict[str, dict[str, Share]]
Answered = Sequence[tuple[float, bool]]
"""For each question that was answered: how sure the assistant was, and whether it was right."""

_BINS = 8


@dataclass(frozen=True)
class Findings:
    """What a run found. `misses` are rows to read: id, text, what was wanted, what was said."""

    figures: Figures
    answered: Answered
    misses: Sequence[tuple[str, str, str, str]]


def write(folder: Path, found: Findings, told: str) -> Path:
    """Writes report.json and report.html into `folder`; returns the page's path. `told` heads the page."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(
        json.dumps(_as_json(found.figures), indent=2), encoding="utf-8"
    )
    page = folder / "report.html"
    page.write_text(_page(found, told), encoding="utf-8")
    return page


def calibration(answered: Answered, bins: int = _BINS) -> list[tuple[float, Share]]:
    """Answers in `bins` of equal size by sureness: the mean sureness, and how many were right."""
    ranked = sorted(answered)
    size = max(1, -(-len(ranked) // bins))
    groups = [ranked[i : i + size] for i in range(0, len(ranked), size)]
    return [
        (sum(p for p, _ in g) / len(g), Share(sum(right for _, right in g), len(g))) for g in groups
    ]


def calibration_error(answered: Answered) -> float:
    """The mean distance between sureness and being right, over the bins of `calibration`."""
    bins = calibration(answered)
    total = sum(s.total for _, s in bins)
    return sum(abs(p - s.value) * s.total for p, s in bins) / total if total else 0.0


def _as_json(figures: Figures) -> dict[str, Any]:
    return {
        title: {
            name: {"hits": s.hits, "total": s.total, "value": s.value, "interval": s.interval()}
            for name, s in shares.items()
        }
        for title, shares in figures.items()
    }


def _page(found: Findings, told: str) -> str:
    tables = "".join(_table(title, shares) for title, shares in found.figures.items())
    style = (
        "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse;margin:.5rem 0 2rem}td,th{padding:.2rem .8rem;text-align:left;"
        "border-bottom:1px solid #ddd}td.n{text-align:right;font-variant-numeric:tabular-nums}"
        "img{max-width:100%}"
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Candor: evaluation</title>'
        f"<style>{style}</style><h1>Evaluation</h1><p>{html.escape(told)}</p>"
        f"{_image(_calibration_plot(found.answered), 'How sure the answers are, against how often right')}"
        f"{tables}{_misses(found.misses)}</html>"
    )


def _misses(misses: Sequence[tuple[str, str, str, str]]) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in misses
    )
    head = "<tr><th>row</th><th>text</th><th>wanted</th><th>said</th></tr>"
    return f"<h2>Misses</h2><table>{head}{rows}</table>"


def _table(title: str, shares: dict[str, Share]) -> str:
    rows = "".join(
        f"<tr><td>{html.escape(name)}</td><td class=n>{s.value:.3f}</td>"
        f"<td class=n>{s.interval()[0]:.2f} to {s.interval()[1]:.2f}</td>"
        f"<td class=n>{s.hits} of {s.total}</td></tr>"
        for name, s in shares.items()
    )
    head = "<tr><th>figure</th><th>share</th><th>95 % interval</th><th>count</th></tr>"
    bars = _image(_bars(shares), title) if len(shares) > 1 else ""
    return f"<h2>{html.escape(title)}</h2>{bars}<table>{head}{rows}</table>"


def _bars(shares: dict[str, Share]) -> bytes:
    figure, axes = _axes(0.6 + 0.28 * len(shares))
    names = list(shares)[::-1]
    values = [shares[n].value for n in names]
    below, above = zip(*(shares[n].interval() for n in names))
    reach = [
        [v - low for v, low in zip(values, below)],
        [high - v for v, high in zip(values, above)],
    ]
    axes.barh(names, values, xerr=reach, color="#9bc4c9", ecolor="#33525a", height=0.7)
    axes.set_xlim(0, 1)
    return _png(figure)


def _calibration_plot(answered: Answered) -> bytes:
    figure, axes = _axes(4.0)
    axes.plot([0, 1], [0, 1], color="#bbb", linewidth=1)
    for sure, right in calibration(answered):
        low, high = right.interval()
        axes.plot([sure, sure], [low, high], color="#33525a", linewidth=1)
        axes.plot(sure, right.value, "o", color="#1d6f7a")
    axes.set_xlabel("how sure (probability of the answer)")
    axes.set_ylabel("share that was right")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    return _png(figure)


def _axes(height: float) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, height))
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def _png(figure: Any) -> bytes:
    kept = io.BytesIO()
    figure.savefig(kept, format="png", dpi=110, bbox_inches="tight")
    return kept.getvalue()


def _image(png: bytes, told: str) -> str:
    data = base64.b64encode(png).decode("ascii")
    return f'<img alt="{html.escape(told)}" src="data:image/png;base64,{data}">'
