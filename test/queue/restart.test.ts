// A server of the queue that is killed and comes back on its port: workers go on, and nothing has to be started by hand.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openBackend, type QueueBackend } from '../../src/queue/backend.ts';
import { consume } from '../../src/queue/consume.ts';
import { ring } from '../../src/queue/ring.ts';
import { embeddedPostgres } from '../../src/register/embedded.ts';
import { freePort } from '../servers/free-port.ts';
import { onFreePort, run, scratchFolder } from '../servers/running.ts';
import { quiet, until } from './stages.ts';

/** Rings as the sweeper does, until it is worked. */
async function workedAgain(backend: QueueBackend, worked: readonly string[], acknowledgementId: string): Promise<void> {
  await until(async () => {
    await ring(backend, 'acknowledge', [{ acknowledgementId }]);
    await delay(50);
    return worked.includes(acknowledgementId);
  });
}

function listen(backend: QueueBackend): string[] {
  const worked: string[] = [];
  consume(backend, 'acknowledge', async ({ acknowledgementId }) => void worked.push(acknowledgementId), quiet(2));
  return worked;
}

const start = (port: number, cwd: string) =>
  run({ command: 'redis-server', args: `--port ${port} --bind 127.0.0.1 --save  --dir ${cwd}`.split(' '), cwd, port });

test('a Redis that was killed and started again empty is worked for again', async () => {
  const { path, remove } = scratchFolder('redis');
  const [server, port] = await onFreePort(freePort, async (free) => [await start(free, path), free] as const);
  const backend = await openBackend({ redisUrl: `redis://127.0.0.1:${port}`, databaseUrl: 'postgresql://unused' });
  const worked = listen(backend);
  await workedAgain(backend, worked, '1');
  await server.stop('SIGKILL');
  expect(await ring(backend, 'acknowledge', [{ acknowledgementId: '2' }])).toMatchObject({ rung: 0 });
  const again = await start(port, path);
  await workedAgain(backend, worked, '2');
  await backend.close();
  await again.stop();
  remove();
});

test('a Redis that is not up yet keeps nobody waiting, and is used once it is', async () => {
  const { path, remove } = scratchFolder('redis');
  const port = await freePort();
  const backend = await openBackend({ redisUrl: `redis://127.0.0.1:${port}`, databaseUrl: 'postgresql://unused' });
  const worked = listen(backend);
  expect(await ring(backend, 'acknowledge', [{ acknowledgementId: '1' }])).toMatchObject({ rung: 0 });
  const server = await start(port, path);
  await workedAgain(backend, worked, '1');
  await backend.close();
  await server.stop();
  remove();
});

test('an embedded PostgreSQL that was killed is started again by who uses it, and its queue goes on', async () => {
  const { path, remove } = scratchFolder('embedded');
  const server = await embeddedPostgres({ dataDir: path, log: () => undefined });
  const backend = await openBackend({ redisUrl: null, databaseUrl: await server.ensureDatabase('queue') });
  const worked = listen(backend);
  await workedAgain(backend, worked, '1');
  const { pid } = z.object({ pid: z.int() }).parse(JSON.parse(await readFile(join(path, 'connection.json'), 'utf8')));
  process.kill(pid, 'SIGKILL');
  await workedAgain(backend, worked, '2');
  await backend.close();
  await server.release();
  remove();
});
