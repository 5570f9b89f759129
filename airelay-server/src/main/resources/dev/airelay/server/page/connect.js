// What a client needs: base URL, API key, and for each client the command that sets it up and what to enter by hand.
import { relayToken } from './access.js';
import { sessionEnded } from './banners.js';
import { byId, copyButton, el, field, setText, show } from './dom.js';
import { ago } from './format.js';

const TOKEN = '$(airelay token show --raw)';

/** The key for clients that insist on one when the relay requires none. */
const ANY_KEY = 'any-text';

/** `names` are those of the class ClientName that count as this client; `command` and `manual` are made from the addresses. */
const CLIENTS = [
  {
    id: 'codex', label: 'Codex', names: ['Codex', 'Codex desktop', 'Codex VS Code'], command: 'airelay connect codex --write',
    where: '~/.codex/config.toml',
    manual: ({ base, key }) => `model_provider = "airelay"

[model_providers.airelay]
name = "OpenAI"
base_url = "${base}"
wire_api = "responses"${key ? `

[model_providers.airelay.auth]
command = "airelay"
args = ["token", "show", "--raw"]` : ''}`,
  },
  {
    id: 'claude-code', label: 'Claude Code', names: ['Claude Code'], command: 'airelay connect claude-code --write',
    where: 'In a terminal',
    manual: ({ root, token }) => `export ANTHROPIC_BASE_URL=${root}
export ANTHROPIC_AUTH_TOKEN=${token}
claude`,
  },
  {
    id: 'opencode', label: 'opencode', names: ['opencode'], command: 'airelay connect opencode --write',
    where: 'opencode.json',
    manual: ({ base, model, key }) => `{
  "provider": {
    "airelay": {
      "npm": "@ai-sdk/openai-compatible",
      "name": "AIRelay",
      "options": { "baseURL": "${base}", "apiKey": "${key ? '{env:AIRELAY_TOKEN}' : ANY_KEY}" },
      "models": { "${model}": {} }
    }
  }
}`,
  },
  {
    id: 'vscode', label: 'VS Code', names: ['VS Code', 'Ollama JS'], command: null,
    where: 'settings.json',
    manual: ({ ollama }) => ollama === null
      ? null
      : `"github.copilot.chat.byok.ollamaEndpoint": "${ollama}"`,
    missing: 'VS Code speaks Ollama\'s API. Turn its listener on first, with listen = true in the section [ollama] of the configuration.',
  },
  {
    id: 'sdk', label: 'SDKs', names: ['OpenAI Python', 'OpenAI JS', 'OpenAI Java', 'OpenAI Go'], command: null,
    where: 'Python',
    manual: ({ base, model, key }) => `from openai import OpenAI

client = OpenAI(base_url="${base}"${key ? ')  # key in OPENAI_API_KEY' : `, api_key="${ANY_KEY}")`}
answer = client.responses.create(model="${model}", input="Hello")
print(answer.output_text)`,
    also: ['JavaScript', ({ base, model, key }) => `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${base}'${key ? ' }); // key in OPENAI_API_KEY' : `, apiKey: '${ANY_KEY}' });`}
const answer = await client.responses.create({ model: '${model}', input: 'Hello' });
console.log(answer.output_text);`],
  },
  {
    id: 'curl', label: 'curl', names: ['curl'], command: null,
    where: 'In a terminal',
    manual: ({ base, model, token }) => `curl ${base}/chat/completions \\
  -H "Authorization: Bearer ${token}" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${model}", "messages": [{"role": "user", "content": "Hello"}]}'`,
  },
  { id: 'others', label: 'Others', names: [] },
];

/** Those without a panel of their own. With --write where AIRelay can change a file of theirs; else it says what to enter. */
const OTHERS = [
  ['Continue', 'airelay connect continue --write'],
  ['Zed', 'airelay connect zed --write'],
  ['aider', 'airelay connect aider --write'],
  ['Goose', 'airelay connect goose --write'],
  ['Cline', 'airelay connect cline'],
  ['JetBrains', 'airelay connect jetbrains'],
  ['Open WebUI', 'airelay connect open-webui'],
  ['Home Assistant', 'airelay connect home-assistant'],
  ['n8n', 'airelay connect n8n'],
  ['Cursor', 'airelay connect cursor'],
  ['Anthropic SDKs', 'airelay connect anthropic-sdk'],
  ['LangChain', 'airelay connect langchain'],
  ['Vercel AI SDK', 'airelay connect vercel-ai'],
  ['Spring AI', 'airelay connect spring-ai'],
  ['Any other program', 'airelay run -- COMMAND'],
];

let chosen = 'codex';
let seenNames = [];
let addresses = null;

/** Builds the card when an address has changed, and says who was seen each time. */
export function renderConnect(state, seen, now) {
  const next = addressesOf(state);
  seenNames = seen;
  if (JSON.stringify(next) !== JSON.stringify(addresses)) {
    addresses = next;
    build();
  }
  renderSeen(now);
}

