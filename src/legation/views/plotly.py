"""A chart as Plotly takes it, and Plotly's own JavaScript from its wheel (extra `web`): nothing is loaded from elsewhere."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from legation.errors import MissingPart
from legation.views.bars import ticks
from legation.views.charts import Chart, Series
from legation.views.objects import Json

COLOURS: Final = {  # Okabe and Ito 2008, told apart by the colour-blind; charts.css has the same
    "verbal_cooperation": "#56b4e9", "material_cooperation": "#0072b2", "verbal_conflict": "#e69f00", "material_conflict": "#d55e00",
    "happened": "#009e73", "held_out": "#56b4e9", "in_doubt": "#999999", "items": "#0072b2",
}  # fmt: skip
GAP: Final = 0.2  # of a bar's room stays empty
FEW: Final = 10  # bars; fewer are not made wider


def figure(chart: Chart) -> Json:
    """Data and layout for `Plotly.newPlot`, the legend left to the page.

    Each bar's `customdata` are the ids of its entries. No words of a page are in it.
    """
    across = ticks(chart)
    layout = {
        "barmode": "relative", "bargap": max(GAP, 1 - len(chart.labels) / FEW),
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 40, "r": 8, "t": 8, "b": 40}, "showlegend": False,
        "xaxis": {"type": "category"}, "yaxis": {"tickvals": list(across), "ticktext": [str(abs(value)) for value in across]},
    }  # fmt: skip
    return {"data": [_trace(chart, series) for series in chart.series], "layout": layout}


def _trace(chart: Chart, series: Series) -> Json:
    return {
        "type": "bar", "name": series.name, "x": list(chart.labels), "y": [-v if series.down else v for v in series.values],
        "text": [str(v) if v else "" for v in series.values], "textposition": "none",
        "customdata": [list(ids) for ids in series.entries] or None, "marker": {"color": COLOURS[series.key]},
        "hovertemplate": "%{x}: %{text} " + series.name + "<extra></extra>",
    }  # fmt: skip


def javascript() -> Path:
    """Plotly's JavaScript, as its wheel brings it. Raises MissingPart where it is not installed."""
    spec = find_spec("plotly")
    path = Path(spec.origin).parent / "package_data" / "plotly.min.js" if spec and spec.origin else None
    if path is None or not path.is_file():
        raise MissingPart("charts need Plotly: pip install -e '.[web]' where Legation lies")
    return path
