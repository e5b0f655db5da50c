// What an administrator is told who writes authority.yaml wrongly: where, what, and what to write instead.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAuthority } from '../../src/authority.ts';

const GOOD = `# Northmere
name: Northmere Constabulary
sector: police
addresses: [foi@northmere.police.example]
contact:
  team: Information Rights Team
  email: foi@northmere.police.example
`;

/** What is said of a file: one line for each fault, without the folder. */
function said(content: string): string[] {
  const dir = mkdtempSync(join(tmpdir(), 'foi-authority-'));
  const file = join(dir, 'authority.yaml');
  writeFileSync(file, content);
  try {
    readAuthority(file);
    return [];
  } catch (error) {
    return (error instanceof Error ? error.message : '').replaceAll(`${dir}/`, '').split('\n');
  } finally {
    rmSync(dir, { recursive: true });
  }
}

test('a file with the four things that it needs is accepted', () => {
  expect(said(GOOD)).toEqual([]);
});

test.each([
  [
    'a key that is written wrongly',
    `${GOOD}alertAdress: duty@northmere.police.example\n`,
    /^authority\.yaml:8:1 unknown key “alertAdress” — did you mean “alertAddress”\?$/,
  ],
  [
    'a key of a map that is written wrongly',
    `${GOOD}acknowledge:\n  enabled: true\n  perMinut: 5\n`,
    /^authority\.yaml:10:3 unknown key “perMinut” — did you mean “perMinute”\?$/,
  ],
  [
    'a key of a mailbox that is written wrongly',
    `${GOOD}mailboxes:\n  - { name: foi, host: h, user: u, passwordEnv: P, folder: [INBOX] }\n`,
    /^authority\.yaml:9:52 unknown key “folder” — did you mean “folders”\?$/,
  ],
  [
    'a number where a name belongs',
    GOOD.replace('Northmere Constabulary', '7'),
    /:2:7 “name” must be text, and this is a number — put it in quotes: '7'$/,
  ],
  ['a missing part', GOOD.replace('  team: Information Rights Team\n', ''), /“contact\.team” is missing — add it$/],
  [
    'a misspelt sector',
    GOOD.replace('police\n', 'polcie\n'),
    /:3:9 “sector” cannot be “polcie” — did you mean “police”\?$/,
  ],
  [
    'yes for true',
    `${GOOD}acknowledge: { dryRun: yes }\n`,
    /“acknowledge\.dryRun” must be true or false, and this is text — write true or false, without quotes$/,
  ],
  [
    'a limit of nought',
    `${GOOD}acknowledge: { perMinute: 0 }\n`,
    /“acknowledge\.perMinute” must be 1 or more — write null for no limit$/,
  ],
  [
    'a moment that is none',
    `${GOOD}mailboxes: [{ name: foi, host: h, user: u, passwordEnv: P, goLiveAt: monday }]\n`,
    /“mailboxes\.goLiveAt” is no moment — write it as 2026-03-02T09:00:00Z, or null$/,
  ],
  ['a key twice', `${GOOD}name: Other\n`, /^authority\.yaml:8:1 the same key stands twice — keep one of the two$/],
  ['an anchor', `${GOOD}reference: &r { format: 'FOI/{serial:6}/{yy}' }\n`, /anchor &r is not allowed — remove it$/],
] as const)('%s is told with its line and column and what to write', (_, content, line) => {
  expect(said(content)).toEqual([expect.stringMatching(line)]);
});

test.each([
  ['outgoing.from', 'outgoing: { host: h, from: ADDRESS, envelopeFrom: b@northmere.police.example }'],
  ['outgoing.envelopeFrom', 'outgoing: { host: h, from: b@northmere.police.example, envelopeFrom: ADDRESS }'],
  ['alertAddress', 'alertAddress: ADDRESS'],
  ['acknowledge.webForms', 'acknowledge: { webForms: [ADDRESS] }'],
])('an address in %s is one plain address, as in a mail: anything else is told with the cure', (field, line) => {
  const bad = ['Team <foi@northmere.police.example>', 'foi@localhost', 'a@b@c.example', 'foi@council..example', 'foi'];
  for (const address of bad) {
    expect(said(`${GOOD}${line.replace('ADDRESS', `'${address}'`)}\n`)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^authority\\.yaml:8:\\d+ .*“${field}” is not one plain e-mail address — write it as foi@council\\.example`,
        ),
      ),
    ]);
  }
  expect(said(`${GOOD}${line.replace('ADDRESS', 'Foi@Council.example')}\n`)).toEqual([]);
});

test('our own addresses are plain ones, and all faults are told at once in the order of their lines', () => {
  const lines = said(
    `${GOOD.replace('[foi@northmere.police.example]', '[foi]').replace('police\n', 'x\n')}fiscal: 1\n`,
  );
  expect(lines.map((line) => line.split(' ')[0])).toEqual([
    'authority.yaml:3:9',
    'authority.yaml:4:13',
    'authority.yaml:8:1',
  ]);
});
