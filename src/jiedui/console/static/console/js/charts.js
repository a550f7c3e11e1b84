/* Charts. The page says everything in words and tables; this draws it. Grey and line pattern carry the meaning, so
   that a black-and-white print says the same. Tooltips are drawn on the canvas: the policy refuses inline styles. */
"use strict";

const INK = "#17211f";
const MUTED = "#56635f";
const LINE = "#dde3e1";
const ACCENT = "#0b5c60";
const FONT = getComputedStyle(document.documentElement).getPropertyValue("--sans") || "sans-serif";
const TEXT = { fontFamily: FONT, fontSize: 12, color: MUTED };

const number = (value) =>
  value === null || value === undefined ? "—" : value.toLocaleString("en-US", { maximumFractionDigits: 2 });

/** A label at the end of a line instead of a legend. */
function endLabel(text, colour) {
  return { show: true, formatter: text, color: colour, fontFamily: FONT, fontSize: 12, distance: 6 };
}

/** Where the figure of the day is written: under its line where the expected one runs above it, off the outlook's way. */
function beside(data, last) {
  const behind = data.value[last] < data.expected[last];
  const room = data.value[last] > 0.12 * Math.max(...data.expected);
  return behind && room ? { position: "right", offset: [0, 12] } : { position: "top" };
}

/** Where it will stand: the range as a band, the likely course dotted; a diamond where a milestone is due. */
function outlook(data) {
  const spread = data.high.map((high, index) => (high === null ? null : high - data.low[index]));
  const silent = { type: "line", symbol: "none", silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } };
  const likely = { color: ACCENT, width: 1.5, type: "dotted" };
  return [
    { ...silent, name: "", data: data.low, stack: "range" },
    { ...silent, name: "", data: spread, stack: "range", areaStyle: { color: ACCENT, opacity: 0.14 } },
    { name: data.words.likely, type: "line", data: data.likely, symbol: "none", lineStyle: likely, itemStyle: { color: ACCENT } },
    { name: data.words.due, type: "scatter", data: data.due, symbol: "diamond", symbolSize: 9, itemStyle: { color: INK } },
  ];
}

/** The lines of a tooltip: what is known of the day, the range as one. */
function told(data, points) {
  const at = points[0].dataIndex;
  const line = (name, value) => (value === null || value === undefined ? [] : [`${name} ${number(value)}`]);
  const range = data.low[at] === null ? [] : [`${data.words.range} ${number(data.low[at])}–${number(data.high[at])}`];
  const words = data.words;
  return [
    data.days[at],
    ...line(words.value, data.value[at]),
    ...line(words.expected, data.expected[at]),
    ...line(words.likely, data.value[at] === null ? data.likely[at] : null),
    ...(data.value[at] === null ? range : []),
  ].join("\n");
}

/** What was done by each day beside what was expected, and where it is going. */
function trajectory(data) {
  const last = data.value.reduce((at, value, index) => (value === null ? at : index), 0);
  const done = { type: "line", data: data.value, lineStyle: { color: ACCENT, width: 2.5 }, itemStyle: { color: ACCENT } };
  const shown = (point, index) => (index === last ? 6 : 0);
  return {
    animation: false,
    textStyle: TEXT,
    grid: { left: 8, right: 64, top: 28, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      textStyle: { ...TEXT, color: INK },
      formatter: (points) => told(data, points),
    },
    xAxis: {
      type: "category",
      data: data.days,
      boundaryGap: false,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: MUTED } },
      axisLabel: { ...TEXT, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      name: data.unit,
      nameTextStyle: { ...TEXT, align: "left" },
      nameGap: 12,
      splitLine: { lineStyle: { color: LINE } },
      axisLabel: TEXT,
    },
    series: [
      {
        name: data.words.expected,
        type: "line",
        data: data.expected,
        symbol: "none",
        lineStyle: { color: MUTED, width: 1.5, type: "dashed" },
        itemStyle: { color: MUTED },
        endLabel: endLabel(data.words.target, MUTED),
      },
      ...outlook(data),
      {
        ...done,
        name: data.words.value,
        symbol: "circle",
        symbolSize: (value, point) => shown(point, point.dataIndex),
        label: {
          show: true,
          ...beside(data, last),
          distance: 8,
          color: ACCENT,
          fontFamily: FONT,
          fontSize: 12,
          fontWeight: 600,
          formatter: (point) => (point.dataIndex === last ? `${data.words.value} ${number(point.value)}` : ""),
        },
      },
    ],
  };
}

/** How wide the longest of these names is drawn. */
function widest(names) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${TEXT.fontSize}px ${FONT}`;
  return Math.ceil(Math.max(0, ...names.map((name) => pen.measureText(name).width)));
}

/** Flows from givers (left) to receivers (right). */
function sankey(data) {
  const side = (which) => data.nodes.filter((node) => node.side === which).map((node) => data.names[node.name]);
  const colours = { giver: ACCENT, receiver: "#8a9692" };
  return {
    animation: false,
    textStyle: TEXT,
    tooltip: {
      trigger: "item",
      renderMode: "richText",
      textStyle: { ...TEXT, color: INK },
      formatter: (point) =>
        point.dataType === "edge"
          ? `${data.names[point.data.source]} → ${data.names[point.data.target]}\n${number(point.value)} ${data.unit}`
          : `${data.names[point.name]}\n${number(point.value)} ${data.unit}`,
    },
    series: [
      {
        type: "sankey",
        left: widest(side("giver")) + 12,
        right: widest(side("receiver")) + 12,
        top: 8,
        bottom: 8,
        nodeWidth: 8,
        nodeGap: 13,
        layoutIterations: 64,
        emphasis: { focus: "adjacency" },
        lineStyle: { color: "#5d8f8c", opacity: 0.3, curveness: 0.5 },
        label: { ...TEXT, color: INK, formatter: (point) => data.names[point.name] },
        data: data.nodes.map((node) => ({
          name: node.name,
          itemStyle: { color: colours[node.side], borderWidth: 0 },
          label: { position: node.side === "giver" ? "left" : "right" },
        })),
        links: data.links,
      },
    ],
  };
}

const DRAW = { trajectory, sankey };
const drawn = [];

/** Draw one figure; a figure whose data is missing keeps its table. */
function draw(figure) {
  const source = document.getElementById(figure.dataset.source);
  const canvas = figure.querySelector(".chart-canvas");
  if (!source || !canvas || !window.echarts) return;
  const content = JSON.parse(source.textContent);
  figure.classList.add("is-drawn");
  if (content.height) canvas.style.height = `${content.height}px`;
  if (content.width) canvas.style.minWidth = `${content.width}px`;
  if (content.links) canvas.style.height = `${Math.max(280, content.nodes.length * 17)}px`;
  const chart = window.echarts.init(canvas, null, { renderer: "canvas" });
  chart.setOption(DRAW[figure.dataset.chart](content, canvas));
  if (content.hrefs) chart.on("click", (point) => content.hrefs[point.dataIndex] && location.assign(content.hrefs[point.dataIndex]));
  drawn.push(chart);
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-chart]").forEach(draw));
const resize = () => drawn.forEach((chart) => chart.resize());
window.addEventListener("resize", resize);
window.addEventListener("beforeprint", resize);
