// The event stream of the relay, read with fetch because EventSource cannot send the Authorization header. Reconnects by itself.

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;
/** The relay writes something every few seconds; after this long the connection is dead. */
const SILENCE = 60_000;

/** Reads server-sent events from a body and calls `event(name, data)` for each. Ends with the body. */
export async function readEvents(body, event) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let name = '';
  let data = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const raw of lines) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (line === '') {
        if (data.length > 0) {
          event(name, data.join('\n'));
        }
        name = '';
        data = [];
      } else if (line.startsWith('data:')) {
        data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
      } else if (line.startsWith('event:')) {
        name = line.slice(6).trim();
      }
    }
  }
}

/**
 * Keeps a stream open. `on` has: event(name, object), opened(), lost(retryAt), refused(status, message). After `refused` it stops.
 */
export class Feed {
  #url;
  #headers;
  #on;
  #abort = null;
  #timer = 0;
  #silence = 0;
  #wait = FIRST_WAIT;
  #running = false;
  /** Whether the credentials have worked: too many requests then end by themselves, rather than the visit. */
  #accepted = false;

  constructor(url, headers, on) {
    this.#url = url;
    this.#headers = headers;
    this.#on = on;
    addEventListener('online', () => this.retryNow());
    document.addEventListener('visibilitychange', () => document.hidden || this.retryNow());
  }

  start() {
    this.stop();
    this.#running = true;
    this.#accepted = false;
    this.#wait = FIRST_WAIT;
    this.#connect();
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    this.#timer = 0;
    this.#abort?.abort();
  }

  /** Ends a wait. */
  retryNow() {
    if (this.#timer !== 0) {
      clearTimeout(this.#timer);
      this.#timer = 0;
      this.#connect();
    }
  }

  async #connect() {
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const response = await fetch(this.#url, { headers: this.#headers(), cache: 'no-store', signal: abort.signal });
      if (response.ok) {
        this.#wait = FIRST_WAIT;
        this.#accepted = true;
        this.#heard(abort);
        this.#on.opened();
        await readEvents(this.#watched(response.body, abort), (name, data) => this.#pass(name, data));
      } else if (response.status === 401 || response.status === 403 || (response.status === 429 && !this.#accepted)) {
        this.#running = false;
        this.#on.refused(response.status, (await response.json()).error.message);
      }
    } catch (failed) {
      if (!(failed instanceof TypeError) && failed.name !== 'AbortError') {
        console.error(failed);
      }
    }
    clearTimeout(this.#silence);
    if (this.#running && this.#abort === abort) {
      this.#retryLater();
    }
  }

  /** A mistake in showing one event is reported like any other, and does not look like a lost connection. */
  #pass(name, data) {
    try {
      this.#on.event(name, JSON.parse(data));
    } catch (mistake) {
      reportError(mistake);
    }
  }

  #watched(body, abort) {
    return body.pipeThrough(new TransformStream({
      transform: (piece, controller) => {
        this.#heard(abort);
        controller.enqueue(piece);
      },
    }));
  }

  #heard(abort) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => abort.abort(), SILENCE);
  }

  #retryLater() {
    const wait = this.#wait;
    this.#wait = Math.min(LONGEST_WAIT, wait * 2);
    this.#on.lost(Date.now() + wait);
    this.#timer = setTimeout(() => this.retryNow(), wait);
  }
}
