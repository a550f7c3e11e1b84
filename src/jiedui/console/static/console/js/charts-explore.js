/* The explorer's charts, drawn by charts.js. One hue from light to dark, so that a black-and-white print says the same. */
"use strict";

const RAMP = ["#eef4f3", "#b9d5d3", "#6fa9a7", "#2b7d7c", "#07464a"];
const LINES = ["#0b5c60", "#a4651a", "#5b6b8c", "#7a8f3a", "#8a4a5c", "#4b4b4b"];
const DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3], [2, 2], [12, 4]];

const SHADES = {
  on: { color: "#fff", fontSize: 11, lineHeight: 14, align: "center" },
  of: { color: INK, fontSize: 11, lineHeight: 14, align: "center" },
};

const tooltip = (more) => ({ renderMode: "richText", confine: true, textStyle: { ...TEXT, color: INK }, ...more });
const nameAxis = (names, more) => ({
  type: "category",
  data: names,
  axisTick: { show: false },
  axisLine: { lineStyle: { color: MUTED } },
  axisLabel: { ...TEXT, hideOverlap: true },
  ...more,
});
const valueAxis = (unit, more) => ({
  type: "value",
  name: unit,
  nameTextStyle: { ...TEXT, align: "left" },
  nameGap: 12,
  splitLine: { lineStyle: { color: LINE } },
  axisLabel: { ...TEXT, formatter: number, hideOverlap: true },
  ...more,
});

/** One bar a unit, the largest on top; upright through time. */
DRAW.bar = (data) => {
  const names = nameAxis(data.names, data.upright ? {} : { inverse: true, axisLabel: { ...TEXT, color: INK } });
  const values = valueAxis(data.unit, data.upright ? {} : { position: "top", nameLocation: "start", nameGap: 8, axisLabel: { show: false } });
  return {
    animation: false,
    textStyle: TEXT,
    grid: { left: 8, right: 64, top: 34, bottom: 8, containLabel: true },
    tooltip: tooltip({ trigger: "item", valueFormatter: number }),
    xAxis: data.upright ? names : values,
    yAxis: data.upright ? values : names,
    series: [
      {
        type: "bar",
        data: data.values,
        barMaxWidth: 22,
        cursor: "pointer",
        itemStyle: { color: ACCENT },
        label: { ...TEXT, show: true, position: data.upright ? "top" : "right", color: INK, formatter: (p) => number(p.value) },
        labelLayout: { hideOverlap: true },
      },
    ],
  };
};

/** A line each, named at its end. */
DRAW.line = (data) => ({
  animation: false,
  textStyle: TEXT,
  grid: { left: 8, right: 24 + widest(data.series.map((one) => one.name)), top: 34, bottom: 8, containLabel: true },
  tooltip: tooltip({ trigger: "axis", valueFormatter: number }),
  xAxis: nameAxis(data.names),
  yAxis: valueAxis(data.unit),
  series: data.series.map((one, index) => ({
    name: one.name,
    type: "line",
    data: one.values,
    connectNulls: true,
    symbolSize: 5,
    lineStyle: { color: LINES[index % LINES.length], type: DASHES[index % DASHES.length], width: 2 },
    itemStyle: { color: LINES[index % LINES.length] },
    endLabel: endLabel(one.name, LINES[index % LINES.length]),
    labelLayout: { moveOverlap: "shiftY" },
  })),
});

/** Rows by columns; darker is more. */
DRAW.heat = (data) => ({
  animation: false,
  textStyle: TEXT,
  grid: { left: widest(data.rows) + 12, right: 12, top: 8, bottom: Math.min(110, widest(data.columns) + 16) },
  tooltip: tooltip({
    formatter: (point) => `${data.rows[point.data[1]]} · ${data.columns[point.data[0]]}\n${point.data[3]}`,
  }),
  xAxis: nameAxis(data.columns, {
    axisLine: { show: false },
    axisLabel: { ...TEXT, rotate: 55, interval: 0, width: 120, overflow: "truncate" },
  }),
  yAxis: nameAxis(data.rows, { inverse: true, axisLine: { show: false }, axisLabel: { ...TEXT, color: INK, interval: 0 } }),
  visualMap: { show: false, min: 0, max: 1, dimension: 2, inRange: { color: RAMP } },
  series: [
    {
      type: "heatmap",
      data: data.cells,
      cursor: data.hrefs ? "pointer" : "default",
      label: { ...TEXT, show: Boolean(data.labelled), formatter: (p) => `{${p.data[2] > 0.55 ? "on" : "of"}|${p.data[3]}}`, rich: SHADES },
      itemStyle: { borderColor: "#fff", borderWidth: 1 },
      emphasis: { itemStyle: { borderColor: INK } },
    },
  ],
});

