// What becomes of a mail when the outgoing server refuses, hangs up, stalls or loses its reply, at each step.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  folderTransport,
  type OutgoingMail,
  PATIENCE,
  render,
  smtpTransport,
  type Transport,
} from '../../src/mail/send.ts';
import { type Faults, startCutter } from '../servers/cutter.ts';
import { outgoingTo, startSmtpSink } from '../servers/smtp-sink.ts';

const stops: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const MAIL: OutgoingMail = {
  envelopeFrom: 'foi-bounces@northmere.police.example',
  to: 'jo@alder.example',
  from: 'foi@northmere.police.example',
  fromName: 'Information Rights Team',
  subject: '[FOI/000001/22] We have received your request',
  text: 'Thank you.\n.\nA line with one dot stands above.\n',
  html: '<!DOCTYPE html><html lang="en"><body><p>Thank you.</p></body></html>',
  messageId: '<ack.FOI-000001-22.1@northmere.police.example>',
  inReplyTo: '<bicycles-1@alder.example>',
  headers: { 'Auto-Submitted': 'auto-replied', Precedence: 'bulk' },
  date: new Date('2022-06-29T10:00:00Z'),
};

function transportTo(port: number, change: Partial<typeof PATIENCE> = {}): Transport {
  const transport = smtpTransport(outgoingTo(port), { ...PATIENCE, ...change });
  stops.push(() => transport.close());
  return transport;
}

async function sinkWith(args: readonly string[] = []) {
  const sink = await startSmtpSink({ args });
  stops.push(() => sink.stop());
  return sink;
}

/** A server that says what no real one says on request: `answer` gets each chunk the client sends. */
async function speaking(answer: (said: string, socket: Socket) => unknown): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined); // the client may hang up first
    socket.write('220 here\r\n');
    socket.on('data', (data: Buffer) => answer(data.toString(), socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function behindCutter(faults: Faults, args: readonly string[] = []) {
  const sink = await sinkWith(args);
  const cutter = await startCutter(sink.port, faults);
  stops.push(() => cutter.stop());
  return { sink, cutter };
}

test('a mail that is taken arrives once, with its one recipient, and the server reply is kept', async () => {
  const sink = await sinkWith();
  const transport = transportTo(sink.port);
  expect(await transport.send(MAIL)).toEqual({ outcome: 'sent', reply: expect.stringMatching(/^250 /) });
  await transport.close();
  const [mail, ...more] = sink.mails();
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ envelopeFrom: MAIL.envelopeFrom, envelopeTo: [MAIL.to] });
  expect(mail?.text).toBe((await render(MAIL)).toString('utf8').replaceAll('\r\n', '\n'));
});

/** smtp-sink(1): -r 4xx, -f 5xx, -Q 421 and hang up, -q hang up without a word. */
const ANSWERS = { '-r': 'retry', '-f': 'failed', '-Q': 'retry', '-q': 'retry' } as const;
const WORDS = {
  '-r': 'a 4xx reply',
  '-f': 'a 5xx reply',
  '-Q': 'a 421 and a hang-up',
  '-q': 'a silent hang-up',
} as const;
/** A 5xx there refuses our account or server, whatever the letter. */
const BEFORE_THE_LETTER = ['CONNECT', 'MAIL'];
for (const step of ['CONNECT', 'MAIL', 'RCPT', 'DATA', '.'] as const) {
  for (const how of ['-r', '-f', '-Q', '-q'] as const) {
    const aboutUs = how === '-f' && BEFORE_THE_LETTER.includes(step);
    const outcome = aboutUs ? 'retry' : step === '.' && how === '-q' ? 'unknown' : ANSWERS[how];
    test(`${WORDS[how]} at ${step === '.' ? 'the final dot' : step} makes the outcome ${outcome}, with pipelining and without`, async () => {
      for (const pipelining of [[], ['-p']]) {
        const sink = await sinkWith([...pipelining, how, step]);
        expect(await transportTo(sink.port).send(MAIL)).toMatchObject({
          outcome,
          because: expect.stringMatching(/\S/),
        });
      }
    });
  }
}

