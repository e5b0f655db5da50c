// Reads mails from files as `import` and `classify` do: single files, folders, a Maildir, an mbox file.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PermanentError } from '../../src/errors.ts';
import { mailsOf } from '../../src/mail/mbox.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'foi-mails-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (path: string, text: string) => {
  mkdirSync(join(dir, path, '..'), { recursive: true });
  writeFileSync(join(dir, path), text);
};
async function all(path = dir): Promise<[string, string][]> {
  const mails: [string, string][] = [];
  for await (const { file, bytes } of mailsOf(path)) mails.push([file.replace(dir, ''), bytes.toString()]);
  return mails;
}

test('a single file gives its very bytes', async () => {
  write('a.eml', 'Subject: a\r\n\r\nHello\r\n');
  expect(await all(join(dir, 'a.eml'))).toEqual([['/a.eml', 'Subject: a\r\n\r\nHello\r\n']]);
});

test('a folder is read in order of name, with its subfolders, and only the mail files in it', async () => {
  for (const name of ['b.eml', 'a.EML', 'sub/c.eml', 'notes.txt', 'z.eml', 'x.mbox'])
    write(name, `Subject: ${name}\n\n`);
  expect((await all()).map(([file]) => file)).toEqual(['/a.EML', '/b.eml', '/sub/c.eml', '/x.mbox', '/z.eml']);
});

test('a Maildir gives what is in cur and new, and nothing that is still being written', async () => {
  for (const name of [
    'cur/1.host:2,S',
    'new/2.host',
    'tmp/3.host',
    '.Junk/cur/4.host',
    '.Junk/new/5.host',
    '.Junk/tmp/6.host',
  ]) {
    write(name, `Subject: ${name}\n\n`);
  }
  write('dovecot-uidlist', '3 V1');
  expect((await all()).map(([file]) => file)).toEqual([
    '/.Junk/cur/4.host',
    '/.Junk/new/5.host',
    '/cur/1.host:2,S',
    '/new/2.host',
  ]);
});

test('an mbox file gives its mails in order, with escaped From lines as they were written', async () => {
  const one = 'Subject: one\n\nHello\n>From the start\n';
  const two = 'Subject: two\n\nBye\n';
  write(
    'old',
    `From a@example.org Wed Jun 29 23:30:00 2022\n${one}\nFrom b@example.org Thu Jun 30 08:00:00 2022\n${two}\n`,
  );
  expect(await all(join(dir, 'old'))).toEqual([
    ['/old#1', 'Subject: one\n\nHello\nFrom the start'],
    ['/old#2', 'Subject: two\n\nBye'],
  ]);
});

test('reading may end in the middle of an mbox file', async () => {
  const mail = `From a@example.org Wed Jun 29 23:30:00 2022\nSubject: many\n\n${'text\n'.repeat(2000)}\n`;
  write('many.mbox', mail.repeat(50));
  for await (const { file } of mailsOf(join(dir, 'many.mbox'))) {
    expect(file).toMatch(/#1$/);
    break;
  }
});

test('an empty file is one empty mail, and an empty folder none', async () => {
  write('empty.eml', '');
  expect(await all(join(dir, 'empty.eml'))).toEqual([['/empty.eml', '']]);
  rmSync(join(dir, 'empty.eml'));
  expect(await all()).toEqual([]);
});

test('a path that cannot be read is named in the error', async () => {
  await expect(all(join(dir, 'absent.eml'))).rejects.toThrow(PermanentError);
  await expect(all(join(dir, 'absent.eml'))).rejects.toThrow('absent.eml: cannot be read');
});
