// The sweep as a whole: counts, what was lost, and how it ran.

function drawNight(night) {
  document.title = `${night.sweep} – Geodesic`;
  fill('name', night.sweep);
  fill('when', `Written ${instant(night.written)}${night.running ? ` while it runs: ${night.running}` : ''}`);
  fill('counts', ...counts(night).map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))));
  drawLost(night.lost);
  drawRuns(night.runs);
}

const instant = text => text.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');

function counts(night) {
  const sum = Object.values(night.trials).reduce((total, each) => total + each, 0);
  const seconds = night.runs.reduce((total, run) => total + run.work.seconds, 0);
  return [
    ['trials', count(sum)],
    ['configurations', count(night.configurations)],
    ...Object.entries(night.trials).map(([status, trials]) => [status.toLowerCase().replace('_', ' '), count(trials)]),
    ...(seconds > 0 ? [['training', duration(seconds)]] : []),
  ];
}

const NOTHING_YET = 'No trial has ended yet.';

function drawLost(lost) {
  fill('lost', data.problems.length === 0 ? NOTHING_YET : lost.length === 0 ? 'Every trial took all its steps, to a finite loss.' : table('Trials without a complete curve, or without a finite loss at its end', [
    {title: 'Status', of: row => row.status},
    {title: 'Class', of: row => row.trouble},
    {title: 'Optimizer', of: row => row.optimizer},
    {title: 'Trials', kind: 'number', of: row => count(row.trials)},
    {title: 'Cause', kind: 'words', of: row => row.causes > 1 ? `for example: ${row.cause}` : row.cause},
    {title: 'Hosts', of: row => row.hosts.join(', ')},
    {title: 'For example', of: row => row.example},
  ], lost));
}

function drawRuns(runs) {
  if (runs.length === 0) {
    fill('runs', element('p', {class: 'quiet'}, 'No run has ended yet.'));
    return;
  }
  fill('runs', table('Runs', [
    {title: 'Started', of: run => instant(run.started)},
    {title: 'Ended', of: run => instant(run.ended)},
    {title: 'Packs', kind: 'number', of: run => count(run.work.packs)},
    {title: 'Slots', kind: 'number', of: run => count(run.spark.slots)},
    {title: 'Took', kind: 'number', of: run => duration(run.work.seconds)},
    {title: 'Predicted', kind: 'number', of: run => run.work.packs === 0 ? '–' : `${duration(run.work.predictedSeconds)} (${duration(run.work.predictedLow)} – ${duration(run.work.predictedHigh)})`},
    {title: 'Idle slots', kind: 'number', of: run => duration(run.work.idleSlotSeconds)},
    {title: 'Predicted by', kind: 'words', of: run => run.work.predictedBy},
  ], runs));
  fill('provenance', facts(runs.at(-1)),
    element('details', {}, element('summary', {}, 'The conf of the last run'),
      element('pre', {tabindex: 0}, JSON.stringify(runs.at(-1).conf, null, 2))));
}

function facts(run) {
  const machine = run.machine;
  const all = [
    ['Geodesic', `${run.code.version}, commit ${run.code.gitCommit}${run.code.gitDirty === 'true' ? ', with changes' : ''}`],
    ['Driver', `${machine.host}: ${machine.processor}, ${machine.cores} cores, ${digits(machine.memoryBytes / 2 ** 30, 3)} GiB, ${machine.system}`],
    ['Cluster', `${run.spark.master}, ${run.spark.slots} slots`],
    ...run.gpus.map(gpu => ['GPU', `${gpu.host}, address ${gpu.address}: ${gpu.description}`]),
    ...Object.entries(run.dataFingerprints).map(([name, hash]) => ['Data', `${name}: ${hash}`]),
    ['Libraries', Object.entries(run.libraries).map(([name, version]) => `${name} ${version}`).join(', ')],
  ];
  return element('dl', {class: 'facts'}, ...all.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]));
}
