// How much each hyperparameter decides, and two of them together.

const nameOfShare = share => words(share.column) + (share.with ? ` × ${words(share.with)}` : '');

function drawImportance(problem) {
  if (problem.importances.length === 0) {
    nothing('importance', 'Too few configurations of an optimizer, or none with several values of a hyperparameter.');
    return;
  }
  const rows = problem.importances.flatMap(each => each.shares.map(share => ({each, share}))).reverse();
  draw('importance', {
    grid: {left: 220, right: 50, top: 10, bottom: 45},
    tooltip: tooltip({formatter: bar => lines([`${bar.name}`, `${percent(bar.value)} of the variance of the ranks`])}),
    xAxis: axis('share of the variance of the ranks', 'value', {min: 0, max: 1, axisLabel: {color: css('--quiet'), formatter: percent}}),
    yAxis: axis('', 'category', {data: rows.map(row => `${row.each.optimizer}: ${nameOfShare(row.share)}`), axisLabel: {color: css('--quiet'), width: 205, overflow: 'truncate'}}),
    series: [{
      type: 'bar',
      id: 'shares',
      barMaxWidth: 18,
      label: {show: true, position: 'right', color: css('--ink'), formatter: bar => percent(bar.value)},
      data: rows.map(row => ({value: row.share.share, itemStyle: {color: styleOf(row.each.optimizer).color}})),
    }],
  }, {
    description: `The importance of ${rows.length} hyperparameters.`,
    caption: `The share of the variance of the configurations' ranks that the values of one hyperparameter explain alone, and with × what two explain together in addition, corrected for chance (Kelley's ε²). `
      + `Those that lost seeds rank last, those that have not ended not at all. ${rankedBy(problem)}`,
    height: Math.max(160, 75 + 26 * rows.length),
    tableOf: () => table('Shares', [
      {title: 'Optimizer', of: row => row.each.optimizer},
      {title: 'Hyperparameter', of: row => nameOfShare(row.share)},
      {title: 'Share', kind: 'number', of: row => percent(row.share.share)},
      {title: 'Configurations', kind: 'number', of: row => count(row.each.configurations)},
    ], [...rows].reverse()),
  });
}

function rankedBy(problem) {
  const steps = [...new Set(problem.importances.map(each => each.step))];
  return problem.ladders.length === 0 ? `Ranked by the ${problem.measure} after the last step.`
    : steps.length === 1 && steps[0] > 0 ? `Ranked by the ${problem.measure} at the first rung, step ${count(steps[0])}.`
    : `Ranked by the ${problem.measure} at the first rung of each bracket.`;
}
