// What is wrong, or special, and what to do about it: at most a few sentences above everything else.
import { byId, el, field, show } from './dom.js';
import { moment } from './format.js';

const ENDED = ['upstream_auth_refresh_failed', 'upstream_auth_rejected', 'upstream_auth_incomplete'];
/** The parts of a message that the banner itself already says. */
const SAID = /^The ChatGPT session has ended: |\s*Run: .*$/g;


/**
 * Shows the banners. `link` is how the page is connected: `{lost: true, retryAt}`, `{stopping: true}` or `{}`; `problem` the error of
 * the newest call upstream, null when it worked. Returns the word for the whole, and its color.
 */
export function renderBanners(state, link, problem, now, retry) {
  const banners = [];
  if (link.lost) {
    const wait = Math.max(1, Math.round((link.retryAt - now) / 1000));
    banners.push(link.stopped
      ? banner('warn', 'AIRelay has stopped.', `Start it again with airelay serve. This page reconnects by itself, next in ${wait} s.`,
        button('Try now', retry))
      : banner('bad', 'The connection to AIRelay is lost.', `What you see may be old. The next try is in ${wait} s.`,
        button('Try now', retry)));
  } else if (link.stopping) {
    banners.push(banner('warn', 'AIRelay is stopping.', 'It finishes the answers in progress and takes no new requests.'));
  }
  const session = link.lost ? '' : sessionBanner(state, banners, problem);
  const used = state.plan?.windows?.filter((window) => window.remaining <= 0) ?? [];
  if (used.length > 0) {
    const reset = Math.max(...used.map((window) => window.reset_at)) * 1000;
    banners.push(banner('bad', 'The plan is used up.',
      reset > now ? `Requests work again at ${moment(reset, now)}.` : 'Requests fail until it resets.'));
  }
  if (session === '' && problem !== null && !problem.code.startsWith('upstream_auth') && !link.lost) {
    banners.push(banner('bad', 'The upstream does not answer.', problem.message, field('airelay doctor', 'the command')));
  }
  if (state.demo) {
    banners.push(banner('', 'This is the demo.', 'An emulated upstream answers; nothing reaches OpenAI, and no plan is used.'));
  }
  show(byId('banners'), ...banners);
  return word(state, link, session, used.length > 0, problem);
}

/** Whether the error of a call upstream is that the session has ended. */
export const sessionEnded = (problem) => problem !== null && ENDED.includes(problem.code);

function sessionBanner(state, banners, problem) {
  const ended = sessionEnded(problem);
  if (state.session.ready && !ended) {
    return '';
  }
  if (ended || state.session.stored) {
    const why = problem?.message?.replaceAll(SAID, '') ?? state.session.warnings?.[0] ?? 'The stored session cannot be used.';
    banners.push(banner('bad', 'The ChatGPT session has ended.', `${why.charAt(0).toUpperCase()}${why.slice(1)} Sign in again:`, field('airelay login', 'the command')));
    return 'ended';
  }
  banners.push(banner('warn', 'You are not signed in to ChatGPT.', 'Requests fail until you are. In a terminal, run:',
    field('airelay login', 'the command')));
  return 'missing';
}

function word(state, link, session, usedUp, problem) {
  if (link.lost) {
    return link.stopped ? ['Stopped', 'warn'] : ['Disconnected', 'bad'];
  }
  if (link.stopping) {
    return ['Stopping', 'warn'];
  }
  if (session !== '') {
    return session === 'ended' ? ['Session ended', 'bad'] : ['Not signed in', 'warn'];
  }
  if (usedUp) {
    return ['Plan used up', 'bad'];
  }
  if (problem !== null) {
    return ['Upstream trouble', 'bad'];
  }
  return state.warm ? ['Ready', ''] : ['Starting', 'calm'];
}

function banner(kind, title, text, ...more) {
  return el('div', { class: `banner ${kind}`, role: kind === 'bad' ? 'alert' : 'note' },
    el('p', {}, el('b', {}, title), ` ${text}`), ...more);
}

function button(label, action) {
  return el('button', { type: 'button', onclick: action }, label);
}
