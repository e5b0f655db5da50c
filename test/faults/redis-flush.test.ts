// A Redis that loses everything in the middle of a run: the register knows what is left, and the sweeper rings again.
import { expect, test } from 'vitest';
import { corpus } from '../bench/corpus.ts';
import { makeBot, query, until } from '../bot.ts';
import { startDovecot } from '../servers/dovecot.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';
import { startSmtpSink } from '../servers/smtp-sink.ts';

const MINUTE_MS = 60_000;
const MAILS = 500;

test('a Redis flushed in the middle of 500 mails loses and doubles nothing, and all is done within a minute', async () => {
  const [dovecot, sink, postgres, redis] = await Promise.all([
    startDovecot(),
    startSmtpSink(),
    startPostgres(),
    startRedis(),
  ]);
  for (const mail of corpus({ count: MAILS, seed: 11 })) dovecot.deliver('foi', mail);
  const bot = makeBot({
    mailboxes: [dovecot.mailbox('foi', { goLiveAt: new Date('2020-01-01T00:00:00Z') })],
    smtpPort: sink.port,
    databaseUrl: postgres.url,
    redisUrl: redis.url,
  });
  const running = bot.spawn(['start']);
  const one = async (sql: string): Promise<number> =>
    (await query<{ count: number }>(postgres.url, sql))[0]?.count ?? 0;
  try {
    await until(
      'some letters are sent',
      MINUTE_MS,
      async () => (await one("select count(*)::int as count from acknowledgement where state = 'sent'")) > 20,
    );
    const openAtFlush = await one(
      "select (select count(*) from message where state = 'stored')::int + (select count(*) from acknowledgement where state in ('ready', 'sending'))::int as count",
    );
    await redis.flush();
    expect(openAtFlush).toBeGreaterThan(0);
    await until('all is done after the flush', MINUTE_MS, async () => {
      const stored = await one("select count(*)::int as count from message where state <> 'stored'");
      return (
        stored === MAILS &&
        (await one("select count(*)::int as count from acknowledgement where state <> 'sent'")) === 0
      );
    });
    expect(await one('select count(*)::int as count from delivery')).toBe(MAILS);
    expect(await one('select count(*)::int - count(distinct reference)::int as count from request')).toBe(0);
    const ids = sink.mails().map(({ text }) => /^Message-ID: (<[^>]+>)/im.exec(text)?.[1]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(await one("select count(*)::int as count from acknowledgement where state = 'sent'"));
  } finally {
    await running.stop();
    bot.remove();
    for (const server of [redis, postgres, sink, dovecot]) await server.stop();
  }
});
