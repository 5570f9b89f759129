// What this tab shows to be let in: the relay token, or a session that a one-time code was exchanged for. It is kept in the tab only,
// and never in an address: the code comes in the fragment, which no browser sends, and is removed from it at once.

const KEY = 'airelay.credential';

let credential = remembered();

/** Returns what this tab has; null when nothing. `kind` is `token` or `session`. */
export const current = () => credential;

/** Headers for a request, with what this tab has. */
export const headers = (more = {}) =>
  credential === null ? more : { ...more, Authorization: `Bearer ${credential.value}` };

/** Keeps what the relay has accepted. */
export function keep(value, kind) {
  credential = { value, kind };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(credential));
  } catch (refused) {
    // The tab works until it is loaded again.
    console.warn('The tab could not store its sign-in.', refused);
  }
}

/** Forgets it. */
export function forget() {
  credential = null;
  try {
    sessionStorage.removeItem(KEY);
  } catch (refused) {
    console.warn('The tab could not remove its sign-in.', refused);
  }
}

function remembered() {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY));
    return typeof stored?.value === 'string' ? stored : null;
  } catch (refused) {
    console.warn('The tab could not read its sign-in.', refused);
    return null;
  }
}

/** Takes the one-time code out of the address; null when there is none. */
export function takeCode() {
  const code = new URLSearchParams(location.hash.slice(1)).get('k');
  if (code !== null) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return code;
}

/** Exchanges a one-time code for a session. Returns why not, or an empty text. */
export async function exchange(code) {
  let response;
  try {
    response = await fetch('page/session', { method: 'POST', headers: { Authorization: `Bearer ${code}` }, cache: 'no-store' });
  } catch {
    return 'AIRelay cannot be reached. Start it with: airelay serve';
  }
  const body = await response.json();
  if (!response.ok) {
    return body.error.message;
  }
  if (body.token !== null) {
    keep(body.token, 'session');
  }
  return '';
}

/** The relay token itself, for clients: this tab's own, or asked for. */
export async function relayToken() {
  if (credential?.kind === 'token') {
    return credential.value;
  }
  const response = await fetch('v1/relay/page/token', { headers: headers(), cache: 'no-store' });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error.message);
  }
  return body.token ?? 'not-needed';
}
