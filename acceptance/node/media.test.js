import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { toFile } from 'openai';
import { client, failure, gathered, LIMIT, PNG } from './relay.js';

const openai = client();
const AUDIO = Buffer.alloc(20_000, 7);

const decoded = (image) => Buffer.from(image.b64_json, 'base64');
/** Width and height of a PNG, from its header. */
const size = (png) => `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
const speech = () => toFile(AUDIO, 'speech.wav', { type: 'audio/wav' });

test('an image is generated and has its real size', LIMIT, async () => {
  const { data, response } = await openai.images
    .generate({ model: 'gpt-image-2', prompt: 'a cat', size: '2048x2048' })
    .withResponse();

  assert.equal(size(decoded(data.data[0])), '1254x1254');
  assert.equal(data.size, '1254x1254');
  assert.equal(data.output_format, 'png');
  assert.equal(response.headers.get('x-airelay-ignored-parameters'), 'size');
});

test('several images are generated in another format', LIMIT, async () => {
  const images = await openai.images.generate({ prompt: 'a cat', n: 2, output_format: 'jpeg' });

  assert.equal(images.data.length, 2);
  assert.deepEqual([...decoded(images.data[0]).subarray(0, 3)], [0xff, 0xd8, 0xff]);
  assert.ok(images.usage.output_tokens > 0);
});

test('a stream has partial images, then the image', LIMIT, async () => {
  const stream = await openai.images.generate({ prompt: 'a cat', stream: true, partial_images: 2 });

  const events = await gathered(stream);

  assert.deepEqual(
    events.map((event) => event.type),
    ['image_generation.partial_image', 'image_generation.partial_image', 'image_generation.completed'],
  );
  assert.deepEqual(events.slice(0, 2).map((event) => event.partial_image_index), [0, 1]);
  assert.equal(size(decoded(events[2])), events[2].size);
  assert.ok(events[2].usage.total_tokens > 0);
});

test('images are edited, with files and a mask', LIMIT, async () => {
  const png = (name) => toFile(PNG, name, { type: 'image/png' });

  const edited = await openai.images.edit({
    prompt: 'a hat',
    image: [await png('one.png'), await png('two.png')],
    mask: await png('mask.png'),
  });
  const events = await gathered(
    await openai.images.edit({ prompt: 'a hat', image: await png('one.png'), stream: true, partial_images: 1 }),
  );

  assert.equal(size(decoded(edited.data[0])), edited.size);
  assert.deepEqual(events.map((event) => event.type), ['image_edit.partial_image', 'image_edit.completed']);
});

test('a stored image is a file', LIMIT, async () => {
  const images = await openai.images.generate(
    { prompt: 'a cat', response_format: 'url' },
    { headers: { 'x-airelay-store-images': 'true' } },
  );

  const { file_id: id, url } = images.data[0];
  const content = Buffer.from(await (await openai.files.content(id)).arrayBuffer());
  assert.equal(size(content), images.size);
  assert.ok(url.endsWith(`/v1/files/${id}/content`));
  await openai.files.delete(id);
});

for (const fault of ['cut after=1', 'server_error at=middle after=1']) {
  test(`an image stream that breaks off throws: ${fault}`, LIMIT, async () => {
    const stream = await openai.images.generate({
      prompt: `a cat [[emulate: ${fault}]]`,
      stream: true,
      partial_images: 3,
    });

    const seen = [];
    const error = await failure(
      (async () => {
        for await (const event of stream) {
          seen.push(event.type);
        }
      })(),
    );

    assert.deepEqual(seen, ['image_generation.partial_image']);
    assert.ok(error instanceof OpenAI.APIError, String(error));
  });
}

test('an image that the upstream refuses is an error with its text', LIMIT, async () => {
  const error = await failure(openai.images.generate({ prompt: 'a cat [[emulate: invalid_prompt]]' }));

  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.code, 'invalid_prompt');
  assert.match(error.message, /Invalid prompt\./);
});

test('a request that no image can be made of names the parameter', LIMIT, async () => {
  const url = await failure(openai.images.generate({ prompt: 'a cat', response_format: 'url' }));
  const variation = await failure(
    openai.images.createVariation({ image: await toFile(PNG, 'one.png', { type: 'image/png' }) }),
  );

  assert.equal(url.param, 'response_format');
  assert.equal(variation.status, 501);
});

test('audio is transcribed to an object', LIMIT, async () => {
  const { data, response } = await openai.audio.transcriptions
    .create({ model: 'whisper-1', file: await speech(), language: 'en', prompt: 'Ada' })
    .withResponse();

  assert.equal(data.text, '[emulator] I heard 20000 bytes of speech.wav in en, after "Ada".');
  assert.equal(response.headers.get('x-airelay-emulated'), 'model');
});

test('audio is transcribed to text', LIMIT, async () => {
  const text = await openai.audio.transcriptions.create({
    model: 'gpt-4o-transcribe',
    file: await speech(),
    response_format: 'text',
  });

  assert.equal(text, '[emulator] I heard 20000 bytes of speech.wav.');
});

test('what a transcription cannot have names the parameter', LIMIT, async () => {
  const base = { model: 'gpt-4o-transcribe', file: await speech() };

  const format = await failure(openai.audio.transcriptions.create({ ...base, response_format: 'srt' }));
  const stamps = await failure(
    openai.audio.transcriptions.create({ ...base, timestamp_granularities: ['word'] }),
  );
  const stream = await failure(openai.audio.transcriptions.create({ ...base, stream: true }));
  const speaking = await failure(openai.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'hi' }));

  assert.deepEqual(
    [format, stamps, stream].map((error) => error.param),
    ['response_format', 'timestamp_granularities', 'stream'],
  );
  assert.equal(speaking.status, 501);
});
