// Requests to a relay that may end at any moment: an answer that came whole is acknowledged, everything else is not.

import WebSocket from 'ws';

/** The code of an error whose cause is that the relay stops. */
const STOPPING = 'relay_stopping';

/** The error of a request when the relay ended first. */
export class RelayGone extends Error {}

/** An answer with an error. */
export class Refused extends Error {
  constructor(what, status, error) {
    super(`${what}: ${status} ${JSON.stringify(error)}`);
    this.status = status;
    this.error = error;
  }
}

/** A client of one running relay. */
export class Client {
  constructor(relay, token) {
    this.baseUrl = relay.baseUrl;
    this.headers = { authorization: `Bearer ${token}` };
  }

  /** The bytes of a good answer; undefined when it is 404 and may be. */
  async bytes(method, path, body, { absent = false } = {}) {
    const { status, bytes } = await this.#send(method, path, body);
    if (status === 404 && absent) {
      return undefined;
    }
    if (status >= 400) {
      const { error } = JSON.parse(bytes.toString());
      throw error.code === STOPPING ? new RelayGone(`${method} ${path}`) : new Refused(`${method} ${path}`, status, error);
    }
    return bytes;
  }

  /** The JSON of a good answer. */
  async json(method, path, body, options) {
    const bytes = await this.bytes(method, path, body, options);
    return bytes && JSON.parse(bytes.toString());
  }

  get(path, options) {
    return this.json('GET', path, undefined, options);
  }

  post(path, body) {
    return this.json('POST', path, body);
  }

  delete(path) {
    return this.json('DELETE', path);
  }

  /** All elements of a list, page by page. */
  async all(path) {
    const elements = [];
    for (let page, after = ''; !page || page.has_more; after = `&after=${page.last_id}`) {
      page = await this.get(`${path}?order=asc&limit=100${after}`);
      elements.push(...page.data);
    }
    return elements;
  }

  /** The response of a stream's last event. */
  async stream(body) {
    const text = (await this.bytes('POST', '/responses', { ...body, stream: true })).toString();
    const events = text.split('\n\n').map((frame) => frame.split('\n').find((line) => line.startsWith('data: {')));
    const last = JSON.parse(events.filter(Boolean).at(-1).slice('data: '.length));
    if (last.response?.error?.code === STOPPING) {
      throw new RelayGone('POST /responses');
    }
    if (last.type !== 'response.completed' || !text.endsWith('data: [DONE]\n\n')) {
      throw new Error(`a stream ended with ${last.type}`);
    }
    return last.response;
  }

  /** The response at the end of a turn over a WebSocket of its own. */
  turn(body) {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${this.baseUrl.replace(/^http/, 'ws')}/responses`, { headers: this.headers });
      const gone = (cause) => reject(new RelayGone('WEBSOCKET /responses', { cause }));
      socket.on('open', () => socket.send(JSON.stringify({ type: 'response.create', ...body })));
      socket.on('error', gone);
      socket.on('close', gone);
      socket.on('message', (data) => {
        const { type, status, error, response } = JSON.parse(data.toString());
        const failed = error ?? response?.error;
        if (type === 'response.completed') {
          resolve(response);
          socket.close();
        } else if (failed?.code === STOPPING) {
          gone();
        } else if (failed) {
          reject(new Refused('WEBSOCKET /responses', status, failed));
        }
      });
    });
  }

  /** Begins a stream, reads some of it and closes the connection. */
  async leave(body) {
    const cancel = new AbortController();
    try {
      const headers = { ...this.headers, 'content-type': 'application/json' };
      const text = JSON.stringify({ ...body, stream: true });
      const url = `${this.baseUrl}/responses`;
      const answer = await fetch(url, { method: 'POST', headers, body: text, signal: cancel.signal });
      await answer.body.getReader().read();
    } catch (cause) {
      throw new RelayGone('POST /responses', { cause });
    } finally {
      cancel.abort();
    }
  }

  async #send(method, path, body) {
    const isForm = body === undefined || body instanceof FormData;
    const headers = isForm ? this.headers : { ...this.headers, 'content-type': 'application/json' };
    try {
      const answer = await fetch(this.baseUrl + path, { method, headers, body: isForm ? body : JSON.stringify(body) });
      return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
    } catch (cause) {
      throw new RelayGone(`${method} ${path}`, { cause });
    }
  }
}
