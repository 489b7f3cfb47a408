// Elements and numbers. Whatever the data say becomes text: nothing of it is read as HTML.

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

const byId = id => document.getElementById(id);

const data = JSON.parse(byId('data').textContent);

function fill(id, ...children) {
  byId(id).replaceChildren(...children.filter(child => child !== null));
}

// Four digits, as people read them; '–' for what is not there.
function digits(value, significant = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e6) return value.toExponential(Math.min(2, significant - 1)).replace('e+', 'e');
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(significant)));
}

const count = value => value.toLocaleString('en');
const percent = share => `${Math.round(100 * share)} %`;
const capitalized = text => text[0].toUpperCase() + text.slice(1);
const words = column => column.replaceAll('_', ' ');

function duration(seconds) {
  if (seconds < 60) return `${digits(seconds, 3)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

// Columns are {title, of, kind}: of takes a row, kind is 'number', 'words' or nothing.
function table(caption, columns, rows) {
  const cell = (name, column, content, more) =>
    element(name, {class: column.kind, ...more}, content);
  return element('table', {},
    element('caption', {class: 'quiet'}, caption),
    element('thead', {}, element('tr', {},
      ...columns.map(column => cell('th', column, column.title, {scope: 'col'})))),
    element('tbody', {}, ...rows.map(row => element('tr', {},
      ...columns.map(column => cell('td', column, column.of(row)))))));
}

// A choice of one of several; calls back with the place of what is chosen.
function choice(title, options, chosen, changed) {
  if (options.length < 2) return null;
  const select = element('select', {onchange: () => changed(select.selectedIndex)},
    ...options.map((option, place) => element('option', {selected: place === chosen}, option)));
  return element('label', {}, title, select);
}