test('a server that refuses our name in EHLO and HELO makes the outcome retry', async () => {
  const port = await speaking((_, socket) => socket.write('550 5.7.1 your name is on a list\r\n'));
  const sent = await transportTo(port).send(MAIL);
  expect(sent).toMatchObject({ outcome: 'retry', because: expect.stringMatching(/refuses us.*on a list/) });
});

test('a server that refuses the sender is shown as refusing us, also when it says so behind a pipelined envelope', async () => {
  const port = await speaking((said, socket) => {
    if (said.startsWith('EHLO')) return socket.write('250-here\r\n250 PIPELINING\r\n');
    const replies = {
      MAIL: '550 5.7.60 not your address',
      RCPT: '503 5.5.1 no sender',
      DATA: '503 5.5.1 no recipient',
    };
    const answers = said
      .split('\r\n')
      .map((line) => Object.entries(replies).find(([verb]) => line.startsWith(verb))?.[1]);
    return socket.write(answers.flatMap((answer) => (answer === undefined ? [] : [`${answer}\r\n`])).join(''));
  });
  const sent = await transportTo(port).send(MAIL);
  expect(sent).toMatchObject({ outcome: 'retry', because: expect.stringMatching(/refuses us.*not your address/) });
});

test('a server that takes the mail and whose reply is lost leaves the outcome unknown, and nothing is sent again', async () => {
  const { sink, cutter } = await behindCutter({ swallowReplyToDot: true });
  const transport = transportTo(cutter.port);
  expect(await transport.send(MAIL)).toMatchObject({ outcome: 'unknown', because: expect.stringMatching(/no reply/) });
  await transport.close();
  expect(sink.mails()).toHaveLength(1);
  expect(cutter.connections()).toBe(1);
});

test('a reply lost on a connection that has sent mail before is unknown too', async () => {
  let mails = 0;
  const port = await speaking((said, socket) => {
    if (said.startsWith('EHLO')) return socket.write('250 here\r\n');
    if (said === 'DATA\r\n') return socket.write('354 go on\r\n');
    if (!said.endsWith('\r\n.\r\n')) return socket.write('250 well\r\n');
    mails += 1;
    return mails === 1 ? socket.write('250 taken\r\n') : socket.destroy();
  });
  const transport = transportTo(port, { maxConnections: 1 });
  expect(await transport.send(MAIL)).toEqual({ outcome: 'sent', reply: '250 taken' });
  expect(await transport.send(MAIL)).toMatchObject({ outcome: 'unknown' });
  await transport.close();
  expect(mails).toBe(2);
});

test('a reply to the final dot that is neither yes nor no is unknown', async () => {
  const port = await speaking((said, socket) => {
    if (said === 'DATA\r\n') return socket.write('354 go on\r\n');
    return socket.write(said.endsWith('\r\n.\r\n') ? '999 what\r\n' : '250 well\r\n');
  });
  expect(await transportTo(port).send(MAIL)).toMatchObject({ outcome: 'unknown' });
});

test('a connection that the server drops between two mails costs a retry, never a doubt', async () => {
  const { sink, cutter } = await behindCutter({});
  const transport = transportTo(cutter.port, { maxConnections: 1 });
  expect(await transport.send(MAIL)).toMatchObject({ outcome: 'sent' });
  cutter.cut();
  const second = await transport.send(MAIL);
  expect(['sent', 'retry']).toContain(second.outcome);
  await transport.close();
  expect(sink.mails()).toHaveLength(second.outcome === 'sent' ? 2 : 1);
});

test('a line cut while the envelope is spoken is a retry: the server has no mail', async () => {
  for (const cutAfterClientBytes of [0, 10, 40, 90]) {
    const { sink, cutter } = await behindCutter({ cutAfterClientBytes }, ['-p']);
    const transport = transportTo(cutter.port);
    expect(await transport.send(MAIL), `cut after ${cutAfterClientBytes} bytes`).toMatchObject({ outcome: 'retry' });
    await transport.close();
    expect(sink.mails().filter(({ text }) => text.includes('Thank you'))).toEqual([]);
  }
});

