// Which rule set is in force: the newest valid one, whatever becomes of the files afterwards.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentLetters } from '../../src/acknowledge/current-letters.ts';
import { currentReader } from '../../src/intake/current-reader.ts';
import { type OpenRegister, openRegister } from '../../src/register/database.ts';
import { faultInForce, newest, newestVersion, publish } from '../../src/register/rule-set.ts';
import { ruleChecker } from '../../src/sweep/rule-checker.ts';
import { publishRules } from '../../src/sweep/rules-publish.ts';
import { NORTHMERE } from '../acknowledge/northmere.ts';
import { mailOf, plainRules, QUIET } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { scratchFolder } from '../servers/running.ts';

let postgres: PostgresServer;
let register: OpenRegister;
beforeAll(async () => {
  postgres = await startPostgres();
  register = await openRegister(postgres.url);
});
afterAll(async () => {
  await register.close();
  await postgres.stop();
});

test('before the first set there is none, and no letter can be written', async () => {
  expect([await newest(register.db), await newestVersion(register.db)]).toEqual([null, null]);
  await expect(currentLetters(register.db)()).rejects.toThrow('no rule set was published yet');
});

test('files with a fault keep the last good set in force and are shown with file and line', async () => {
  const folder = scratchFolder('rules');
  for (const { path, content } of (await plainRules()).files) {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), content);
  }
  const checker = ruleChecker(join(folder.path, 'cache'));
  const publishAll = async () => (await publishRules({ db: register.db, rulesDir: folder.path, checker })).problems;
  expect(await publishAll()).toEqual([]);
  const good = await newestVersion(register.db);
  writeFileSync(
    join(folder.path, 'uk', 'broken.yaml'),
    'rules:\n  - id: kind.broken\n    suggests: { kind: nonsense }\n',
  );
  const problems = await publishAll();
  expect(problems.join('\n')).toMatch(/uk\/broken\.yaml:\d+:\d+ /);
  expect(await newestVersion(register.db)).toBe(good);
  expect((await faultInForce(register.db))?.problems).toEqual(problems);
  rmSync(join(folder.path, 'uk', 'broken.yaml'));
  expect(await publishAll()).toEqual([]);
  expect(await faultInForce(register.db)).toBeNull();
  // A half-finished upgrade: without a rule for requests every mail would only be parked.
  rmSync(join(folder.path, 'uk'), { recursive: true });
  expect((await publishAll()).join()).toContain('no live rule says what a request is');
  expect(await newestVersion(register.db)).toBe(good);
  await checker.close();
  folder.remove();
});

test('an older content that is published again is the newest again', async () => {
  const rules = await plainRules();
  await publish(register.db, { ...rules, version: 'sha256:one' });
  await publish(register.db, { ...rules, version: 'sha256:two' });
  await publish(register.db, { ...rules, version: 'sha256:two' });
  expect(await newestVersion(register.db)).toBe('sha256:two');
  await publish(register.db, { ...rules, version: 'sha256:one' });
  expect(await newestVersion(register.db)).toBe('sha256:one');
  const published = await register.db
    .selectFrom('event')
    .select('data')
    .where('kind', '=', 'rules-published')
    .orderBy('id')
    .execute();
  expect(published.slice(-3).map(({ data }) => data)).toEqual([
    { version: 'sha256:one' },
    { version: 'sha256:two' },
    { version: 'sha256:one' },
  ]);
});

test('a new rule set ends no mail that is being read under the old one', async () => {
  const rules = await plainRules();
  await publish(register.db, { ...rules, version: 'sha256:before' });
  const readers = currentReader(register.db, { authority: NORTHMERE, varDir: 'no such folder' }, 1, QUIET);
  try {
    const reader = await readers.get();
    expect(reader.version).toBe('sha256:before');
    const looks = Array.from({ length: 60 }, () =>
      reader.look(mailOf({ body: 'Please send me the gull register.\r\n'.repeat(5000) })),
    );
    await publish(register.db, { ...rules, version: 'sha256:after' });
    while (reader.version !== 'sha256:after') {
      looks.push(reader.look(mailOf()));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const states = (await Promise.all(looks)).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['parsed']));
    const text = {
      subject: '',
      body: 'please send me it',
      segments: [],
      attachmentText: '',
      from: null,
      platform: null,
      machine: null,
      threaded: false,
      receivedOn: '2022-06-29',
      junk: false,
    };
    expect((await reader.classify(text)).state).toBe('classified');
  } finally {
    await readers.stop();
  }
});
