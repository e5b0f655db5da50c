// Run by embedded.test.ts as a process of its own: opens the server of a folder, says so, and holds it until it is killed or told to stop.
import { embeddedPostgres } from '../../src/register/embedded.ts';

const [dataDir = '', database = 'kept'] = process.argv.slice(2);
const server = await embeddedPostgres({ dataDir, log: () => undefined });
const url = await server.ensureDatabase(database);
process.stdout.write(`${url}\n`);
process.stdin.once('data', async () => {
  await server.release();
  process.stdin.destroy();
});
