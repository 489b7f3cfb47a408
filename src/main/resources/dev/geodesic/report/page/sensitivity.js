// Final loss against the learning rate: at each, the best of all that was tried with it.

function drawSensitivity(problem) {
  const shown = problem.sensitivities
    .map(each => ({...each, points: each.points.filter(point => point.loss !== null)}))
    .filter(each => each.points.length > 0);
  if (shown.length === 0) {
    nothing('sensitivity', 'No optimizer took all its steps with several learning rates.');
    return;
  }
  const all = shown.flatMap(each => each.points);
  draw('sensitivity', {
    grid: {left: 60, right: 20, top: 40, bottom: 45},
    legend: {type: 'scroll', top: 0, textStyle: {color: css('--ink')}, pageTextStyle: {color: css('--ink')}, data: shown.map(each => each.optimizer)},
    tooltip: tooltip({trigger: 'item', formatter: hovered => {
      const point = shown.find(each => each.optimizer === hovered.seriesName).points[hovered.dataIndex];
      return lines([
        `learning rate ${digits(point.learningRate)}`,
        `${problem.measure} ${estimate({mean: point.loss, low: point.low, high: point.high})}`,
        `${point.label}`,
        `${point.lost} of ${point.seeds} seeds lost`]);
    }}),
    xAxis: logarithmic('learning rate', all.map(point => point.learningRate)),
    yAxis: logarithmic(`${problem.measure} (nats)`, cut(all.map(point => point.loss), 8), {nameGap: 45}),
    series: shown.flatMap(each => [interval(each), {
      type: 'line',
      id: each.optimizer,
      name: each.optimizer,
      data: each.points.map(point => ({
        value: [point.learningRate, point.loss],
        // Hollow where seeds were lost: the mean is that of the others.
        symbol: point.lost > 0 ? 'emptyCircle' : 'circle',
      })),
      symbolSize: 8,
      itemStyle: {color: styleOf(each.optimizer).color},
      lineStyle: {...styleOf(each.optimizer), width: 2},
      emphasis: {focus: 'series'},
    }]),
  }, {
    description: `Final ${problem.measure} against learning rate for ${shown.map(each => each.optimizer).join(', ')}.`,
    caption: `${capitalized(problem.measure)} after the last step, of the best configuration with ${shown.some(each => each.isBinned) ? 'about ' : ''}that learning rate; ${all.some(point => point.low !== null) ? 'shaded its 95 % interval, ' : ''}hollow where it lost seeds.${problem.ladders.length > 0 ? ' Configurations that a halving stopped have no such loss.' : ''}`,
    tableOf: () => table('Best configuration at each learning rate', [
      {title: 'Optimizer', of: row => row.optimizer},
      {title: 'Learning rate', kind: 'number', of: row => digits(row.learningRate)},
      {title: capitalized(problem.measure), kind: 'number', of: row => estimate({mean: row.loss, low: row.low, high: row.high})},
      {title: 'Lost', kind: 'number', of: row => `${row.lost} of ${row.seeds}`},
      {title: 'Configuration', kind: 'words', of: row => row.label},
    ], shown.flatMap(each => each.points.map(point => ({...point, optimizer: each.optimizer})))),
  });
}

function interval(each) {
  const known = each.points.filter(point => point.low !== null && point.low > 0);
  const edge = bound => known.map(point => [point.learningRate, point[bound]]);
  return shaded(`${each.optimizer} interval`, edge('low'), edge('high'), styleOf(each.optimizer).color);
}
