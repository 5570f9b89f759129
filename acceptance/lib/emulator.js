// Steers a running emulator and reads what it has seen, by its control paths.
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 20;

/** The control paths of the emulator that serves this address. */
export function emulatorAt(baseUrl) {
  const call = async (method, name, body) => {
    const response = await fetch(new URL(`/__emulator/${name}`, baseUrl), { method, body });
    if (!response.ok) {
      throw new Error(`${method} ${name}: ${response.status} ${await response.text()}`);
    }
    return response.json();
  };
  const issuer = () => call('GET', 'issuer');
  const counts = async () => (await issuer()).counts;
  return {
    issuer,
    counts,
    /** How often the issuer was asked since `before`, for each count that rose. */
    countsSince: async (before) => {
      const now = Object.entries(await counts()).map(([name, count]) => [name, count - before[name]]);
      return Object.fromEntries(now.filter(([, rise]) => rise !== 0));
    },
    /** Waits until the counts are as wanted; the test's time limit ends the waiting. */
    countsReach: async (wanted) => {
      for (let now = await counts(); ; now = await counts()) {
        if (wanted(now)) {
          return now;
        }
        await pause(LOOK_AGAIN_MS);
      }
    },
    change: (options) => call('POST', 'issuer', JSON.stringify(options)),
    signIn: () => call('POST', 'issuer/sign-in', '{}'),
    approve: (code) => call('POST', 'issuer/approve-device', JSON.stringify({ user_code: code })),
    revokeAll: () => call('POST', 'issuer/revoke-all'),
    advance: (seconds) => call('POST', 'clock', JSON.stringify({ advance_seconds: seconds })),
    script: (text) => call('POST', 'scripts', text),
    forgetScripts: () => call('DELETE', 'scripts'),
    forget: () => call('DELETE', 'requests'),
    recorded: async () => (await call('GET', 'requests')).requests,
    requests: async (pathEnd) =>
      (await call('GET', 'requests')).requests.filter((one) => one.target.split('?')[0].endsWith(pathEnd)),
  };
}
