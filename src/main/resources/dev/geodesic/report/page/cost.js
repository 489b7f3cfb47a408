// Loss against time: every configuration that lost no seed, and the front that none beats in both.

function drawCost(problem) {
  const all = problem.costs.points;
  if (all.length === 0) {
    nothing('cost', 'No configuration has taken all its steps to a finite loss for every seed.');
  } else {
    const front = all.filter(point => point.onFront).sort((a, b) => a.seconds - b.seconds);
    const names = [...new Set(all.map(point => point.optimizer))].sort();
    draw('cost', {
      grid: {left: 60, right: 20, top: 40, bottom: 45},
      legend: {type: 'scroll', top: 0, textStyle: {color: css('--ink')}, pageTextStyle: {color: css('--ink')}, data: names},
      tooltip: tooltip({formatter: hovered => hovered.data.point
        ? lines([hovered.data.point.label, `${digits(hovered.data.point.seconds)} s a trial`, `${problem.measure} ${digits(hovered.data.point.loss)}`])
        : ''}),
      xAxis: logarithmic('seconds of training a trial', all.map(point => point.seconds)),
      yAxis: logarithmic(`${problem.measure} (nats)`, cut(all.map(point => point.loss), 8), {nameGap: 45}),
      series: [
        ...names.map(name => ({
          type: 'scatter',
          id: name,
          name,
          symbolSize: 7,
          itemStyle: {color: styleOf(name).color, opacity: 0.65},
          data: all.filter(point => point.optimizer === name).map(point => ({value: [point.seconds, point.loss], point})),
        })),
        {
          type: 'line',
          id: 'front',
          name: 'front',
          step: 'end',
          symbol: 'none',
          silent: true,
          lineStyle: {color: css('--ink'), width: 1.5},
          data: front.map(point => [point.seconds, point.loss]),
        },
      ],
    }, {
      description: `Final ${problem.measure} against seconds of training for ${all.length} configurations.`,
      caption: `Seconds are a trial's share of its pack's time. The line is the Pareto front: what no configuration beats in both. `
        + `The page holds ${count(all.length)} of ${count(problem.costs.all)} configurations that lost no seed.`,
      renderer: all.length > 300 ? 'canvas' : 'svg',
      tableOf: () => table('The front', [
        {title: 'Seconds', kind: 'number', of: row => digits(row.seconds)},
        {title: capitalized(problem.measure), kind: 'number', of: row => digits(row.loss)},
        {title: 'Configuration', kind: 'words', of: row => row.label},
      ], front),
    });
  }
}

function drawSpeeds(night) {
  fill('speeds', night.speeds.length === 0 ? 'No trial has taken all its steps.' : table('Median over trials, a trial\'s share of its pack\'s time', [
    {title: 'Side', kind: 'number', of: row => row.downsample || 'as is'},
    {title: 'Batch', kind: 'number', of: row => row.batchSize},
    {title: 'Hidden', of: row => row.hidden},
    {title: 'Optimizer', of: row => row.optimizer},
    {title: 'Solver', of: row => row.path || '–'},
    ...(new Set(night.speeds.map(row => row.of)).size > 1 ? [{title: 'Of', kind: 'words', of: row => row.of}] : []),
    {title: 'µs a step', kind: 'number', of: row => digits(row.micros, 3)},
    {title: 'Trials', kind: 'number', of: row => count(row.trials)},
  ], night.speeds));
}
