// Loss against step or seconds: a line a configuration, its band the 95 % interval over seeds.

const loss = {curve: 'measured', against: 'step', all: false, isolated: null};

function drawLoss(problem) {
  const drawn = problem.lines.filter(line => line[loss.curve].mean.length > 0);
  fill('loss-controls',
    choice('Loss of', [problem.measure === 'holdout loss' ? 'the holdout' : 'the validation samples', 'training batches'], loss.curve === 'measured' ? 0 : 1,
      place => { loss.curve = place === 0 ? 'measured' : 'train'; drawLoss(problem); }),
    choice('against', ['steps', 'seconds of training'], loss.against === 'step' ? 0 : 1,
      place => { loss.against = place === 0 ? 'step' : 'seconds'; drawLoss(problem); }),
    choice('Lines', ['the best of each optimizer', `the best ${drawn.length}`], loss.all ? 1 : 0,
      place => { loss.all = place === 1; drawLoss(problem); }));
  if (drawn.length === 0) {
    nothing('loss', 'No trial has a measurement of this loss.');
    return;
  }
  // The best last, so that it lies above the others.
  const shown = drawn
    .filter(line => loss.all || line.place === 1)
    .filter(line => loss.isolated === null || loss.isolated === line.id || loss.isolated === line.optimizer)
    .reverse();
  const xs = shown.flatMap(line => line[loss.curve][loss.against]);
  const ys = shown.flatMap(line => line[loss.curve].mean);
  const fit = problem.baseline && (loss.curve === 'measured' ? problem.baseline.testLoss : problem.baseline.trainLoss);
  const chart = draw('loss', {
    grid: {left: 60, right: 20, top: 15, bottom: 45},
    tooltip: tooltip({trigger: 'axis', axisPointer: {type: 'line', lineStyle: {color: GREY}}, formatter: points => lossTooltip(points, shown)}),
    xAxis: logarithmic(loss.against === 'step' ? 'step' : 'seconds of training a trial', xs),
    yAxis: logarithmic('cross-entropy (nats)', cut(fit ? [...ys, fit] : ys, 30), {nameGap: 45}),
    series: [
      ...shown.filter(line => line.place === 1 || loss.isolated === line.id).map(band),
      ...shown.map(line => lineSeries(line, shown.length)),
      ...shown.filter(line => line.divergedStep && loss.against === 'step').map(mark),
      ...(fit ? [baselineSeries(fit, problem, xs)] : []),
    ],
  }, {
    description: `${loss.curve === 'measured' ? capitalized(problem.measure) : 'Training loss'} against ${loss.against}, ${shown.length} configurations. ${problem.headline}`,
    caption: lossCaption(problem, drawn),
    before: legend(problem, drawn),
    tableOf: () => lossTable(shown),
  });
  chart.on('click', event => {
    if (event.seriesType === 'line' && event.seriesId !== 'baseline') {
      isolate(problem, loss.isolated === event.seriesId ? null : event.seriesId);
    }
  });
}

function lossCaption(problem, drawn) {
  const single = drawn.every(line => line.seeds === 1);
  return `${single ? 'One seed each, and so no interval; a line ends where its trial ends, ' : 'Mean over seeds with its 95 % interval; a line ends where fewer than half of its seeds are left, '}`
    + `and × marks the ${single ? 'step at which it' : 'median step at which the others'} diverged. `
    + `${loss.curve === 'train' ? 'Losses of batches are averaged over windows of steps, twelve for each factor of ten. ' : ''}`
    + `The page holds ${drawn.length} of ${count(problem.configurations)} configurations. `
    + `Click a line or a name to see it alone, and again to see all.`;
}

function isolate(problem, what) {
  loss.isolated = what;
  drawLoss(problem);
}

const points = line => line[loss.curve].mean.map((mean, i) => [line[loss.curve][loss.against][i], mean]);

function lineSeries(line, shown) {
  const style = styleOf(line.optimizer);
  return {
    type: 'line',
    id: line.id,
    name: line.label,
    data: points(line),
    showSymbol: false,
    symbolSize: 6,
    triggerLineEvent: true,
    sampling: 'lttb',
    clip: true,
    z: line.place === 1 ? 3 : 2,
    itemStyle: {color: style.color},
    lineStyle: {color: style.color, type: style.type, width: line.place === 1 ? 2.5 : 1.2, opacity: line.place === 1 || shown < 4 ? 1 : 0.5},
    emphasis: {focus: 'series', lineStyle: {width: 4}},
  };
}

function band(line) {
  const curve = line[loss.curve];
  const edge = bound => curve[loss.against]
    .map((x, i) => [x, bound[i]])
    .filter(point => point[1] !== null && point[1] > 0);
  return shaded(`${line.id} band`, edge(curve.low), edge(curve.high), styleOf(line.optimizer).color);
}

