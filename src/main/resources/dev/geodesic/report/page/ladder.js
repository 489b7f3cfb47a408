// A halving: mean losses that end at the rungs, how many came to each, and what was left behind there.

let shownLadder = 0;

// From light grey, for what was stopped first, to the optimizer's colour, for what trained to the end.
const rungColor = (ladder, line) => line.isFinished ? styleOf(ladder.optimizer).color
  : ['#b8bec6', '#8f98a3', '#69737f', '#4a535e'][Math.min(line.rung, 3)];

function drawLadder(problem) {
  byId('ladder-section').hidden = problem.ladders.length === 0;
  if (problem.ladders.length === 0) return;
  if (shownLadder >= problem.ladders.length) shownLadder = 0;
  const ladder = problem.ladders[shownLadder];
  fill('ladder-controls', choice('Ladder', problem.ladders.map(nameOfLadder), shownLadder,
    place => { shownLadder = place; drawLadder(problem); }));
  const drawn = ladder.lines.filter(line => line.losses.length > 0);
  if (drawn.length === 0) {
    nothing('ladder', 'No trial has come to a rung.');
  } else {
    drawRungs(problem, ladder, drawn);
  }
  fill('ladder-shares', table('Steps taken, of those that all trials to their ends would take', [
    {title: 'Optimizer', of: row => row.optimizer},
    {title: 'Bracket', kind: 'number', of: row => row.bracket},
    {title: 'Configurations', kind: 'number', of: row => count(row.all)},
    {title: 'Steps', kind: 'number', of: row => count(row.taken)},
    {title: 'Share', kind: 'number', of: row => percent(row.taken / row.whole)},
  ], [...problem.ladders, sumOf(problem.ladders)]));
}

const nameOfLadder = ladder => `${ladder.optimizer}, bracket ${ladder.bracket}`;

const sumOf = ladders => ({
  optimizer: 'all',
  bracket: '',
  all: ladders.reduce((sum, each) => sum + each.all, 0),
  taken: ladders.reduce((sum, each) => sum + each.taken, 0),
  whole: ladders.reduce((sum, each) => sum + each.whole, 0),
});

function drawRungs(problem, ladder, drawn) {
  const losses = drawn.flatMap(line => line.losses);
  draw('ladder', {
    grid: {left: 60, right: 20, top: 25, bottom: 45},
    tooltip: tooltip({formatter: hovered => lines([hovered.seriesName, `step ${count(hovered.value[0])}`, `${problem.measure} ${digits(hovered.value[1])}`])}),
    xAxis: logarithmic('step', drawn.flatMap(line => line.steps)),
    yAxis: logarithmic(`${problem.measure} (nats)`, cut(losses, 30), {nameGap: 45}),
    // The best last, so that they lie above the others.
    series: [...drawn].reverse().map((line, place) => ({
      type: 'line',
      id: `line ${place}`,
      name: line.label,
      data: line.steps.map((step, i) => [step, line.losses[i]]),
      symbol: 'circle',
      symbolSize: 4,
      clip: true,
      itemStyle: {color: rungColor(ladder, line)},
      lineStyle: {color: rungColor(ladder, line), width: line.isFinished ? 2.2 : 1, opacity: 0.75},
      emphasis: {focus: 'series', lineStyle: {width: 4}},
      ...(place === 0 ? {markLine: {
        symbol: 'none',
        silent: true,
        lineStyle: {color: GREY, type: 'dashed'},
        label: {formatter: mark => `rung ${mark.name}`, color: css('--quiet')},
        data: ladder.rungs.map(rung => ({name: String(rung.number), xAxis: rung.step})),
      }} : {}),
    })),
  }, {
    description: `The halving of ${nameOfLadder(ladder)}: ${count(ladder.all)} configurations, ${ladder.bracket + 1} rungs.`,
    caption: `Mean ${problem.measure} of ${count(drawn.length)} of ${count(ladder.all)} configurations, each as long as all its seeds have one. `
      + 'A line ends at the rung where its configuration was stopped; those in colour trained to the end. Those that still climb appear when they are stopped or finish.',
    renderer: drawn.length > 60 ? 'canvas' : 'svg',
    tableOf: () => table('Rungs', [
      {title: 'Rung', kind: 'number', of: row => row.number},
      {title: 'Step', kind: 'number', of: row => count(row.step)},
      {title: 'Came there', kind: 'number', of: row => count(row.entered)},
      {title: 'Lost before', kind: 'number', of: row => count(row.lost)},
      {title: 'Stopped', kind: 'number', of: row => count(row.stopped)},
      {title: 'Best loss', kind: 'number', of: row => digits(row.best)},
      {title: 'Best loss stopped', kind: 'number', of: row => digits(row.dropped)},
    ], ladder.rungs),
  });
}
