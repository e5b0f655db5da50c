// `clerk import`: takes a backlog into the register from folders, Maildirs and mbox files. Never acknowledges unless told.
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import type { Arrival } from '../mail/arrival.ts';
import { receivedAtOf } from '../mail/received.ts';
import { arrivalStore, goLive } from '../register/store.ts';
import { run } from '../run.ts';
import type { Services } from '../services.ts';
import type { CommandIo } from './command-io.ts';
import { mailFiles } from './mail-files.ts';
import { progress } from './progress.ts';
import { workersNamed } from './workers.ts';

/** Mails stored in one transaction; bounded by bytes too, so that large ones do not pile up in memory. Judgement. */
const BATCH = 100;
const BATCH_BYTES = 8 * 1024 * 1024;
/** No mail is received after this, so none of a backlog is acknowledged. */
const NEVER = new Date('9999-12-31T00:00:00Z');

export function registerImport(program: Command, io: CommandIo): void {
  program
    .command('import')
    .description('take a backlog into the register: folders, Maildirs, mbox and .eml files')
    .argument('<path...>')
    .option('--json', 'print JSON')
    .option('--acknowledge', 'also acknowledge what is imported; without it nothing is sent')
    .action(async (paths: string[], options: { acknowledge?: boolean; json?: boolean }) => {
      const names = ['clock', 'intake', ...(options.acknowledge ? ['acknowledge'] : [])];
      await run(await workersNamed(names), readConfig(), {
        untilIdle: true,
        started: async (shared) => {
          const done = await importAll(paths, options.acknowledge ?? false, shared);
          io.out(
            options.json ? JSON.stringify(done) : `${done.read} mails read, ${done.fresh} of them new to the register.`,
          );
        },
      });
    });
}

/** @returns how many mails were read, and how many of them are new. One that is known already, byte for byte, is only counted. */
async function importAll(
  paths: readonly string[],
  acknowledge: boolean,
  { db, ring }: Services,
): Promise<{ read: number; fresh: number }> {
  const source = acknowledge ? 'import:acknowledged' : 'import';
  await goLive(db, source, acknowledge ? new Date(0) : NEVER, new Date());
  let fresh = 0;
  let read = 0;
  const store = arrivalStore(db, (messageIds) => {
    fresh += messageIds.length;
    void ring({ intake: messageIds });
  });
  const bar = await progress('import');
  for await (const batch of batches(mailFiles(paths), source)) {
    await store.store(batch);
    read += batch.length;
    bar.step(batch.length);
  }
  bar.stop();
  return { read, fresh };
}

async function* batches(mails: ReturnType<typeof mailFiles>, source: string): AsyncGenerator<Arrival[]> {
  let batch: Arrival[] = [];
  let bytes = 0;
  for await (const mail of mails) {
    const receivedAt = receivedAtOf(mail.bytes, mail.fileTime);
    batch.push({ source, bytes: mail.bytes, receivedAt, place: null, envelopeFrom: null, envelopeTo: [], junk: false });
    bytes += mail.bytes.length;
    if (batch.length < BATCH && bytes < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
