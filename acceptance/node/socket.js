// A bare WebSocket to the relay, for what the SDK hides.
import WebSocket from 'ws';
import { BASE_URL } from './relay.js';

const ENDS = ['response.completed', 'response.incomplete', 'response.failed', 'error'];

/** Opens a socket with the relay token. */
export async function openSocket(path = '/responses') {
  const socket = new WebSocket(`${BASE_URL.replace(/^http/, 'ws')}${path}`, {
    headers: { authorization: `Bearer ${process.env.AIRELAY_TOKEN}` },
  });
  const waiting = [];
  const kept = [];
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString());
    const next = waiting.shift();
    if (next) {
      next(message);
    } else {
      kept.push(message);
    }
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const next = () => (kept.length > 0 ? Promise.resolve(kept.shift()) : new Promise((resolve) => waiting.push(resolve)));
  return {
    next,
    /** Sends a response.create and returns all messages up to the end of its turn. */
    async turn(create) {
      socket.send(JSON.stringify({ type: 'response.create', ...create }));
      const messages = [];
      do {
        messages.push(await next());
      } while (!ENDS.includes(messages.at(-1).type));
      return messages;
    },
    close: () => socket.close(),
  };
}
