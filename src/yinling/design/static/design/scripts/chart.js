/* Bars with target lines from the JSON beside each chart: {labels, unit, bars: [{name, values}], lines: [{name, values}], connect?}. */
const COLOURS = ["#117a75", "#b45f06", "#145a86", "#6b7f2a"];
const LINE_COLOURS = ["#a8201a", "#4d3b8f"];

function series(data) {
  const bars = (data.bars ?? []).map((bar, index) => ({
    name: bar.name, type: "bar", data: bar.values, barMaxWidth: 36, itemStyle: { color: COLOURS[index % COLOURS.length] },
  }));
  // Targets of separate places are marks; only `connect` (a run of years) makes them a line.
  const lines = (data.lines ?? []).map((line, index) => ({
    name: line.name, type: "line", data: line.values, symbol: data.connect ? "diamond" : "rect", symbolSize: data.connect ? 9 : [44, 4],
    showAllSymbol: true, itemStyle: { color: LINE_COLOURS[index % 2] },
    lineStyle: { width: data.connect ? 2 : 0, type: "dashed", color: LINE_COLOURS[index % 2] },
  }));
  return [...bars, ...lines];
}

function options(data, font) {
  const words = { fontFamily: font.family, fontSize: font.size, color: "#16302f" };
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: words,
    legend: { top: 0, right: 0, itemGap: 16, textStyle: words },
    grid: { left: 8, right: 12, top: 56, bottom: 8, containLabel: true },
    // The HTML tooltip writes style attributes, which the content security policy forbids.
    tooltip: { trigger: "axis", renderMode: "richText", textStyle: words },
    xAxis: { type: "category", data: data.labels, axisLabel: { ...words, interval: 0, rotate: data.labels.length > 8 ? 40 : 0 }, axisTick: { show: false } },
    yAxis: { type: "value", name: data.unit ?? "", nameTextStyle: words, axisLabel: words, splitLine: { lineStyle: { color: "#d5dfdd" } } },
    series: series(data),
  };
}

for (const place of document.querySelectorAll("[data-chart]")) {
  const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const style = getComputedStyle(document.body);
  const chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(options(data, { family: style.fontFamily, size: Math.max(13, 0.85 * parseFloat(style.fontSize)) }));
  new ResizeObserver(() => chart.resize()).observe(place);
}
