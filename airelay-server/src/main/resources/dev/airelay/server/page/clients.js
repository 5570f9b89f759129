// The clients by the names that the relay knows them by.

/** The clients by name, of several versions the one seen last, newest first. */
export function byName(clients) {
  const named = new Map();
  for (const client of clients) {
    const before = named.get(client.client);
    named.set(client.client, {
      ...(before === undefined || client.last >= before.last ? client : before),
      name: client.client,
      requests: client.requests + (before?.requests ?? 0),
      failed: client.failed + (before?.failed ?? 0),
    });
  }
  return [...named.values()].sort((one, other) => other.last - one.last);
}
