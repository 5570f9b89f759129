import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { toFile } from 'openai';
import { client, failure, gathered, LIMIT, MODEL, PNG, upload, user } from './relay.js';

const openai = client();

test('a file is uploaded, described, fetched and deleted', LIMIT, async () => {
  const content = Buffer.from('Grüße, 日本語\n'.repeat(10_000));

  const file = await upload(openai, content, 'grüße.txt', 'text/plain');

  assert.match(file.id, /^file-/);
  assert.equal(file.object, 'file');
  assert.equal(file.filename, 'grüße.txt');
  assert.equal(file.bytes, content.length);
  assert.equal(file.purpose, 'user_data');
  assert.deepEqual(await openai.files.retrieve(file.id), file);
  const fetched = await openai.files.content(file.id);
  assert.ok(Buffer.from(await fetched.arrayBuffer()).equals(content));
  const deleted = await openai.files.delete(file.id);
  assert.deepEqual(deleted, { id: file.id, object: 'file', deleted: true });
  for (const call of ['retrieve', 'content', 'delete']) {
    assert.ok((await failure(openai.files[call](file.id))) instanceof OpenAI.NotFoundError);
  }
});

test('the list of files is walked page by page', LIMIT, async () => {
  const names = ['one', 'two', 'three', 'four', 'five'];
  for (const name of names) {
    await upload(openai, Buffer.from(name), `${name}.jsonl`, 'application/jsonl', 'batch');
  }

  const pages = [];
  for await (const page of (await openai.files.list({ limit: 2, purpose: 'batch' })).iterPages()) {
    pages.push(page.data.map((file) => file.filename));
  }
  const upwards = await gathered(openai.files.list({ limit: 2, order: 'asc', purpose: 'batch' }));

  assert.deepEqual(pages.flat(), names.toReversed().map((name) => `${name}.jsonl`));
  assert.deepEqual(pages.map((page) => page.length), [2, 2, 1]);
  assert.deepEqual(upwards.map((file) => file.filename), pages.flat().toReversed());
  await Promise.all(upwards.map((file) => openai.files.delete(file.id)));
});

test('an uploaded text takes its place in a response', LIMIT, async () => {
  const file = await upload(openai, Buffer.from('the word is marzipan'), 'note.txt', 'text/plain');

  const response = await openai.responses.create({
    model: MODEL,
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'What is it?' },
          { type: 'input_file', file_id: file.id },
        ],
      },
    ],
  });

  assert.match(response.output_text, /the word is marzipan/);
});

test('an uploaded PDF is an input file, in a response and in a chat', LIMIT, async () => {
  const file = await upload(openai, Buffer.from('%PDF-1.4\n%%EOF\n'), 'page.pdf', 'application/pdf');

  const response = await openai.responses.create({
    model: MODEL,
    input: [{ role: 'user', content: [{ type: 'input_file', file_id: file.id }] }],
  });
  const completion = await openai.chat.completions.create({
    model: MODEL,
    messages: [user([{ type: 'text', text: 'Read it.' }, { type: 'file', file: { file_id: file.id } }])],
  });

  assert.match(response.output_text, /You sent 1 file: [^]*page\.pdf/);
  assert.match(completion.choices[0].message.content, /You sent 1 file: [^]*page\.pdf/);
});

test('an uploaded image is an image', LIMIT, async () => {
  const file = await upload(openai, PNG, 'dot.png', 'image/png', 'vision');

  const response = await openai.responses.create({
    model: MODEL,
    input: [{ role: 'user', content: [{ type: 'input_image', detail: 'auto', file_id: file.id }] }],
  });

  assert.match(response.output_text, /You sent 1 image: [^]*png/);
});

test('an unknown file is named', LIMIT, async () => {
  const error = await failure(
    openai.responses.create({
      model: MODEL,
      input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-unknown' }] }],
    }),
  );

  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.param, 'input[0].content[0].file_id');
  assert.match(error.message, /file-unknown/);
});

test('a file without a purpose is a BadRequestError', LIMIT, async () => {
  const error = await failure(openai.files.create({ file: await toFile(Buffer.from('x'), 'x.txt') }));

  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.param, 'purpose');
});

test('an upload in parts becomes a file', LIMIT, async () => {
  const parts = ['first ', 'second ', 'third'].map((text) => text.repeat(20_000));
  const created = await openai.uploads.create({
    filename: 'whole.txt',
    purpose: 'user_data',
    mime_type: 'text/plain',
    bytes: parts.join('').length,
  });
  assert.equal(created.status, 'pending');

  // Uploaded in parallel; complete() sets their order.
  const sent = await Promise.all(
    parts.map(async (text) =>
      openai.uploads.parts.create(created.id, { data: await toFile(Buffer.from(text), 'part') }),
    ),
  );
  const completed = await openai.uploads.complete(created.id, { part_ids: sent.map((part) => part.id) });

  assert.ok(sent.every((part) => part.object === 'upload.part' && part.upload_id === created.id));
  assert.equal(completed.status, 'completed');
  assert.equal(completed.file.filename, 'whole.txt');
  assert.equal(await (await openai.files.content(completed.file.id)).text(), parts.join(''));
});

test('an upload with bytes missing is refused, and can be cancelled', LIMIT, async () => {
  const created = await openai.uploads.create({
    filename: 'short.txt',
    purpose: 'user_data',
    mime_type: 'text/plain',
    bytes: 10,
  });
  const part = await openai.uploads.parts.create(created.id, { data: await toFile(Buffer.from('short'), 'part') });

  const error = await failure(openai.uploads.complete(created.id, { part_ids: [part.id] }));
  const cancelled = await openai.uploads.cancel(created.id);

  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(cancelled.status, 'cancelled');
  const late = await failure(openai.uploads.complete(created.id, { part_ids: [part.id] }));
  assert.ok(late instanceof OpenAI.BadRequestError);
});
