// Run by killed-worker.test.ts as a process of its own: takes a job, says so, and never finishes it.
import { openBackend } from '../../src/queue/backend.ts';
import { consume } from '../../src/queue/consume.ts';

const [redisUrl = '', databaseUrl = ''] = process.argv.slice(2);
const backend = await openBackend({ redisUrl: redisUrl === '' ? null : redisUrl, databaseUrl });
const never = new Promise<void>(() => undefined);
const take = async () => {
  process.stdout.write('taken');
  await never;
};
consume(backend, 'acknowledge', take, { concurrency: 1, onFailed: () => undefined });
