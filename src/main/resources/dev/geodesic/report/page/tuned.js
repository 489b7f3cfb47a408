// Tuned against tuned: the best configuration of each optimizer beside the best baseline.

let criterion = 0;

function drawTuned(problem) {
  if (criterion >= problem.tuned.length) criterion = 0;
  const tuned = problem.tuned[criterion];
  fill('headline', problem.headline);
  fill('tuned-controls', choice('Judged', problem.tuned.map(each => each.criterion), criterion,
    place => { criterion = place; drawTuned(problem); }));
  fill('tuned', tuned.entries.length === 0 ? null : table(`The best configuration of each optimizer, ${tuned.criterion}`, [
    {title: 'Optimizer', of: row => row.optimizer},
    {title: 'Holdout loss', kind: 'number', of: row => estimate(row.loss)},
    {title: tuned.baseline ? `Minus ${tuned.baseline}` : 'Difference', kind: 'number', of: row => row.comparison ? signed(row.comparison.difference) : '–'},
    {title: '95 % interval', kind: 'number', of: row => row.comparison ? `${signed(row.comparison.low)} to ${signed(row.comparison.high)}` : '–'},
    {title: 'p', kind: 'number', of: row => row.p === null ? '–' : digits(row.p, 2)},
    {title: 'Verdict', of: row => row.verdict},
    {title: 'Lost', kind: 'number', of: row => `${row.lost} of ${row.seeds}`},
    {title: 'Tried', kind: 'number', of: row => count(row.tried)},
    {title: 'Its best configuration', kind: 'words', of: row => row.label},
  ], tuned.entries));
  fill('tuned-note', tuned.note);
  fill('confirmed', problem.confirmed.length === 0 ? null : table('The configurations that were trained on fresh seeds', [
    {title: 'Optimizer', of: row => row.optimizer},
    {title: 'Place in the search', kind: 'number', of: row => row.place},
    {title: `${capitalized(problem.measure)} there`, kind: 'number', of: row => estimate(row.chosenBy)},
    {title: 'Holdout loss', kind: 'number', of: row => estimate(row.loss)},
    {title: 'Lost', kind: 'number', of: row => `${row.lost} of ${row.seeds}`},
    {title: 'Configuration', kind: 'words', of: row => row.label},
  ], problem.confirmed));
}

const estimate = loss => loss.low === null
  ? digits(loss.mean)
  : `${digits(loss.mean)} ± ${digits((loss.high - loss.low) / 2, 2)}`;

const signed = value => (value > 0 ? '+' : '') + digits(value, 3);
