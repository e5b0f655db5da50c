// Run by exit.test.ts as a process of its own: opens the queue, works one job, closes, and must then end by itself.
import { openBackend } from '../../src/queue/backend.ts';
import { consume } from '../../src/queue/consume.ts';
import { ring } from '../../src/queue/ring.ts';

const [redisUrl = '', databaseUrl = ''] = process.argv.slice(2);
const backend = await openBackend({ redisUrl: redisUrl === '' ? null : redisUrl, databaseUrl });
await new Promise<void>((done) => {
  consume(backend, 'acknowledge', async () => done(), { concurrency: 4, onFailed: () => undefined });
  void ring(backend, 'acknowledge', [{ acknowledgementId: '1' }]);
});
await backend.close();
process.stdout.write('closed');