test('a line cut inside the mail is unknown: its end had been handed to the operating system', async () => {
  const { cutter } = await behindCutter({ cutAfterClientBytes: 500 });
  expect(await transportTo(cutter.port).send(MAIL)).toMatchObject({ outcome: 'unknown' });
});

test('a server that does not answer in time is a retry before the mail and unknown after it', async () => {
  const silent = await behindCutter({ mute: true });
  const greeting = transportTo(silent.cutter.port, { greetingTimeoutMs: 300 });
  expect(await greeting.send(MAIL)).toMatchObject({ outcome: 'retry' });
  const slow = await sinkWith(['-W', '.:20']);
  expect(await transportTo(slow.port, { socketTimeoutMs: 500 }).send(MAIL)).toMatchObject({ outcome: 'unknown' });
  const stalled = await sinkWith(['-W', 'MAIL:20']);
  expect(await transportTo(stalled.port, { wholeTimeoutMs: 500 }).send(MAIL)).toMatchObject({ outcome: 'retry' });
});

test('no server, or a refused connection, is a retry', async () => {
  const { cutter } = await behindCutter({ refuse: true });
  expect(await transportTo(cutter.port).send(MAIL)).toMatchObject({ outcome: 'retry' });
  await cutter.stop();
  expect(await transportTo(cutter.port).send(MAIL)).toMatchObject({ outcome: 'retry' });
});

test('a refused sign-in is a retry, because it says nothing about the mail', async () => {
  const port = await speaking((said, socket) => {
    if (said.startsWith('EHLO')) return socket.write('250-here\r\n250 AUTH PLAIN LOGIN\r\n');
    return said.startsWith('AUTH') ? socket.write('535 5.7.8 wrong password\r\n') : socket.end('221 bye\r\n');
  });
  const transport = smtpTransport({ ...outgoingTo(port), user: 'foi', password: 'wrong' });
  stops.push(() => transport.close());
  const sent = await transport.send(MAIL);
  expect(sent).toMatchObject({ outcome: 'retry', because: expect.stringMatching(/sign-in/) });
});

test('a server without STARTTLS gets nothing when the authority asked for it', async () => {
  const sink = await sinkWith();
  const transport = smtpTransport({ ...outgoingTo(sink.port), startTls: true });
  stops.push(() => transport.close());
  expect((await transport.send(MAIL)).outcome).not.toBe('sent');
  expect(sink.mails()).toEqual([]);
});

test('the same mail is rendered to the same bytes, so the copy in the Sent folder is what was sent', async () => {
  const [one, two] = [await render(MAIL), await render({ ...MAIL })];
  expect(one.equals(two)).toBe(true);
  expect(one.toString()).toMatch(/^References: <bicycles-1@alder\.example>\r$/m);
});

test('a mail text that looks like a file or an address on the web is sent as it stands', async () => {
  const path = { ...MAIL, text: '/etc/hostname', html: 'http://127.0.0.1:9/x' };
  const bytes = (await render(path)).toString();
  expect(bytes).toContain('/etc/hostname');
  expect(bytes).toContain('http://127.0.0.1:9/x');
});

test('without an outgoing server a mail becomes one whole .eml file, also when it is written twice', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'foi-outbox-'));
  stops.push(() => rmSync(dir, { recursive: true }));
  const transport = folderTransport(join(dir, 'outbox'));
  expect(await transport.send(MAIL)).toMatchObject({ outcome: 'sent' });
  await transport.send(MAIL);
  await transport.send({ ...MAIL, messageId: '<../../x/y.2@northmere.police.example>' });
  const names = readdirSync(join(dir, 'outbox')).sort();
  expect(names).toEqual(['ack.FOI-000001-22.1@northmere.police.example.eml', 'xy.2@northmere.police.example.eml']);
  expect(readFileSync(join(dir, 'outbox', names[0] ?? '')).equals(await render(MAIL))).toBe(true);
});