function mark(line) {
  const last = points(line).at(-1);
  return {
    type: 'scatter',
    id: `${line.id} diverged`,
    symbol: 'path://M0,0L10,10M10,0L0,10',
    symbolSize: 10,
    silent: true,
    tooltip: {show: false},
    itemStyle: {color: 'transparent', borderColor: styleOf(line.optimizer).color, borderWidth: 2},
    data: [[Math.max(line.divergedStep, 1), last[1]]],
  };
}

function baselineSeries(fit, problem, xs) {
  // It has no validation loss.
  const of = loss.curve === 'measured' && problem.measure !== 'holdout loss' ? ', on the holdout' : '';
  return {
    type: 'line',
    id: 'baseline',
    name: 'MLlib L-BFGS, full batch' + (problem.baseline.converged === false ? ', not converged' : '') + of,
    data: [[Math.min(...xs), fit], [Math.max(...xs), fit]],
    showSymbol: false,
    silent: true,
    itemStyle: {color: GREY},
    lineStyle: {color: GREY, type: 'dashed', width: 1.5},
    endLabel: {show: true, formatter: `MLlib${of}`, color: css('--quiet'), offset: [-40, -8]},
  };
}

function lossTooltip(hovered, shown) {
  const byLine = new Map(shown.map(line => [line.id, line]));
  const told = hovered
    .filter(point => byLine.has(point.seriesId))
    .sort((a, b) => a.value[1] - b.value[1]);
  if (told.length === 0) return '';
  const most = 12;
  const head = `${loss.against === 'step' ? 'step' : 'seconds'} ${digits(told[0].value[0])}`;
  return lines([head, ...told.slice(0, most).map(point => {
    const line = byLine.get(point.seriesId);
    const curve = line[loss.curve];
    const low = curve.low[point.dataIndex], high = curve.high[point.dataIndex];
    const spread = low === null || low === undefined ? '' : ` ± ${digits((high - low) / 2, 2)}`;
    const alive = curve.seeds[point.dataIndex];
    return `${digits(point.value[1])}${spread}  ${line.label}${alive < line.seeds ? ` (${alive} of ${line.seeds} seeds)` : ''}`;
  }), ...(told.length > most ? [`and ${told.length - most} more`] : [])]);
}

function legend(problem, drawn) {
  const names = [...new Set(drawn.map(line => line.optimizer))];
  const isolatedLine = drawn.find(line => line.id === loss.isolated);
  return element('ul', {class: 'legend', 'aria-label': 'Optimizers'}, ...names.map(name => {
    const alone = loss.isolated === name || (isolatedLine && isolatedLine.optimizer === name);
    return element('li', {}, element('button', {
      type: 'button',
      'aria-pressed': alone ? 'true' : 'false',
      class: loss.isolated !== null && !alone ? 'off' : null,
      onclick: () => isolate(problem, alone ? null : name),
    }, swatch(name), name));
  }));
}

function swatch(optimizer) {
  const space = 'http://www.w3.org/2000/svg';
  const picture = document.createElementNS(space, 'svg');
  const stroke = document.createElementNS(space, 'line');
  const style = styleOf(optimizer);
  for (const [key, value] of Object.entries({width: 26, height: 8, 'aria-hidden': 'true'})) picture.setAttribute(key, value);
  const dash = {solid: 'none', dashed: '6 3', dotted: '2 3'}[style.type];
  for (const [key, value] of Object.entries({x1: 0, y1: 4, x2: 26, y2: 4, stroke: style.color, 'stroke-width': 3, 'stroke-dasharray': dash})) stroke.setAttribute(key, value);
  picture.append(stroke);
  return picture;
}

function lossTable(shown) {
  const rows = [...shown].reverse().flatMap(line => {
    const last = line[loss.curve].mean.length - 1;
    return [{line, curve: line[loss.curve], last}];
  });
  return table('The last point of each line', [
    {title: 'Configuration', kind: 'words', of: row => row.line.label},
    {title: 'Step', kind: 'number', of: row => count(row.curve.step[row.last])},
    {title: 'Seconds', kind: 'number', of: row => digits(row.curve.seconds[row.last])},
    {title: 'Mean loss', kind: 'number', of: row => digits(row.curve.mean[row.last])},
    {title: '95 % interval', kind: 'number', of: row => `${digits(row.curve.low[row.last])} – ${digits(row.curve.high[row.last])}`},
    {title: 'Seeds', kind: 'number', of: row => `${row.curve.seeds[row.last]} of ${row.line.seeds}`},
  ], rows);
}
