// Many parallel calls of one SDK against a relay with the default limits: all succeed, and none is repeated.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { Machine } from '../lib/machine.js';
import { MODEL, user } from './relay.js';

/** The allowance grows by two requests a second, so the last of a hundred calls waits half a minute. */
const LIMIT = { timeout: 300_000 };

for (const calls of [60, 100]) {
  test(`${calls} parallel calls succeed at the first try`, LIMIT, async (t) => {
    const machine = await Machine.open({ AIRELAY_JAVA_OPTS: process.env.AIRELAY_JAVA_OPTS ?? '' });
    t.after(() => machine.close());
    const relay = machine.start(['serve', '--demo', '--port', '0']);
    const [, baseURL] = await relay.shown(/^AIRelay at (\S+)$/m);
    const [, apiKey] = await relay.shown(/^ *Relay token:? +(\S+)/m);
    const openai = new OpenAI({ baseURL, apiKey, maxRetries: 0 });

    const answers = await Promise.all(
      Array.from({ length: calls }, (_, number) =>
        openai.chat.completions.create({ model: MODEL, messages: [user(`Call number ${number}.`)] }),
      ),
    );

    answers.forEach((answer, number) => {
      assert.ok(answer.choices[0].message.content.includes(`Call number ${number}.`));
    });
  });
}
