import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { registerRules } from '../cli/rules.ts';
import { readAuthority } from '../authority.ts';
import { parse } from '../mail/parse.ts';
import { machine } from '../mail/automatic.ts';
import { platformOf } from './references.ts';
const p = new Command();
registerRules(p, { out: console.log, err: console.error, rulesDir: '/tmp/r1', authority: () => readAuthority('rules/authority.yaml'), readText: async (f) => {
  const r = await parse(readFileSync(f)); if (r.state !== 'parsed') throw new Error('x'); const m = r.mail; const from = m.from[0] ?? null;
  return { subject: m.subject, body: m.body, segments: m.segments, attachmentText: '', from, platform: platformOf(from), machine: machine(m), threaded: false, receivedOn: '2022-06-29', junk: false };
}});
await p.parseAsync();
