// Learning rate against another hyperparameter: the share of trials that diverged, when, and what
// the others reach.

const MEASURES = [
  {title: 'share diverged', none: 'No trial with these values has ended.', of: cell => cell.share, text: percent, low: '#f2f5f8', high: '#ea7a45', bounds: [0, 1]},
  {title: 'median step of divergence', none: 'No trial with these values has diverged.', of: cell => cell.step, text: value => digits(value), low: '#ea7a45', high: '#f2f5f8'},
  {title: 'best loss', none: 'No trial with these values has taken all its steps.', of: cell => cell.loss, text: value => digits(value, 3), low: '#3fb983', high: '#f2f5f8'},
];

const divergence = {optimizer: null, across: 0, measure: 0};

function drawDivergence(problem) {
  const names = [...new Set(problem.divergence.map(map => map.optimizer))];
  if (names.length === 0) {
    nothing('divergence', 'Nothing has been tried.');
    return;
  }
  if (!names.includes(divergence.optimizer)) {
    divergence.optimizer = mostDiverged(problem, names);
    divergence.across = 0;
  }
  const maps = problem.divergence.filter(map => map.optimizer === divergence.optimizer);
  const map = maps[Math.min(divergence.across, maps.length - 1)];
  const redraw = () => drawDivergence(problem);
  fill('divergence-controls',
    choice('Optimizer', names, names.indexOf(divergence.optimizer), place => { divergence.optimizer = names[place]; divergence.across = 0; redraw(); }),
    choice('Against', maps.map(each => each.other ? words(each.other.column) : ''), maps.indexOf(map), place => { divergence.across = place; redraw(); }),
    choice('Shown', MEASURES.map(each => each.title), divergence.measure, place => { divergence.measure = place; redraw(); }));
  heatMap(map, MEASURES[divergence.measure]);
}

function mostDiverged(problem, names) {
  const diverged = name => problem.divergence
    .find(map => map.optimizer === name).cells
    .reduce((sum, cell) => sum + cell.diverged, 0);
  return names.reduce((most, name) => diverged(name) > diverged(most) ? name : most);
}

function heatMap(map, measure) {
  const cells = map.cells.map(cell => ({cell, value: measure.of(cell)}));
  const known = cells.map(each => each.value).filter(value => value !== null);
  if (known.length === 0) {
    nothing('divergence', measure.none);
    return;
  }
  const [low, high] = measure.bounds || [Math.min(...known), Math.max(...known)];
  const rows = map.other ? map.other.words : [''];
  draw('divergence', {
    grid: {left: 20, right: 20, top: 30, bottom: 50, containLabel: true},
    tooltip: tooltip({formatter: hovered => {
      const {cell} = cells[hovered.dataIndex];
      return lines([
        `learning rate ${map.rates.words[cell.x]}`,
        ...(map.other ? [`${words(map.other.column)} ${map.other.words[cell.y]}`] : []),
        `${cell.diverged} of ${cell.ended} trials that ended diverged`,
        ...(cell.unfinished ? [`${cell.unfinished} without a result`] : []),
        ...(cell.step === null ? [] : [`in the median at step ${digits(cell.step)}`]),
        ...(cell.loss === null ? [] : [`best loss ${digits(cell.loss)}`])]);
    }}),
    xAxis: axis('learning rate', 'category', {data: map.rates.words}),
    yAxis: axis(map.other ? words(map.other.column) : '', 'category', {data: rows, nameLocation: 'end', nameGap: 8}),
    visualMap: {show: false, min: low, max: high > low ? high : low + 1, dimension: 2, inRange: {color: [measure.low, measure.high]}},
    series: [{
      type: 'heatmap',
      id: 'cells',
      data: cells.map(each => [each.cell.x, each.cell.y, each.value === null ? '-' : each.value]),
      itemStyle: {borderColor: css('--paper'), borderWidth: 2},
      label: {show: true, color: '#000', fontSize: 11, formatter: cell => cell.value[2] === '-' ? '' : measure.text(cell.value[2])},
    }],
  }, {
    description: `${measure.title} of ${map.optimizer} by learning rate${map.other ? ` and ${words(map.other.column)}` : ''}.`,
    caption: `${map.optimizer}: ${measure.title}, over all trials that ended with ${map.other ? 'both values' : 'that learning rate'}, for any values of the other hyperparameters.`,
    height: Math.max(200, 125 + 34 * rows.length),
    // Room for what is written into the cells.
    width: 70 + 42 * map.rates.words.length,
    tableOf: () => table('Cells', [
      {title: 'Learning rate', kind: 'number', of: row => map.rates.words[row.cell.x]},
      {title: map.other ? words(map.other.column) : '', kind: 'number', of: row => rows[row.cell.y]},
      {title: 'Ended', kind: 'number', of: row => count(row.cell.ended)},
      {title: 'Diverged', kind: 'number', of: row => count(row.cell.diverged)},
      {title: 'No result', kind: 'number', of: row => count(row.cell.unfinished)},
      {title: 'Median step', kind: 'number', of: row => digits(row.cell.step)},
      {title: 'Best loss', kind: 'number', of: row => digits(row.cell.loss)},
    ], cells),
  });
}
