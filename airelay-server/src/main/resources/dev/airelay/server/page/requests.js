// The list of requests: one table body for each, changed in place so that nothing loses its focus.
import { byId, copyButton, el, setText, show } from './dom.js';
import { byName } from './clients.js';
import { ago, brief, clockWithSeconds, whole } from './format.js';

const FIRST = 20;
const HOUR = 3_600_000;
const ANNOUNCE_EVERY = 5_000;
const LONG_WAIT = 500;

const requests = new Map();
const bodies = new Map();
let all = false;
let fresh = true;
let finished = 0;
let failures = 0;
let announcing = 0;

byId('requests-more').addEventListener('click', () => {
  all = !all;
  renderRequests();
});

/** The next list replaces this one: the page has connected again, maybe to another run. */
export function expectAll() {
  fresh = true;
}

export function takeRequests(changed) {
  if (fresh) {
    requests.clear();
    bodies.forEach(({ body }) => body.remove());
    bodies.clear();
  }
  for (const request of changed) {
    const before = requests.get(request.number);
    requests.set(request.number, request);
    if (!fresh && request.ended && before?.ended !== true) {
      announce(request);
    }
  }
  const limit = 150;
  for (const number of [...requests.keys()].sort((one, other) => one - other).slice(0, Math.max(0, requests.size - limit))) {
    requests.delete(number);
  }
  renderRequests(!fresh);
  fresh = false;
}

/** The times to the first token of the answers that are shown. */
export function firstTokens() {
  return [...requests.values()].filter((one) => one.ended && one.first_token_ms !== null).map((one) => one.first_token_ms);
}

/** The error of the newest request that reached the upstream or tried to; null when it worked. */
export function newestProblem() {
  const newest = visible().find((request) => request.ended && request.model !== '' && request.complete);
  return newest !== undefined && newest.error !== undefined && isUpstreams(newest) ? newest.error : null;
}

function isUpstreams(request) {
  return request.status >= 500 && /^(upstream_|proxy_|workspace_)/.test(request.error.code ?? '');
}

export const anyRequest = () => visible().length > 0;

export function renderClients(state, now) {
  const seen = byName(state.clients).filter((client) => now - client.last < HOUR);
  byId('clients').hidden = seen.length === 0;
  show(byId('clients'), el('span', {}, 'Seen in the last hour:'), ...seen.map((client) =>
    el('span', {}, el('b', {}, client.name), ` ${ago(client.last, now)}`,
      client.failing ? el('span', { class: 'failing' }, ', failing') : null)));
  return seen;
}

/** Requests for a model, and what failed or waited: not every list of models that a client asks for. */
function visible() {
  return [...requests.values()]
    .filter((request) => request.model !== '' || !request.ended || isFailure(request))
    .sort((one, other) => other.number - one.number);
}

function renderRequests(animate = false) {
  const shown = visible();
  const listed = all ? shown : shown.slice(0, FIRST);
  const table = byId('requests-table');
  table.hidden = shown.length === 0;
  const more = byId('requests-more');
  more.hidden = shown.length <= FIRST;
  setText(more, all ? 'Show fewer' : `Show ${shown.length - FIRST} more`);
  const wanted = new Set(listed.map((request) => request.number));
  for (const [number, { body }] of bodies) {
    if (!wanted.has(number)) {
      body.remove();
      bodies.delete(number);
    }
  }
  let previous = table.tHead;
  for (const request of listed) {
    let known = bodies.get(request.number);
    if (known === undefined) {
      known = makeBody(request, animate);
      bodies.set(request.number, known);
    }
    if (previous.nextElementSibling !== known.body) {
      previous.after(known.body);
    }
    known.update(request);
    previous = known.body;
  }
}

function makeBody(request, animate) {
  const id = `request-${request.number}`;
  const body = el('tbody', { class: animate ? 'new' : '' });
  const client = el('button', { type: 'button', class: 'client', 'aria-expanded': 'false', 'aria-controls': id });
  const name = el('span');
  const time = el('td', { class: 'wide' });
  const model = el('td', { class: 'model wide' });
  const under = el('span', { class: 'under' });
  const api = el('td', { class: 'wide' });
  const numbers = { first: el('td', { class: 'n' }), speed: el('td', { class: 'n wide' }), cached: el('td', { class: 'n wide' }), out: el('td', { class: 'n' }) };
  const status = el('td', { class: 'n' });
  client.append(name);
  const main = el('tr', { class: 'main' }, time, el('td', { class: 'who' }, client, under), model, api,
    numbers.first, numbers.speed, numbers.cached, numbers.out, status);
  const reason = el('tr', { class: 'reason', hidden: true });
  const details = el('tr', { class: 'more', id, hidden: true });
  body.append(main, reason, details);
  let latest = request;
  const toggle = () => {
    details.hidden = !details.hidden;
    client.setAttribute('aria-expanded', String(!details.hidden));
    renderDetails();
  };
  const renderDetails = () => details.hidden || show(details, el('td', { colspan: 9 }, detailsOf(latest)));
  main.addEventListener('click', (event) => {
    if (event.target.closest('button') === client || getSelection().isCollapsed) {
      toggle();
    }
  });
  return {
    body,
    update(now) {
      if (now === latest && time.textContent !== '') {
        return;
      }
      latest = now;
      setText(time, clockWithSeconds(now.started));
      setText(name, now.client);
      const effort = now.effort === '' ? null : el('span', { class: 'sub' }, ` · ${now.effort}`);
      show(model, now.model === '' ? '–' : now.model, effort);
      setText(under, now.model);
      setText(api, apiOf(now.path));
      setText(numbers.first, now.first_token_ms === null ? '–' : brief(now.first_token_ms));
      setText(numbers.speed, speedOf(now));
      setText(numbers.cached, now.tokens?.input > 0 ? `${Math.round((100 * now.tokens.cached) / now.tokens.input)}%` : '–');
      setText(numbers.out, now.tokens === undefined ? '–' : whole(now.tokens.output));
      const [tag, kind] = statusOf(now);
      show(status, el('span', { class: `tag ${kind}` }, tag));
      const [why, color] = reasonOf(now);
      reason.hidden = why === '';
      reason.className = `reason ${color}`;
      show(reason, el('td', { class: 'wide' }), el('td', { colspan: 8 }, el('div', { class: 'why' }, why)));
      renderDetails();
    },
  };
}

