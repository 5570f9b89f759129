// The page: signs the tab in, keeps the stream open, and shows what comes.
import { current, exchange, forget, headers, keep, takeCode } from './access.js';
import { renderBanners } from './banners.js';
import { renderConnect, renderStart } from './connect.js';
import { byId, copyFrom, el, setText, show } from './dom.js';
import { Feed } from './feed.js';
import { span, windowName } from './format.js';
import { percent, renderPlan, scarcest } from './plan.js';
import { renderModels } from './playground.js';
import { anyRequest, expectAll, firstTokens, newestProblem, renderClients, takeRequests } from './requests.js';

const MANY_MODELS = 8;
const AUTH_REQUIRED = document.documentElement.dataset.auth === 'required';

let state = null;
let link = {};
let allModels = false;
/** A token that was entered and that the relay has not accepted yet. */
let entered = false;

const feed = new Feed('v1/relay/page/events', headers, {
  opened() {
    entered = false;
    link = {};
    expectAll();
    byId('signin').hidden = true;
    byId('token-error').textContent = '';
    byId('token').value = '';
    byId('leave').hidden = current() === null;
  },
  event(name, data) {
    if (name === 'state') {
      state = data;
      byId('live').hidden = false;
    } else if (name === 'requests') {
      takeRequests(data);
    } else if (name === 'stopping') {
      link = { stopping: true };
    }
    render();
  },
  lost(retryAt) {
    link = { lost: true, stopped: link.stopping === true || link.stopped === true, retryAt };
    if (state === null) {
      pill('Not reachable', 'bad');
      setText(byId('meta'), 'AIRelay cannot be reached. Start it with: airelay serve');
    }
    render();
  },
  refused(status, message) {
    const wrong = entered;
    if (status === 401) {
      forget();
    }
    askForToken(status === 401
      ? wrong ? 'This is not the relay token. Copy the whole line that airelay token show prints.' : 'This tab is no longer signed in.'
      : message);
  },
});

document.querySelectorAll('button[data-copy]').forEach((button) =>
  button.addEventListener('click', () => copyFrom(button, () => button.dataset.copy)));
byId('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  keep(byId('token').value.trim(), 'token');
  entered = true;
  feed.start();
});
byId('leave').addEventListener('click', () => {
  forget();
  askForToken('');
});
addEventListener('hashchange', begin);
setInterval(render, 1_000);
begin();

async function begin() {
  const code = takeCode();
  if (code !== null) {
    const refusal = await exchange(code);
    if (refusal !== '') {
      if (current() === null) {
        askForToken(refusal);
        return;
      }
      console.warn(refusal);
    }
  }
  if (AUTH_REQUIRED && current() === null) {
    askForToken('');
  } else {
    feed.start();
  }
}

function askForToken(why) {
  feed.stop();
  state = null;
  byId('live').hidden = true;
  byId('leave').hidden = true;
  byId('signin').hidden = false;
  setText(byId('token-error'), why);
  setText(byId('meta'), '');
  pill('Locked', 'calm');
  document.title = 'AIRelay';
  byId('token').focus();
}

function pill(text, kind) {
  byId('pill').className = `pill ${kind}`;
  setText(byId('pill'), text);
}

function render() {
  if (state === null || byId('live').hidden) {
    return;
  }
  const now = Date.now();
  const problem = state.upstream ?? newestProblem();
  const [word, kind] = renderBanners(state, link, problem, now, () => feed.retryNow());
  pill(word, kind);
  setText(byId('meta'), [
    planName(state.plan?.type ?? state.session.plan), state.session.email ?? state.plan?.email, state.version,
    now - state.started < 60_000 ? 'just started' : `up ${span(now - state.started)}`, `${state.memory.heap} MiB`,
  ].filter((part) => part).join(' · '));
  renderPlan(state, firstTokens(), now);
  const seen = renderClients(state, now);
  const empty = !anyRequest();
  byId('start').hidden = !empty;
  setText(byId('requests-title'), empty ? 'Get started' : 'Requests');
  setText(byId('requests-hint'), empty ? 'the first request appears here by itself' : 'live, newest first');
  if (empty) {
    renderStart(state, problem);
  }
  renderConnect(state, seen, now);
  renderModels(state);
  renderModelChips();
  const window = scarcest(state);
  document.title = link.lost || kind === 'bad' || window === undefined
    ? `${word} · AIRelay`
    : `${percent(window.remaining)}% left, ${windowName(window.seconds).toLowerCase()} · AIRelay`;
}

function planName(type) {
  return typeof type === 'string' && type !== '' ? type[0].toUpperCase() + type.slice(1) : null;
}

function renderModelChips() {
  const names = allModels ? state.models : state.models.slice(0, MANY_MODELS);
  const chips = names.map((name) => {
    const chip = el('button', { type: 'button', 'aria-label': `Copy ${name}` }, name);
    chip.addEventListener('click', () => copyFrom(chip, () => name));
    return chip;
  });
  if (state.models.length > MANY_MODELS) {
    chips.push(el('button', { type: 'button', class: 'more', onclick: () => { allModels = !allModels; render(); } },
      allModels ? 'Fewer' : `${state.models.length - MANY_MODELS} more`));
  }
  if (chips.length === 0) {
    chips.push(el('p', { class: 'sub' }, 'The models are not known yet.'));
  }
  // A chip that says "Copied" at the moment is left alone.
  if (byId('models').querySelector('.done') === null) {
    show(byId('models'), ...chips);
  }
}
