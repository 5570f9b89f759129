// One prompt, streamed. Nothing is kept: the next one starts over.
import { headers } from './access.js';
import { byId, el, setText, show } from './dom.js';
import { readEvents } from './feed.js';
import { brief, whole } from './format.js';
import { preferred } from './connect.js';

let running = null;

byId('try').addEventListener('submit', (event) => {
  event.preventDefault();
  if (running === null) {
    run();
  } else {
    running.abort();
  }
});
byId('prompt').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    byId('try').requestSubmit();
  }
});

export function renderModels(state) {
  const select = byId('model');
  const chosen = select.value;
  const names = state.models.length > 0 ? state.models : [preferred([])];
  show(select, ...names.map((name) => el('option', { value: name }, name)));
  select.value = names.includes(chosen) ? chosen : preferred(names);
}

async function run() {
  const prompt = byId('prompt').value.trim();
  if (prompt === '') {
    byId('prompt').focus();
    return;
  }
  const abort = new AbortController();
  running = abort;
  setText(byId('send'), 'Stop');
  setText(byId('figures'), 'Waiting for the first token');
  const answer = byId('answer');
  answer.hidden = false;
  answer.className = 'answer';
  answer.setAttribute('aria-busy', 'true');
  answer.textContent = '';
  const begun = performance.now();
  let first = null;
  let usage = null;
  try {
    const response = await fetch('v1/responses', {
      method: 'POST',
      headers: headers({ 'Content-Type': 'application/json' }),
      body: JSON.stringify({ model: byId('model').value, input: prompt, stream: true, store: false }),
      signal: abort.signal,
    });
    if (!response.ok) {
      throw new Error((await response.json()).error.message);
    }
    await readEvents(response.body, (name, data) => {
      if (data === '[DONE]') {
        return;
      }
      const event = JSON.parse(data);
      if (event.type === 'response.output_text.delta') {
        first ??= performance.now() - begun;
        answer.append(event.delta);
      } else if (event.type === 'response.completed' || event.type === 'response.incomplete') {
        usage = event.response.usage ?? {};
      } else if (event.type === 'response.failed') {
        throw new Error(event.response.error?.message ?? 'The answer failed.');
      } else if (event.type === 'error') {
        throw new Error(event.message ?? event.error?.message ?? 'The answer failed.');
      }
    });
    if (usage === null) {
      throw new Error('The answer broke off.');
    }
    setText(byId('figures'), figures(first, performance.now() - begun, usage));
  } catch (failed) {
    showFailure(answer, failed, abort.signal.aborted);
  }
  answer.removeAttribute('aria-busy');
  running = null;
  setText(byId('send'), 'Send');
}

function showFailure(answer, failed, stopped) {
  if (stopped) {
    setText(byId('figures'), 'Stopped.');
    return;
  }
  if (!(failed instanceof Error)) {
    throw failed;
  }
  answer.classList.add('failed');
  answer.append(`${answer.textContent === '' ? '' : '\n'}${failed instanceof TypeError ? 'AIRelay cannot be reached.' : failed.message}`);
  setText(byId('figures'), '');
}

function figures(first, took, usage) {
  const parts = [];
  if (first !== null) {
    parts.push(`first token after ${brief(first)}`);
  }
  const output = usage.output_tokens ?? 0;
  if (first !== null && output > 1 && took - first >= 100) {
    parts.push(`${whole(Math.round((1000 * output) / (took - first)))} tokens/s`);
  }
  parts.push(`${whole(usage.input_tokens ?? 0)} tokens in, ${whole(output)} out`);
  const text = parts.join(' · ');
  return text[0].toUpperCase() + text.slice(1);
}