function isFailure(request) {
  return request.ended && (request.status >= 400 || request.error !== undefined);
}

function isQueued(request) {
  return request.waited_ms !== null && request.waited_ms >= LONG_WAIT;
}

function statusOf(request) {
  if (!request.ended) {
    if (request.waiting) {
      return ['waiting', 'warn'];
    }
    return [request.first_token_ms === null ? 'working' : 'streaming', 'run'];
  }
  if (request.status >= 400) {
    return [String(request.status), 'bad'];
  }
  if (request.error !== undefined && request.complete) {
    return [`${request.status}, failed`, 'bad'];
  }
  if (!request.complete) {
    return ['canceled', 'run'];
  }
  if (isQueued(request)) {
    return [`${request.status}, queued`, 'warn'];
  }
  return [String(request.status), ''];
}

function reasonOf(request) {
  if (isFailure(request) && (request.complete || request.status >= 400)) {
    return [request.error?.message ?? request.error?.code ?? '', 'bad'];
  }
  if (request.ended && !request.complete) {
    return ['The client closed the connection before the answer had ended.', 'calm'];
  }
  if (isQueued(request)) {
    return [`Waited ${brief(request.waited_ms)} for a free place. To allow more requests at once, raise security.concurrent_requests_per_ip.`, 'warn'];
  }
  if (request.retries > 0) {
    return [request.retries === 1 ? 'The first call upstream failed; the relay made it again.' : `The relay made the call upstream ${request.retries + 1} times.`, 'warn'];
  }
  return ['', ''];
}

function speedOf(request) {
  const time = (request.duration_ms ?? 0) - (request.first_token_ms ?? 0);
  const output = request.tokens?.output ?? 0;
  return output < 2 || request.first_token_ms === null || time < 100 ? '–' : whole(Math.round((1000 * output) / time));
}

function apiOf(path) {
  const known = [
    ['/chat/completions', 'chat'], ['/responses/compact', 'compact'], ['/responses', 'responses'], ['/messages', 'messages'],
    ['/api/chat', 'ollama'], ['/api/generate', 'ollama'], ['/images/', 'images'], ['/audio/', 'audio'], ['/completions', 'completions'],
  ];
  return known.find(([part]) => path.includes(part))?.[1] ?? path;
}

function detailsOf(request) {
  const lines = [
    ['Request', el('span', {}, el('code', {}, request.id), ' ', copyButton(() => request.id, 'the request id'))],
    ['Path', `${request.method} ${request.path}`],
    ['Client', request.agent === '' ? `sends no name, from ${request.ip}` : `${request.agent}, from ${request.ip}`],
  ];
  if (request.effort !== '') {
    lines.push(['Reasoning effort', request.effort]);
  }
  if (request.waited_ms !== null && request.waited_ms >= 100) {
    lines.push(['Waited for a place', brief(request.waited_ms)]);
  }
  if (request.duration_ms !== undefined && request.duration_ms !== null) {
    lines.push(['Took', brief(request.duration_ms)], ['Sizes', `${whole(request.bytes_in)} bytes in, ${whole(request.bytes_out)} out`]);
  }
  if (request.tokens !== undefined) {
    const { input, cached, output, reasoning } = request.tokens;
    lines.push(['Tokens in', `${whole(input)}, of which ${whole(cached)} cached`], ['Tokens out', `${whole(output)}, of which ${whole(reasoning)} reasoning`]);
  }
  if (request.retries > 0) {
    lines.push(['Calls upstream', whole(request.retries + 1)]);
  }
  if (request.ignored?.length > 0) {
    lines.push(['Without effect', request.ignored.join(', ')]);
  }
  if (request.error?.code) {
    lines.push(['Error code', request.error.code]);
  }
  if (request.error?.message) {
    lines.push(['Error', request.error.message]);
  }
  return el('dl', {}, ...lines.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

/** Says at most once in some seconds what has ended. */
function announce(request) {
  finished += 1;
  failures += isFailure(request) ? 1 : 0;
  if (announcing === 0) {
    announcing = setTimeout(() => {
      const count = finished === 1 ? '1 request has ended' : `${finished} requests have ended`;
      byId('announcer').textContent = failures === 0 ? `${count}.` : `${count}, ${failures} failed.`;
      finished = 0;
      failures = 0;
      announcing = 0;
    }, ANNOUNCE_EVERY);
  }
}
