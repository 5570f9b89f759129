// What is left of the plan, and the sums of the last 24 hours.
import { byId, el, show } from './dom.js';
import { brief, clock, moment, momentAndSpan, rounded, whole, windowName } from './format.js';

const LOW = 20;
const DAY = 86_400_000;
/** Before this much of a window has passed, its pace says nothing. */
const TOO_EARLY = 0.03;

export function renderPlan(state, firstTokens, now) {
  const windows = state.plan?.windows ?? [];
  const sums = state.sums.requests > 0 ? [sumsCard(state, firstTokens, now)] : [];
  show(byId('plan'), ...windows.map((window) => windowCard(window, now)), ...sums);
  byId('plan').hidden = windows.length + sums.length === 0;
}

/** The window of which the least is left; undefined without any. */
export function scarcest(state) {
  return [...(state.plan?.windows ?? [])].sort((one, other) => one.remaining - other.remaining)[0];
}

export const percent = (remaining) => (remaining > 0 && remaining < 1 ? 1 : Math.floor(remaining));

function windowCard(window, now) {
  const name = windowName(window.seconds);
  const left = percent(window.remaining);
  const id = `window-${window.seconds}`;
  const bar = el('i');
  bar.style.width = `${window.remaining}%`;
  return el('section', { class: 'card', 'aria-labelledby': id },
    el('div', { class: 'top' },
      el('h2', { id }, name),
      window.reset_at > 0 ? el('span', { class: 'hint' }, `resets ${momentAndSpan(window.reset_at * 1000, now)}`) : null),
    el('div', { class: 'big' }, `${left}% `, el('small', {}, 'left')),
    el('div', {
      class: window.remaining < LOW ? 'bar low' : 'bar',
      role: 'meter', 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': left,
      'aria-label': `${name}: ${left} percent left`,
    }, bar),
    sentence(window, now));
}

/** Whether it lasts at the pace since the window began. */
function sentence(window, now) {
  const reset = window.reset_at * 1000;
  if (window.remaining <= 0) {
    const again = reset > now ? ` Works again at ${moment(reset, now)}.` : '';
    return el('p', { class: 'sub out' }, `Used up.${again}`);
  }
  const length = window.seconds * 1000;
  const passed = length - (reset - now);
  const used = 100 - window.remaining;
  if (reset <= now || length <= 0 || passed < length * TOO_EARLY || used <= 0) {
    return el('p', { class: 'sub' }, used <= 0 ? 'Nothing used yet.' : 'Too early to tell whether it lasts.');
  }
  const out = now + window.remaining / (used / passed);
  return out >= reset
    ? el('p', { class: 'sub' }, 'At the pace so far, it lasts until the reset.')
    : el('p', { class: window.remaining < LOW ? 'sub low' : 'sub' },
      `At the pace so far, it runs out at ${moment(out, now)}.`);
}

function sumsCard(state, firstTokens, now) {
  const { requests, failed, input, cached, output } = state.sums;
  const since = now - state.started < DAY ? `since the start at ${clock(state.started)}` : 'in 24 hours';
  const entries = [['Requests', whole(requests), failed > 0 ? ` · ${whole(failed)} failed` : '']];
  if (input + output > 0) {
    entries.push(['Tokens', `${rounded(input)} in, ${rounded(output)} out`,
      input > 0 ? ` · ${Math.round((100 * cached) / input)}% cached` : '']);
  }
  if (firstTokens.length > 0) {
    const sorted = [...firstTokens].sort((one, other) => one - other);
    entries.push(['First token', brief(sorted[sorted.length >> 1]), ' · median']);
  }
  return el('section', { class: 'card', 'aria-labelledby': 'sums-title' },
    el('div', { class: 'top' }, el('h2', { id: 'sums-title' }, 'Activity'), el('span', { class: 'hint' }, since)),
    el('dl', {}, ...entries.flatMap(([name, value, more]) =>
      [el('dt', {}, name), el('dd', {}, value, el('span', { class: 'sub' }, more))])));
}
