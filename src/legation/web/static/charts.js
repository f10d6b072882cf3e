// Where scripts run, Plotly draws a chart anew from the figures of the page; a bar leads to its entries.
"use strict";
for (const drawn of document.querySelectorAll(".drawn[data-plot]")) {
  const plot = drawn.querySelector(".plot");
  if (!plot || !window.Plotly) continue;
  fetch(drawn.dataset.plot).then((answer) => answer.json()).then((figure) => {
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--soft").trim(), rule = style.getPropertyValue("--rule").trim();
    const layout = { ...figure.layout, height: 340, font: { color: ink, size: 13 } };
    layout.xaxis = { ...layout.xaxis, gridcolor: rule, linecolor: rule };
    layout.yaxis = { ...layout.yaxis, gridcolor: rule, zerolinecolor: ink };
    const box = document.createElement("div");
    box.className = "plotly-box";
    plot.before(box);
    return window.Plotly.newPlot(box, figure.data, layout, { responsive: true, displayModeBar: false }).then(() => {
      plot.hidden = true;
      drawn.dataset.ready = "yes";
      box.on("plotly_click", (event) => {
        const to = figure.links[String(event.points[0].x).slice(0, figure.layout.xaxis.type === "date" ? 10 : undefined)];
        const label = Object.keys(figure.links).find((known) => String(event.points[0].x).startsWith(known));
        if (to || label) window.location.assign(to || figure.links[label]);
      });
    });
  }).catch(() => { plot.hidden = false; });
}
