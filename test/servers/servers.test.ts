// The starters themselves: what a test is given, and that nothing is left behind.
import { existsSync } from 'node:fs';
import { Redis } from 'ioredis';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { afterEach, expect, test, vi } from 'vitest';
import { startCutter } from './cutter.ts';
import { startDovecot } from './dovecot.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { startSmtpSink } from './smtp-sink.ts';

afterEach(() => vi.unstubAllEnvs());

async function send(port: number): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  try {
    const envelope = { from: 'clerk@northmere.police.example', to: ['a@example.org', 'b@example.org'] };
    return (await transport.sendMail({ envelope, raw: 'Subject: one\r\n\r\n.dot\r\n' })).response;
  } finally {
    transport.close();
  }
}

const rows = async (url: string, sql: string): Promise<object[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
};

test('Dovecot delivers to any user and leaves nothing behind', async () => {
  const dovecot = await startDovecot({ lmtp: true });
  dovecot.deliver('a.user', 'Subject: x\r\n\r\n', { folder: 'Junk' });
  expect(await dovecot.doveadm('mailbox', 'status', '-u', 'a.user', 'messages', 'Junk')).toBe('Junk messages=1\n');
  await dovecot.stop();
  expect(existsSync(dovecot.folder)).toBe(false);
});

test('smtp-sink keeps each mail with its envelope, and the cutter can lose its last reply', async () => {
  const sink = await startSmtpSink();
  const cutter = await startCutter(sink.port, { swallowReplyToDot: true });
  await expect(send(cutter.port)).rejects.toThrow();
  expect(sink.mails()).toMatchObject([
    {
      envelopeFrom: 'clerk@northmere.police.example',
      envelopeTo: ['a@example.org', 'b@example.org'],
      text: 'Subject: one\n\n.dot\n',
    },
  ]);
  cutter.faults.swallowReplyToDot = false;
  expect(await send(cutter.port)).toMatch(/^250/);
  expect(sink.mails()).toHaveLength(2);
  await cutter.stop();
  await sink.stop();
});

test('PostgreSQL survives a crash with what was committed; on the server of DATABASE_URL each test has its own database', async () => {
  vi.stubEnv('DATABASE_URL', '');
  const server = await startPostgres({ fsync: true });
  await rows(server.url, 'CREATE TABLE kept AS SELECT 1 AS one');
  await server.running?.stop('SIGQUIT');
  await server.restart();
  expect(await rows(server.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);

  vi.stubEnv('DATABASE_URL', server.url);
  const [first, second] = await Promise.all([startPostgres(), startPostgres()]);
  expect(new Set([server.url, first.url, second.url]).size).toBe(3);
  expect(first.running).toBeNull();
  await Promise.all([first.stop(), second.stop()]);
  expect(await rows(server.url, `SELECT datname FROM pg_database WHERE datname LIKE 'foi_test_%'`)).toHaveLength(1);
  await server.stop();
});

test('Redis starts again with what it had; on the server of REDIS_URL each test has its own database', async () => {
  vi.stubEnv('REDIS_URL', '');
  const server = await startRedis();
  const client = new Redis(server.url);
  await client.set('kept', 'yes');
  client.disconnect();
  await server.running?.stop();
  await server.restart();

  vi.stubEnv('REDIS_URL', server.url);
  const [first, second] = await Promise.all([startRedis(), startRedis()]);
  expect(new Set([first.url, second.url]).size).toBe(2);
  await first.flush();
  await Promise.all([first.stop(), second.stop()]);
  const after = new Redis(server.url);
  expect(await after.keys('*')).toEqual(['kept']);
  after.disconnect();
  await server.stop();
});
