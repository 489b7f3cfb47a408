// Parallel coordinates: a line a configuration across all that was tuned, coloured by its loss.

function drawParallel(problem) {
  const {optimizers: names, axes, lines: all, all: total} = problem.parallel;
  const ended = all.filter(line => line.loss !== null);
  if (ended.length === 0) {
    nothing('parallel', 'No trial has taken all its steps to a finite loss.');
    return;
  }
  const losses = ended.map(line => line.loss);
  const low = Math.min(...losses);
  // One bad configuration shall not take the colours from all others.
  const high = Math.max(quantile(losses, 0.9), low * 1.0001);
  const worst = Math.max(...cut(losses, 8));
  const text = {color: css('--ink'), fontSize: 11};
  const category = (dim, name, values) => ({dim, name, type: 'category', data: values, nameTextStyle: text, axisLabel: {...text, interval: Math.ceil(values.length / 12) - 1}});
  const chart = draw('parallel', {
    parallel: {left: 60, right: 70, top: 40, bottom: 25, parallelAxisDefault: {nameLocation: 'end', axisLine: {lineStyle: {color: GREY}}}},
    parallelAxis: [
      category(0, 'optimizer', names),
      ...axes.map((each, place) => category(place + 1, words(each.column), each.words)),
      {...logarithmic(problem.measure, cut(losses, 8), {nameLocation: 'end', nameTextStyle: text}), dim: axes.length + 1},
    ],
    visualMap: {show: false, min: low, max: high, dimension: axes.length + 1, inRange: {color: ['#009E73', '#E69F00', '#c2410c']}},
    series: [{
      type: 'parallel',
      id: 'configurations',
      lineStyle: {width: 1.2, opacity: ended.length > 300 ? 0.25 : 0.5},
      inactiveOpacity: 0.03,
      activeOpacity: 0.8,
      progressive: 500,
      data: ended.map(line => [...line.places, Math.min(line.loss, worst)]),
    }],
  }, {
    description: `Parallel coordinates of ${ended.length} configurations over ${axes.length} hyperparameters and the final ${problem.measure}.`,
    caption: `Drag along an axis to keep the lines that pass there, click it to show all again. `
      + `The page holds ${count(ended.length)} of ${count(total)} configurations${ended.length < total ? ', the best of each optimizer, without those of which no seed took all steps' : ''}.`,
    renderer: 'canvas',
    width: 110 * (axes.length + 2),
    tableOf: () => table('The twenty best', [
      {title: 'Optimizer', of: row => names[row.places[0]]},
      ...axes.map((each, place) => ({title: words(each.column), kind: 'number', of: row => each.words[row.places[place + 1]]})),
      {title: capitalized(problem.measure), kind: 'number', of: row => digits(row.loss)},
    ], best(ended, 20)),
  });
  chart.on('axisareaselected', () => {
    const kept = chart.getModel().getSeriesByIndex(0).getRawIndicesByActiveState('active').map(place => ended[place]);
    fill('brushed', told(kept, names, axes));
  });
  fill('brushed', '');
}

function told(kept, names, axes) {
  if (kept.length === 0) return '';
  const [first] = best(kept, 1);
  return `${count(kept.length)} kept; the best: ${names[first.places[0]]}, `
    + `${axes.map((each, place) => `${words(each.column)} ${each.words[first.places[place + 1]]}`).join(', ')}: ${digits(first.loss)}`;
}

const best = (configurations, most) => [...configurations].sort((a, b) => a.loss - b.loss).slice(0, most);

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))];
}