/** A tile each, about where it lies; a pale one is one that nothing is known of. */
DRAW.map = (data, canvas) => {
  const size = Math.min(canvas.clientWidth / 7, 74);
  canvas.style.height = `${size * 8 + 16}px`;
  const hidden = { show: false, type: "category" };
  return {
    animation: false,
    textStyle: TEXT,
    grid: { left: 0, top: 8, width: size * 7, height: size * 8 },
    tooltip: tooltip({ formatter: (p) => `${p.data[3]}\n${number(p.data[4])} ${p.data[4] === null ? "" : data.unit}` }),
    xAxis: { ...hidden, data: [0, 1, 2, 3, 4, 5, 6] },
    yAxis: { ...hidden, data: [0, 1, 2, 3, 4, 5, 6, 7], inverse: true },
    visualMap: { show: false, min: -1, max: 1, dimension: 2, inRange: { color: ["#f1f3f2", "#f1f3f2", "#d3e4e2", ...RAMP.slice(2)] } },
    series: [
      {
        type: "heatmap",
        data: data.tiles,
        label: {
          ...TEXT,
          show: true,
          formatter: (p) => `{${p.data[2] > 0.45 ? "on" : "of"}|${p.data[3]}${p.data[4] === null ? "" : `\n${number(p.data[4])}`}}`,
          rich: SHADES,
        },
        itemStyle: { borderColor: "#fff", borderWidth: 3 },
      },
    ],
  };
};

DRAW.flow = (data) => DRAW.sankey(data);

const GAP = 28;
const CELL = { width: 230, height: 128 };

/** One small chart each, all over the same days; with one unit, all to the same scale. */
DRAW.multiples = (data, canvas) => {
  const across = Math.max(1, Math.floor(canvas.clientWidth / CELL.width));
  const rows = Math.ceil(data.series.length / across);
  canvas.style.height = `${rows * CELL.height + 24}px`;
  const width = canvas.clientWidth / across;
  const values = data.series.flatMap((one) => one.values).filter((value) => value !== null);
  const range = data.same ? { min: Math.min(0, ...values), max: Math.max(...values) } : {};
  const at = (index) => ({ left: (index % across) * width, top: Math.floor(index / across) * CELL.height });
  return {
    animation: false,
    textStyle: TEXT,
    tooltip: tooltip({ trigger: "axis", valueFormatter: number }),
    title: data.series.map((one, index) => ({
      text: one.unit && !data.same ? `${one.name} (${one.unit})` : one.name,
      left: at(index).left + 4,
      top: at(index).top + 2,
      textStyle: { ...TEXT, color: INK, fontWeight: 600, width: width - GAP, overflow: "truncate" },
    })),
    grid: data.series.map((_one, index) => ({
      left: at(index).left + 44,
      top: at(index).top + 30,
      width: width - 44 - GAP,
      height: CELL.height - 56,
    })),
    xAxis: data.series.map((_one, index) =>
      nameAxis(data.names, { gridIndex: index, axisLabel: { ...TEXT, fontSize: 10, hideOverlap: true } }),
    ),
    yAxis: data.series.map((_one, index) =>
      valueAxis("", { gridIndex: index, splitNumber: 2, axisLabel: { ...TEXT, fontSize: 10, formatter: number }, ...range }),
    ),
    series: data.series.map((one, index) => ({
      name: one.name,
      type: data.names.length > 2 ? "line" : "bar",
      xAxisIndex: index,
      yAxisIndex: index,
      data: one.values,
      connectNulls: true,
      symbolSize: 4,
      areaStyle: { color: ACCENT, opacity: 0.12 },
      lineStyle: { color: ACCENT, width: 1.5 },
      itemStyle: { color: ACCENT },
    })),
  };
};

/* A picture to take along: the same chart, drawn once more at twice the size, or as lines and text. */
function picture(figure, kind) {
  const source = window.echarts.getInstanceByDom(figure.querySelector(".chart-canvas"));
  if (kind === "png") return source.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
  const size = { width: source.getWidth(), height: source.getHeight() };
  const copy = window.echarts.init(null, null, { renderer: "svg", ssr: true, ...size });
  copy.setOption({ ...source.getOption(), animation: false, backgroundColor: "#fff" });
  const drawn = copy.renderToSVGString();
  copy.dispose();
  return URL.createObjectURL(new Blob([drawn], { type: "image/svg+xml" }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-picture]");
  if (!button) return;
  const figure = button.closest("figure");
  const link = document.createElement("a");
  link.href = picture(figure, button.dataset.picture);
  link.download = `${figure.querySelector("figcaption").textContent.trim().slice(0, 60)}.${button.dataset.picture}`;
  link.click();
});

/* A part of the page was put in place of another: its charts are drawn, those that are gone let go. */
document.addEventListener("htmx:afterSettle", (event) => {
  for (let index = drawn.length - 1; index >= 0; index -= 1) {
    if (!document.contains(drawn[index].getDom())) drawn.splice(index, 1)[0].dispose();
  }
  event.target.querySelectorAll("[data-chart]:not(.is-drawn)").forEach(draw);
});
