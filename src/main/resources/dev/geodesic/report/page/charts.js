// What all charts share: colours, themes, their frame with caption and table, and their names.

// Okabe and Ito's palette, told apart by colour-blind readers too; a second round is dashed.
const COLORS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'];
const DASHES = ['solid', 'dashed', 'dotted'];
const GREY = '#7a828c';

// By name, for tests and for curious readers: geodesic.charts.loss.getOption().
const charts = {};

const optimizers = [...new Set(data.problems.flatMap(problem => problem.parallel.optimizers))].sort();
const styleOf = optimizer => {
  const place = optimizers.indexOf(optimizer);
  return {
    color: COLORS[place % COLORS.length],
    type: DASHES[Math.floor(place / COLORS.length) % DASHES.length],
  };
};

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function axis(name, type, more) {
  return {
    name,
    type,
    nameLocation: 'middle',
    nameGap: 30,
    nameTextStyle: {color: css('--quiet')},
    axisLabel: {color: css('--quiet'), hideOverlap: true, formatter: type === 'category' ? undefined : value => digits(value, 3)},
    axisLine: {show: true, lineStyle: {color: css('--line')}},
    splitLine: {lineStyle: {color: css('--line'), opacity: 0.6}},
    minorSplitLine: {show: false},
    ...more,
  };
}

function tooltip(more) {
  return {
    confine: true,
    backgroundColor: css('--panel'),
    borderColor: css('--line'),
    textStyle: {color: css('--ink'), fontSize: 12},
    ...more,
  };
}

// A logarithmic axis over values, a little wider than they are; ECharts itself names powers of ten
// alone, which a loss seldom meets.
function logarithmic(name, values, more) {
  const positive = values.filter(value => value > 0);
  const low = Math.min(...positive) / 1.05, high = Math.max(...positive) * 1.05;
  const ticks = ticksBetween(low, high);
  const base = axis(name, 'log', more);
  return {
    ...base,
    min: low,
    max: high,
    axisLabel: {...base.axisLabel, customValues: ticks},
    axisTick: {customValues: ticks},
    splitLine: {show: false},
  };
}

function ticksBetween(low, high) {
  const decades = Math.log10(high / low);
  const leading = decades > 4 ? [1] : decades > 1.2 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const digit of leading) {
      const tick = Number(`${digit}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}

// What is many times worse than the best would take the room of all that matters.
const cut = (losses, times) => {
  const low = Math.min(...losses.filter(loss => loss > 0));
  return losses.map(loss => Math.min(loss, low * times));
};

// The area between two edges, each a list of points from left to right.
function shaded(id, low, high, color) {
  const outline = [...low, ...[...high].reverse()];
  return {
    type: 'custom',
    id,
    silent: true,
    clip: true,
    z: 1,
    tooltip: {show: false},
    data: outline.length ? [outline[0]] : [],
    renderItem: (params, api) => ({
      type: 'polygon',
      shape: {points: outline.map(point => api.coord(point))},
      style: {fill: color, opacity: 0.16},
    }),
  };
}

// Lines of a tooltip, escaped: ECharts puts them into the page as HTML.
const lines = texts => texts.map(text => echarts.format.encodeHTML(text)).join('<br>');

// Puts a chart into its figure, in place of the last one there.
function draw(id, option, {description, caption, renderer = 'svg', height, width, before, tableOf}) {
  const figure = byId(id);
  if (charts[id]) charts[id].dispose();
  const place = element('div', {class: 'chart', role: 'img', 'aria-label': description});
  if (height) place.style.height = `${height}px`;
  if (width) place.style.minWidth = `${width}px`;
  const numbers = element('details', {}, element('summary', {}, 'The numbers'));
  numbers.addEventListener('toggle', () => {
    if (numbers.open && numbers.children.length === 1) {
      numbers.append(element('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${byId(`${id}-title`).textContent}: the numbers`}, tableOf()));
    }
  });
  figure.replaceChildren(...[before, element('div', {class: 'scroll', tabindex: width ? 0 : null}, place), element('figcaption', {}, caption), numbers].filter(Boolean));
  charts[id] = echarts.init(place, null, {renderer});
  charts[id].setOption({
    animation: false,
    textStyle: {fontFamily: 'system-ui, sans-serif', color: css('--ink')},
    ...option,
  });
  return charts[id];
}

function nothing(id, why) {
  if (charts[id]) charts[id].dispose();
  delete charts[id];
  fill(id, element('p', {class: 'quiet'}, why));
}

window.addEventListener('resize', () => Object.values(charts).forEach(chart => chart.resize()));