/** The commands of the demo are those of the user's own relay, which has another token. */
function addressesOf(state) {
  return {
    base: state.base_url,
    root: state.base_url.replace(/\/v1$/, ''),
    ollama: state.ollama_url,
    model: preferred(state.models),
    key: state.auth_required,
    demo: state.demo,
    token: state.demo ? '$OPENAI_API_KEY' : state.auth_required ? TOKEN : ANY_KEY,
  };
}

/** A small model where there is one: a first try need not cost much. */
export function preferred(models) {
  return models.find((name) => name.includes('mini')) ?? models[0] ?? 'gpt-5.5';
}

function build() {
  const key = el('div', { class: 'field' },
    el('code', {}, addresses.key ? el('span', { 'aria-label': 'hidden' }, '••••••••••••••••') : 'any text'),
    copyButton(addresses.key ? relayToken : () => ANY_KEY, 'the API key'));
  const tabs = CLIENTS.map(({ id, label }) => el('button', {
    type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': 'client-panel', 'aria-selected': 'false', tabindex: -1,
    onclick: () => choose(id),
  }, label));
  const list = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Client', onkeydown: move }, ...tabs);
  byId('connect').replaceChildren(
    el('dl', { class: 'stack' },
      el('dt', {}, 'Base URL'), el('dd', {}, field(addresses.base, 'the base URL')),
      el('dt', {}, 'API key'), el('dd', {}, key)),
    list,
    el('div', { class: 'panel', id: 'client-panel', role: 'tabpanel' }));
  choose(chosen);
}

function choose(id, focus = false) {
  chosen = id;
  for (const { id: other } of CLIENTS) {
    const tab = byId(`tab-${other}`);
    tab.setAttribute('aria-selected', String(other === id));
    tab.tabIndex = other === id ? 0 : -1;
    if (other === id && focus) {
      tab.focus();
    }
  }
  const client = CLIENTS.find((one) => one.id === id);
  const panel = byId('client-panel');
  panel.setAttribute('aria-labelledby', `tab-${id}`);
  if (client.manual === undefined) {
    panel.replaceChildren(el('dl', { class: 'stack' }, ...OTHERS.flatMap(([name, command]) =>
      [el('dt', {}, name), el('dd', {}, field(command, `the command for ${name}`))])));
    return;
  }
  const manual = client.manual(addresses);
  panel.replaceChildren(
    ...(client.command === null || addresses.demo ? [] : [field(client.command, 'the command'), el('p', { class: 'sub' }, 'Or by hand:')]),
    ...(manual === null ? [el('p', { class: 'sub' }, client.missing)] : [snippet(client.where, manual)]),
    ...(client.also === undefined ? [] : [snippet(client.also[0], client.also[1](addresses))]),
    el('p', { class: 'sub', id: 'client-seen' }));
  renderSeen(Date.now());
}

function snippet(where, text) {
  return el('div', {}, el('p', { class: 'sub' }, where),
    el('div', { class: 'snippet' }, el('pre', { tabindex: 0, 'aria-label': where }, text), copyButton(() => text, where)));
}

function renderSeen(now) {
  const client = CLIENTS.find((one) => one.id === chosen);
  if (client.manual === undefined) {
    return;
  }
  const seen = seenNames.find(({ name }) => client.names.includes(name));
  setText(byId('client-seen'), seen === undefined
    ? 'Not seen in the last hour.'
    : `Seen ${ago(seen.last, now)}, routed through AIRelay${seen.failing ? '. Its last request failed' : ''}.`);
}

/** Arrow keys move between tabs. */
function move(event) {
  const at = CLIENTS.findIndex(({ id }) => id === chosen);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + CLIENTS.length, Home: 0, End: CLIENTS.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    choose(CLIENTS[to % CLIENTS.length].id, true);
  }
}

/** The list of requests before the first one: how to get there. */
export function renderStart(state, problem) {
  const done = (text) => el('span', { class: 'ok' }, `${text} ✓`);
  const next = addressesOf(state);
  const curl = CLIENTS.find(({ id }) => id === 'curl').manual(next);
  const request = el('div', { class: 'snippet' },
    el('pre', { tabindex: 0, 'aria-label': 'A first request' }, curl), copyButton(() => curl, 'the request'));
  show(byId('start'), el('ol', { class: 'steps' }, ...(state.demo
    ? [el('li', {}, 'Copy the API key below, and run: export OPENAI_API_KEY=', el('i', {}, 'the key')), el('li', {}, 'Make the first request:', request)]
    : [
      el('li', {}, ...(state.session.ready && !sessionEnded(problem)
        ? [done('You are signed in to ChatGPT')]
        : ['Sign in to ChatGPT:', field('airelay login', 'the command')])),
      el('li', {}, 'Connect a client. This sets up Codex; below are others:', field('airelay connect codex --write', 'the command')),
      el('li', {}, 'Or make the first request yourself:', request),
    ])));
}
