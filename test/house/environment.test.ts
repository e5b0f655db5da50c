// .env.example against src/config.ts and docker-compose.yml: a variable that is read is written down, and no other.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(file, 'utf8');
const names = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '').filter((name) => name !== '');

const documented = new Set(names(read('.env.example'), /^#?([A-Z][A-Z_]+)=/gm));
const config = new Set(names(read('src/config.ts'), /^ {2}([A-Z][A-Z_]+):/gm));
const passwords = new Set(names(read('rules/authority.yaml'), /passwordEnv: ([A-Z_]+)/g));
const compose = new Set(names(read('docker-compose.yml'), /\$\{([A-Z_]+)/g));

test('every variable that the bot reads is in .env.example', () => {
  expect(config.size).toBeGreaterThan(5);
  expect([...config, ...passwords, ...compose].filter((name) => !documented.has(name))).toEqual([]);
});

test('docker-compose.yml gives the bot no variable that it does not read', () => {
  const given = names(read('docker-compose.yml'), /^ {4,6}([A-Z][A-Z_]+): /gm).filter(
    (name) => !name.startsWith('POSTGRES'),
  );
  expect(given.filter((name) => !config.has(name) && !passwords.has(name))).toEqual([]);
});

test('.env.example names no variable that nothing reads', () => {
  const known = new Set([...config, ...passwords, ...compose]);
  expect([...documented].filter((name) => !known.has(name))).toEqual([]);
});

test('a copy of .env.example sets nothing until somebody fills it in', () => {
  expect(read('.env.example')).not.toMatch(/^[^#\n]/m);
});
