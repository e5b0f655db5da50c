// A register with waiting letters and a desk that sends them to a folder: what the tests of loops and alerts work with.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type AcknowledgeDesk, acknowledge } from '../../src/acknowledge/acknowledge.ts';
import { currentLetters } from '../../src/acknowledge/current-letters.ts';
import type { Authority } from '../../src/authority.ts';
import type { RuleFiles } from '../../src/classify/rule-set.ts';
import type { Reader } from '../../src/intake/reader.ts';
import { folderTransport, type Transport } from '../../src/mail/send.ts';
import { publish } from '../../src/register/rule-set.ts';
import { openScene, plainRules, readerOf, type Scene } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { scratchFolder } from '../servers/running.ts';
import { northmere } from './northmere.ts';

export interface Sending {
  /** The database, to be opened again with other settings. */
  readonly url: string;
  readonly scene: Scene;
  /** Registers mails. @returns the ids of the letters that they made ready. */
  letters(...mails: Parameters<Scene['register']>): Promise<string[]>;
  /** One attempt, at `now` or at the real time. */
  send(id: string | undefined, now?: Date, transport?: Transport): Promise<Awaited<ReturnType<typeof rowOf>>>;
  /** Registers mails and sends what they made ready, one after the other. @returns the states of the letters. */
  answered(...mails: Parameters<Scene['register']>): Promise<string[]>;
  row(id: string): ReturnType<typeof rowOf>;
  /** The letters that left, as text. */
  written(): string[];
  close(): Promise<void>;
}

const rowOf = (scene: Scene, id: string) =>
  scene.db.selectFrom('acknowledgement').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** A PostgreSQL and a reader for a whole test file, and in each test the `Sending` that it opens; call it at the top level. */
export function sendings(): (settings?: Partial<Authority['acknowledge']>, url?: string) => Promise<Sending> {
  let postgres: PostgresServer;
  let rules: RuleFiles;
  let reader: Reader;
  const opened = new Set<Sending>();
  beforeAll(async () => {
    postgres = await startPostgres();
    rules = await plainRules();
    reader = readerOf(rules);
  });
  afterEach(async () => {
    await Promise.all([...opened].map((each) => each.close()));
  });
  afterAll(async () => {
    await reader.close();
    await postgres.stop();
  });
  return async (settings = {}, url) => {
    const sending = await openSending(url ?? (await postgres.database()), reader, rules, northmere(settings));
    const close = async () => {
      opened.delete(kept);
      await sending.close();
    };
    const kept = { ...sending, close };
    opened.add(kept);
    return kept;
  };
}

export async function openSending(
  url: string,
  reader: Reader,
  rules: RuleFiles,
  authority: Authority,
): Promise<Sending> {
  const scene = await openScene(url, reader, authority);
  await publish(scene.db, rules);
  const outbox = scratchFolder('outbox');
  const deskAt = (now?: Date, transport = folderTransport(outbox.path)): AcknowledgeDesk => ({
    db: scene.db,
    authority,
    transport,
    letters: currentLetters(scene.db),
    worker: 1,
    secret: 'a secret of sixteen',
    now: () => now ?? new Date(),
    afterSent: async () => undefined,
  });
  const letters: Sending['letters'] = async (...mails) => {
    await scene.register(...mails);
    return scene.rung.acknowledge.splice(0);
  };
  const send: Sending['send'] = async (id = '', now, transport) => {
    await acknowledge(id, deskAt(now, transport));
    return rowOf(scene, id);
  };
  return {
    url,
    scene,
    letters,
    send,
    async answered(...mails) {
      const states: string[] = [];
      for (const id of await letters(...mails)) states.push((await send(id)).state);
      return states;
    },
    row: (id) => rowOf(scene, id),
    written: () => readdirSync(outbox.path).map((name) => readFileSync(join(outbox.path, name), 'utf8')),
    async close() {
      await scene.close();
      outbox.remove();
    },
  };
}
