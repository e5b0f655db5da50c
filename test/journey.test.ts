// One mail, all the way: from a real IMAP socket into the register and out to a real SMTP server, on both queues.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bot, type BotProcess, makeBot, query, until } from './bot.ts';
import { type Dovecot, startDovecot } from './servers/dovecot.ts';
import { type PostgresServer, startPostgres } from './servers/postgres.ts';
import { type RedisServer, startRedis } from './servers/redis.ts';
import { type SmtpSink, startSmtpSink } from './servers/smtp-sink.ts';

const MINUTE_MS = 60_000;
const REQUEST = Buffer.from(
  [
    'Return-Path: <morgan@alder-lane.example>',
    'Date: Wed, 29 Jun 2022 09:30:00 +0100',
    'From: Morgan Alder <morgan@alder-lane.example>',
    'To: foi@northmere.police.example',
    'Subject: Patrol boats in the harbour',
    'Message-ID: <boats-1@alder-lane.example>',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Dear Northmere Constabulary,',
    '',
    'Under the Freedom of Information Act 2000 please tell me:',
    '',
    '1. How many patrol boats does the constabulary own?',
    '2. How much was spent on repairing them in 2021?',
    '',
    'Yours faithfully,',
    'Morgan Alder',
    '',
  ].join('\r\n'),
);
const chaser = (inReplyTo: string): Buffer =>
  Buffer.from(
    [
      'From: Morgan Alder <morgan@alder-lane.example>',
      'To: foi@northmere.police.example',
      'Subject: Re: Patrol boats in the harbour',
      'Message-ID: <boats-2@alder-lane.example>',
      `In-Reply-To: ${inReplyTo}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Hello, I have not heard from you. When can I expect an answer? Please give me an update.',
      '',
      'Morgan',
      '',
    ].join('\r\n'),
  );

interface Counts extends Record<string, number> {
  readonly deliveries: number;
  readonly messages: number;
  readonly requests: number;
  readonly sent: number;
}

describe.each(['redis', 'postgres'])('with the queue on %s', (queue) => {
  let dovecot: Dovecot;
  let sink: SmtpSink;
  let postgres: PostgresServer;
  let redis: RedisServer | null = null;
  let bot: Bot;
  let running: BotProcess;

  beforeAll(async () => {
    [dovecot, sink, postgres] = await Promise.all([startDovecot(), startSmtpSink(), startPostgres()]);
    redis = queue === 'redis' ? await startRedis() : null;
    bot = makeBot({
      mailboxes: [dovecot.mailbox('foi', { goLiveAt: new Date('2022-01-01T00:00:00Z') })],
      smtpPort: sink.port,
      databaseUrl: postgres.url,
      referenceFormat: 'DPO/FOI/{serial:6}/{yy}',
      sentFolder: true,
      ...(redis ? { redisUrl: redis.url } : {}),
    });
    running = bot.spawn(['start']);
  });
  afterAll(async () => {
    await running?.stop();
    bot?.remove();
    for (const server of [redis, postgres, sink, dovecot]) await server?.stop();
  });

  /** What lies in the Sent folder of the mailbox, read or not. */
  const sentCopies = (): string[] =>
    ['new', 'cur'].flatMap((state) => {
      const folder = join(dovecot.maildirOf('foi', 'Sent'), state);
      return existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')) : [];
    });

  const counts = async (): Promise<Counts> => {
    const [row] = await query<Counts>(
      postgres.url,
      `select (select count(*)::int from delivery) as deliveries, (select count(*)::int from message where state <> 'stored') as messages,
         (select count(*)::int from request) as requests, (select count(*)::int from acknowledgement where state = 'sent') as sent`,
    );
    return row ?? { deliveries: 0, messages: 0, requests: 0, sent: 0 };
  };

  test('a request in the mailbox gets one reference, one due date and one acknowledgement', async () => {
    dovecot.deliver('foi', REQUEST, { receivedAt: new Date('2022-06-29T08:31:00Z') });
    await until('the receipt is sent', MINUTE_MS, async () => (await counts()).sent === 1);
    expect(await counts()).toEqual({ deliveries: 1, messages: 1, requests: 1, sent: 1 });
    const [request] = await query<Record<string, unknown>>(
      postgres.url,
      'select reference, kind, regime, received_on::text, due_on::text, requester_address from request',
    );
    expect(request).toEqual({
      reference: 'DPO/FOI/000001/22',
      kind: 'request',
      regime: 'foia',
      received_on: '2022-06-29',
      due_on: '2022-07-28',
      requester_address: 'morgan@alder-lane.example',
    });
    const [message] = await query<{ sha256: string; bytes: Buffer }>(postgres.url, 'select sha256, bytes from message');
    expect(message?.bytes.equals(REQUEST)).toBe(true);
    expect(message?.sha256).toBe(createHash('sha256').update(REQUEST).digest('hex'));
    const [mail, ...more] = sink.mails();
    expect(more).toEqual([]);
    expect(mail?.envelopeTo).toEqual(['morgan@alder-lane.example']);
    expect(mail?.text).toContain('[DPO/FOI/000001/22]');
    expect(mail?.text).toContain('In-Reply-To: <boats-1@alder-lane.example>');
    await until('a copy lies in the Sent folder', MINUTE_MS, () => sentCopies().length === 1);
    expect(sentCopies()[0]).toContain('Message-ID: <ack.DPO-FOI-000001-22.1@northmere.police.example>');
  });

  test('the same bytes delivered again make one more delivery and nothing else', async () => {
    dovecot.deliver('foi', REQUEST, { receivedAt: new Date('2022-06-29T08:40:00Z') });
    await until('the second delivery is in the register', MINUTE_MS, async () => (await counts()).deliveries === 2);
    expect(await counts()).toEqual({ deliveries: 2, messages: 1, requests: 1, sent: 1 });
  });

  test('a chaser that answers the acknowledgement joins its request and gets no receipt', async () => {
    dovecot.deliver('foi', chaser('<ack.DPO-FOI-000001-22.1@northmere.police.example>'));
    await until('the chaser is registered', MINUTE_MS, async () => (await counts()).messages === 2);
    expect(await counts()).toEqual({ deliveries: 3, messages: 2, requests: 1, sent: 1 });
    const [joined] = await query<Record<string, unknown>>(
      postgres.url,
      "select reference, message.kind, message.state from request_message join request on request.id = request_id join message on message.id = request_message.message_id where role = 'joined'",
    );
    expect(joined).toEqual({ reference: 'DPO/FOI/000001/22', kind: 'chaser', state: 'registered' });
  });

  test('the books agree, and the command line shows the request', async () => {
    const reconciled = await bot.clerk(['reconcile', '--json']);
    expect(reconciled.code, reconciled.err).toBe(0);
    const { folders, books } = JSON.parse(reconciled.out);
    expect(folders).toContainEqual({ mailbox: 'foi', folder: 'INBOX', onServer: 3, unread: 0, gone: 0 });
    expect(books.filter((line: { verdict: string }) => line.verdict === 'wrong')).toEqual([]);
    const shown = await bot.clerk(['register', 'show', 'dpo foi 000001 22']);
    expect(shown.out).toContain('due 2022-07-28');
  });

  test('no address, name, subject, word or password of the mail stands in a log line', async () => {
    const log = running.output();
    expect(log).toContain('mail is classified by this rule set');
    for (const secret of ['alder-lane', 'Morgan', 'Patrol', 'patrol', 'boats', dovecot.password, 'foi@northmere']) {
      expect(log.includes(secret), `a log line holds ${secret}`).toBe(false);
    }
  });

  test('nothing of the bot listens beyond 127.0.0.1, and stopping it loses nothing', async () => {
    expect(listeningElsewhere(running.pid)).toEqual([]);
    expect(await running.stop()).toBe(0);
    running = bot.spawn(['start', '--until-idle']);
    expect(await running.exited, running.output()).toBe(0);
    expect(await counts()).toEqual({ deliveries: 3, messages: 2, requests: 1, sent: 1 });
    expect(sink.mails()).toHaveLength(1);
  });
});

/** Local addresses of listening sockets of a process that are not 127.0.0.1 or ::1, by inode, from /proc. */
function listeningElsewhere(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  const LISTEN = '0A';
  const LOOPBACK = ['0100007F', '00000000000000000000000001000000'];
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
        const [address = ''] = local.split(':');
        return state === LISTEN && inodes.has(inode) && !LOOPBACK.includes(address) ? [local] : [];
      }),
  );
}
