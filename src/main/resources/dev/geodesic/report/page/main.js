// Draws everything of the problem that is chosen, in the theme that is chosen.

let chosen = 0;

function drawProblem() {
  const problem = data.problems[chosen];
  if (!problem) {
    fill('headline', NOTHING_YET);
    document.querySelectorAll('.of-problem').forEach(section => { section.hidden = true; });
    return;
  }
  drawTuned(problem);
  drawLoss(problem);
  drawLadder(problem);
  drawSensitivity(problem);
  drawDivergence(problem);
  drawImportance(problem);
  drawParallel(problem);
  drawCost(problem);
}

function choose(place) {
  chosen = place;
  loss.isolated = null;
  drawProblem();
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId('theme').setAttribute('aria-pressed', String(theme === 'dark'));
}

const system = window.matchMedia('(prefers-color-scheme: dark)');
setTheme(system.matches ? 'dark' : 'light');
system.addEventListener('change', event => { setTheme(event.matches ? 'dark' : 'light'); drawProblem(); });
byId('theme').addEventListener('click', () => {
  setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
  drawProblem();
});

// On paper, dark ink on white, at the width of the paper.
let beforePrint = null;
window.addEventListener('beforeprint', () => {
  beforePrint = document.documentElement.dataset.theme;
  setTheme('light');
  drawProblem();
});
window.addEventListener('afterprint', () => {
  setTheme(beforePrint);
  drawProblem();
});

fill('problem-choice', choice('Problem', data.problems.map(problem => problem.label), 0, choose));
drawNight(data.night);
drawSpeeds(data.night);
drawProblem();
window.geodesic = {charts, data};
