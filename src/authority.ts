// Reads rules/authority.yaml: who the authority is, its mailboxes, its reference format and its limits.
import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { PermanentError, reasonOf } from './errors.ts';

const address = z
  .string()
  .regex(/^[^\s<>@]+@[^\s<>@]+$/, 'write a bare e-mail address')
  .transform((text) => text.toLowerCase());
const domain = z.string().transform((text) => text.toLowerCase());
const limit = z.number().int().positive().nullable();

const mailbox = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens only'),
    host: z.string(),
    port: z.number().int().default(993),
    secure: z.boolean().default(true),
    startTls: z.boolean().default(false),
    user: z.string(),
    passwordEnv: z.string(),
    folders: z.array(z.string()).min(1).default(['INBOX', 'Junk']),
    junkFolders: z.array(z.string()).default(['Junk']),
    moveTo: z.string().nullable().default(null),
    goLiveAt: z.iso
      .datetime({ offset: true })
      .nullable()
      .default(null)
      .transform((text) => (text === null ? null : new Date(text))),
    pollSeconds: z.number().positive().default(60),
  })
  .transform((given) => ({ ...given, password: '' }));

const outgoing = z
  .strictObject({
    host: z.string(),
    port: z.number().int().default(465),
    secure: z.boolean().default(true),
    startTls: z.boolean().default(false),
    user: z.string().nullable().default(null),
    passwordEnv: z.string().nullable().default(null),
    from: address,
    envelopeFrom: address,
    sentFolder: z.boolean().default(true),
  })
  .transform((given): typeof given & { password: string | null } => ({ ...given, password: null }));

const schema = z
  .strictObject({
    name: z.string().min(1),
    sector: z.enum(['police', 'council', 'nhs', 'central']),
    division: z.enum(['england-and-wales', 'scotland', 'northern-ireland']).default('england-and-wales'),
    timeZone: z
      .string()
      .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone), 'write a time zone such as Europe/London')
      .default('Europe/London'),
    addresses: z.array(address).min(1),
    alertAddress: address.nullable().default(null),
    languages: z
      .array(z.enum(['en', 'cy']))
      .min(1)
      .default(['en']),
    contact: z.strictObject({
      team: z.string(),
      email: address,
      telephone: z.string().nullable().default(null),
      postal: z.string().nullable().default(null),
      privacyNotice: z.url().nullable().default(null),
    }),
    regulator: z
      .strictObject({ name: z.string(), url: z.url() })
      .default({ name: "the Information Commissioner's Office", url: 'https://ico.org.uk/make-a-complaint/' }),
    costLimit: z.strictObject({ pounds: z.number(), perHour: z.number() }).default({ pounds: 450, perHour: 25 }),
    reference: z
      .strictObject({
        format: z
          .string()
          .regex(/\{serial(:\d)?\}/, 'must hold {serial:6} (or another width)')
          .refine(
            (format) => !/\{(?!serial(:\d)?\}|yy\}|yyyy\}|fiscal\})/.test(format),
            'knows {serial:6}, {yy}, {yyyy} and {fiscal} only',
          )
          .refine(
            (format) => /\{(yy|yyyy|fiscal)\}/.test(format),
            'must hold {yy}, {yyyy} or {fiscal}: serials start again each year',
          ),
      })
      .default({ format: 'FOI/{serial:6}/{yy}' }),
    businessUnits: z.record(z.string(), z.string()).default({}),
    acknowledge: z
      .strictObject({
        enabled: z.boolean().default(true),
        dryRun: z.boolean().default(false),
        perMinute: limit.default(25),
        perAddressPerDay: limit.default(10),
        perDomainPerHour: limit.default(50),
        platforms: z.array(domain).default(['whatdotheyknow.com']),
        webForms: z.array(address).default([]),
        authservId: z.string().nullable().default(null),
        resendUnknownOnce: z.boolean().default(false),
      })
      .prefault({}),
    mailboxes: z
      .array(mailbox)
      .refine((all) => new Set(all.map((one) => one.name)).size === all.length, 'two mailboxes have the same name')
      .default([]),
    outgoing: outgoing.nullable().default(null),
  })
  .transform((given) => ({ ...given, domains: [...new Set(given.addresses.map((one) => one.split('@')[1] ?? ''))] }));

/** rules/authority.yaml, checked. Passwords are filled in by config.ts from the environment variables it names. */
export type Authority = z.infer<typeof schema>;
export type MailboxConfig = Authority['mailboxes'][number];
export type OutgoingConfig = NonNullable<Authority['outgoing']>;

/**
 * Reads and checks an authority file.
 * @throws PermanentError that lists every fault as `file:line: field: what to write`.
 */
export function readAuthority(file: string): Authority {
  const lines = new LineCounter();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PermanentError(`${file}: cannot be read (${reasonOf(cause)}). Copy rules/authority.yaml there.`, {
      cause,
    });
  }
  const document = parseDocument(text, { lineCounter: lines });
  const faults = document.errors.map(
    (error) => `${file}:${lines.linePos(error.pos[0]).line}: ${error.message.split('\n')[0]}`,
  );
  if (faults.length > 0) throw new PermanentError(faults.join('\n'));
  const result = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (result.success) return result.data;
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth >= 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true);
      if ((isScalar(node) || isMap(node)) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  throw new PermanentError(
    result.error.issues
      .map((issue) => `${file}:${lineOf(issue.path)}: ${issue.path.join('.') || 'the file'}: ${issue.message}`)
      .join('\n'),
  );
}
