// Hands mail to the SMTP listener over a real connection: 250 only after the commit, 4xx when there was none.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { createTransport } from 'nodemailer';
import { afterEach, expect, test } from 'vitest';
import { listenSmtp, type SmtpListener, type SmtpListenerOptions } from '../../src/mail/smtp-listener.ts';
import { startCutter } from '../servers/cutter.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';
import { keptLog } from './watching.ts';

const open: SmtpListener[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const now = () => new Date('2022-06-30T10:00:00Z');
const raw =
  'From: <a.requester@example.org>\r\nSubject: caf\u00e9 opening hours\r\n\r\n.one dot\r\n..two dots\r\n\ttab\r\n';
const envelope = {
  from: 'a.requester@example.org',
  to: ['foi@northmere.police.example', 'dpo@northmere.police.example'],
};

async function listen(store: MemoryStore, options: Partial<SmtpListenerOptions> = {}): Promise<SmtpListener> {
  const listener = await listenSmtp(store, { log: keptLog(), port: 0, now, ...options });
  open.push(listener);
  return listener;
}

async function send(port: number, mail: object): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  try {
    return (await transport.sendMail(mail)).response;
  } finally {
    transport.close();
  }
}

/** Says each line after the reply to the one before, and returns the reply codes. */
async function converse(port: number, lines: readonly string[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1');
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  const codes: string[] = [];
  for (const line of [null, ...lines]) {
    if (line !== null) socket.write(`${line}\r\n`);
    let reply: string;
    do reply = (await replies.next()).value ?? '';
    while (reply[3] === '-');
    codes.push(reply.slice(0, 3));
  }
  socket.destroy();
  return codes;
}

test('a mail is stored with its very bytes, its envelope and the time at which it was wholly there', async () => {
  const store = memoryStore();
  const { port } = await listen(store);
  expect(await send(port, { envelope, raw })).toMatch(/^250/);
  expect(store.arrivals[0]?.bytes.toString()).toBe(raw);
  expect(store.arrivals[0]).toMatchObject({
    source: 'smtp',
    receivedAt: now(),
    place: null,
    envelopeFrom: envelope.from,
    envelopeTo: envelope.to,
    junk: false,
  });
});

test('the null sender of a bounce is kept as such', async () => {
  const store = memoryStore();
  const { port } = await listen(store);
  await send(port, { envelope: { from: '', to: envelope.to }, raw });
  expect(store.arrivals[0]?.envelopeFrom).toBe('');
});

test('250 is not said before the mail is committed', async () => {
  const store = memoryStore();
  const steps: string[] = [];
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let entered: () => void = () => undefined;
  const storing = new Promise<void>((resolve) => {
    entered = resolve;
  });
  store.before = async () => {
    entered();
    await held;
    steps.push('committed');
  };
  const { port } = await listen(store);
  const sending = send(port, { envelope, raw }).then((reply) => steps.push(reply.slice(0, 3)));
  await storing;
  expect(steps).toEqual([]);
  release();
  await sending;
  expect(steps).toEqual(['committed', '250']);
});

test('when the register fails the sender is told to try again, and the second try is taken', async () => {
  const store = memoryStore();
  const log = keptLog();
  const { port } = await listen(store, { log });
  store.before = () => {
    throw new Error('the register is down');
  };
  await expect(send(port, { envelope, raw })).rejects.toMatchObject({ responseCode: 451 });
  expect(log.lines.join('\n')).not.toMatch(/example/);
  store.before = () => undefined;
  expect(await send(port, { envelope, raw })).toMatch(/^250/);
  expect(store.arrivals).toHaveLength(1);
});

test('a mail above the size limit is refused for good, whether its sender announces the size or not', async () => {
  const store = memoryStore();
  const { port } = await listen(store, { maxBytes: 10_000 });
  const start = ['EHLO client.example', 'MAIL FROM:<a@example.org>', 'RCPT TO:<foi@northmere.police.example>', 'DATA'];
  const large = `${raw.replaceAll('\r\n.', '\r\n..')}${`${'z'.repeat(70)}\r\n`.repeat(300)}.`;
  expect(await converse(port, [...start, large])).toEqual(['220', '250', '250', '250', '354', '552']);
  const announced = ['EHLO client.example', 'MAIL FROM:<a@example.org> SIZE=20000'];
  expect(await converse(port, announced)).toEqual(['220', '250', '552']);
  expect(store.arrivals).toEqual([]);
  expect(await send(port, { envelope, raw })).toMatch(/^250/);
});

test('a client that breaks off in the middle of a mail leaves nothing behind and harms nobody', async () => {
  const store = memoryStore();
  const { port } = await listen(store);
  const cutter = await startCutter(port, { cutAfterClientBytes: 600 });
  await expect(send(cutter.port, { envelope, raw: `${raw}${'half a mail\r\n'.repeat(1000)}` })).rejects.toThrow();
  await cutter.stop();
  expect(await send(port, { envelope, raw })).toMatch(/^250/);
  expect(store.subjects()).toEqual(['caf\u00e9 opening hours']);
});

test('a port that is taken is said so at the start', async () => {
  const { port } = await listen(memoryStore());
  await expect(listen(memoryStore(), { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
