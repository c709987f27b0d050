const $ = id => document.getElementById(id);

/** Makes an element. Texts go in as texts, never as markup. */
function make(tag, className, ...content) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
}

/** Asks the server for something; shows its reason when it refuses. */
async function ask(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body ? {'Content-Type': 'application/json'} : {},
    body: body && JSON.stringify(body),
  });
  $('refusal').textContent = answer.ok ? '' : await answer.text();
  return answer;
}

/** The row of a deployment, made when it is first heard of. Stays, so that its button can be hit. */
function row(name) {
  const id = 'deployment-' + name;
  if (!$(id)) {
    const bar = make('progress', '');
    bar.max = 100;
    const cancel = make('button', 'quiet', 'Cancel');
    cancel.onclick = () => ask('DELETE', 'deployments/' + encodeURIComponent(name));
    const made = make('li', '',
      make('span', 'name', name), bar, make('span', 'state'), cancel, make('span', 'message'));
    made.id = id;
    $('deployments').prepend(made);
  }
  return $(id);
}

function show(report) {
  const element = row(report.name);
  const running = report.state === 'RUNNING';
  const word = report.state.toLowerCase();
  element.className = word;
  element.querySelector('progress').value = report.percent;
  element.querySelector('.state').textContent = running ? report.percent + ' %' : word;
  element.querySelector('.message').textContent = report.message || report.image;
  element.querySelector('button').hidden = !running;
}

const mebibytes = bytes => Math.round(bytes / (1 << 20)).toLocaleString('en') + ' MiB';

async function showInstances() {
  const instances = await (await fetch('instances')).json();
  $('instances').replaceChildren(...instances.map(each => make('tr', '',
    make('td', 'name', each.name),
    make('td', '', each.datastore),
    make('td', 'number', mebibytes(each.capacityBytes)),
    make('td', 'path', each.disk))));
}

function showPlugins(plugins) {
  $('plugins').replaceChildren(...plugins.map(each => make('tr', '',
    make('td', 'name', each.id),
    make('td', '', each.version),
    make('td', '', each.state.toLowerCase()),
    make('td', 'number', each.calls),
    make('td', 'number', each.faults))));
}

async function refresh() {
  await showInstances();
  showPlugins(await (await fetch('plugins')).json());
}

$('wish').onsubmit = async event => {
  event.preventDefault();
  const form = event.target;
  const answer = await ask('POST', 'deployments', {name: form.name.value, image: form.image.value});
  if (answer.ok) {
    form.name.value = '';
  }
};

$('reload').onclick = async () => showPlugins(await (await ask('POST', 'plugins/reload')).json());

new EventSource('deployments/events').onmessage = event => {
  const report = JSON.parse(event.data);
  show(report);
  if (report.state !== 'RUNNING') {
    refresh();
  }
};

refresh();
