// Reads rules/authority.yaml: who the authority is, its mailboxes, its reference format and its limits.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { bareAddress } from './bare-address.ts';
import { PermanentError, reasonOf } from './errors.ts';
import { problemLine } from './problem.ts';
import { readSource } from './rule-source.ts';
import { type Guide, schemaProblems } from './schema-problem.ts';

/** Checked as the addresses of a mail are: what goes out must never depend on how a server reads an odd one. */
const address = z
  .string()
  .refine(
    (text) => bareAddress(text) !== null,
    'is not one plain e-mail address — write it as foi@council.example: no name, no <>, no spaces, a full domain',
  )
  .transform((text) => (bareAddress(text) ?? text).toLowerCase());
const PORT = 'is no port — write a number from 1 to 65535';
const webAddress = z.url('is no web address — write it in full, as https://www.council.example/privacy');
const port = z.number().int().min(1, PORT).max(65_535, PORT);
const domain = z.string().transform((text) => text.toLowerCase());
const limit = z.number().int().positive('must be 1 or more — write null for no limit').nullable();
const text = z.string().min(1, 'is empty — write it, or leave the line out');

const mailbox = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/, 'holds other characters — write lower-case letters, digits and hyphens only'),
  host: text,
  port: port.default(993),
  secure: z.boolean().default(true),
  startTls: z.boolean().default(false),
  user: text,
  passwordEnv: text,
  folders: z.array(text).min(1, 'is empty — write at least one folder, such as INBOX').default(['INBOX', 'Junk']),
  junkFolders: z.array(z.string()).default(['Junk']),
  moveTo: z.string().nullable().default(null),
  goLiveAt: z.iso
    .datetime({ offset: true, error: 'is no moment — write it as 2026-03-02T09:00:00Z, or null' })
    .nullable()
    .default(null)
    .transform((text) => (text === null ? null : new Date(text))),
  pollSeconds: z.number().positive('must be more than 0 — write seconds, such as 60').default(60),
});

const outgoing = z.strictObject({
  host: text,
  port: port.default(465),
  secure: z.boolean().default(true),
  startTls: z.boolean().default(false),
  user: z.string().nullable().default(null),
  passwordEnv: z.string().nullable().default(null),
  from: address,
  envelopeFrom: address,
  sentFolder: z.boolean().default(true),
});

const contact = z.strictObject({
  team: text,
  email: address,
  telephone: z.string().nullable().default(null),
  postal: z.string().nullable().default(null),
  privacyNotice: webAddress.nullable().default(null),
});
const regulator = z.strictObject({ name: text, url: webAddress });
const costLimit = z.strictObject({ pounds: z.number(), perHour: z.number() });
const reference = z.strictObject({
  format: z
    .string()
    .regex(/\{serial(:\d)?\}/, 'holds no serial number — write {serial:6} (or another width) into it')
    .refine(
      (format) => !/\{(?!serial(:\d)?\}|yy\}|yyyy\}|fiscal\})/.test(format),
      'holds an unknown word in {} — {serial:6}, {yy}, {yyyy} and {fiscal} are known',
    )
    .refine(
      (format) => /\{(yy|yyyy|fiscal)\}/.test(format),
      'holds no year — write {yy}, {yyyy} or {fiscal} into it: serials start again each year',
    ),
});
const acknowledge = z.strictObject({
  enabled: z.boolean().default(true),
  dryRun: z.boolean().default(false),
  perMinute: limit.default(25),
  perAddressPerDay: limit.default(10),
  perDomainPerHour: limit.default(50),
  platforms: z.array(domain).default(['whatdotheyknow.com']),
  webForms: z.array(address).default([]),
  authservId: z.string().nullable().default(null),
  resendUnknownOnce: z.boolean().default(false),
});

/** Judgement: a duty officer reads one alert in three minutes; a flood of them would hide the one that counts. */
const ALERTS_PER_HOUR = 20;

const whole = z.strictObject({
  name: text,
  sector: z.enum(['police', 'council', 'nhs', 'central']),
  division: z.enum(['england-and-wales', 'scotland', 'northern-ireland']).default('england-and-wales'),
  timeZone: z
    .string()
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone), 'is no time zone — write Europe/London')
    .default('Europe/London'),
  addresses: z.array(address).min(1, 'is empty — write the address that requests are sent to'),
  alertAddress: address.nullable().default(null),
  alertsPerHour: limit.default(ALERTS_PER_HOUR),
  languages: z
    .array(z.enum(['en', 'cy']))
    .min(1, 'is empty — write [en], or [cy, en]')
    .default(['en']),
  contact,
  regulator: regulator.default({
    name: "the Information Commissioner's Office",
    url: 'https://ico.org.uk/make-a-complaint/',
  }),
  costLimit: costLimit.default({ pounds: 450, perHour: 25 }),
  reference: reference.default({ format: 'FOI/{serial:6}/{yy}' }),
  businessUnits: z.record(z.string(), z.string()).default({}),
  acknowledge: acknowledge.prefault({}),
  mailboxes: z
    .array(mailbox.transform((given) => ({ ...given, password: '' })))
    .refine(
      (all) => new Set(all.map((one) => one.name)).size === all.length,
      'holds the same name twice — give each mailbox a name of its own',
    )
    .default([]),
  outgoing: outgoing
    .transform((given): typeof given & { password: string | null } => ({ ...given, password: null }))
    .nullable()
    .default(null),
});
const schema = whole.transform((given) => ({
  ...given,
  domains: [...new Set(given.addresses.map((one) => one.split('@')[1] ?? ''))],
}));

const KEYS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    '': whole,
    contact,
    regulator,
    costLimit,
    reference,
    acknowledge,
    mailboxes: mailbox,
    outgoing,
  }).map(([under, { shape }]) => [under, Object.keys(shape)]),
);
const GUIDE: Guide = {
  keys: (path) => KEYS[path.map(String)[0] ?? ''] ?? [],
  nameOf(path) {
    const name = `“${path.filter((step) => typeof step === 'string').join('.')}”`;
    if (path.length === 0) return 'the file';
    return typeof path.at(-1) === 'string' ? name : `an item of ${name}`;
  },
  help: 'see the comments of rules/authority.yaml as it was shipped',
};

/** rules/authority.yaml, checked. Passwords are filled in by config.ts from the environment variables it names. */
export type Authority = z.infer<typeof schema>;
export type MailboxConfig = Authority['mailboxes'][number];
export type OutgoingConfig = NonNullable<Authority['outgoing']>;

/**
 * Reads and checks an authority file.
 * @throws PermanentError that lists every fault as `file:line:column what is wrong — what to write`.
 */
export function readAuthority(file: string): Authority {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PermanentError(`${file}: cannot be read (${reasonOf(cause)}). Copy rules/authority.yaml there.`, {
      cause,
    });
  }
  const source = readSource(file, content);
  if (source.problems.length > 0) throw new PermanentError(source.problems.map(problemLine).join('\n'));
  const result = schema.safeParse(source.value);
  if (result.success) return result.data;
  const problems = schemaProblems(source, result.error.issues, GUIDE);
  problems.sort((one, other) => one.line - other.line || one.column - other.column);
  throw new PermanentError(problems.map(problemLine).join('\n'));
}
