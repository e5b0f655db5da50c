// Where to look next, printed once the workers run.
import { join, relative } from 'node:path';
import type { Config } from '../config.ts';

export function banner(config: Config): string[] {
  const { authority } = config;
  const at = (path: string): string => relative(process.cwd(), path) || '.';
  if (authority.mailboxes.length > 0) {
    const out =
      authority.outgoing === null
        ? `written to ${at(join(config.varDir, 'outbox'))}/, since no \`outgoing:\` server is set`
        : `sent through ${authority.outgoing.host}`;
    return [
      `${authority.name}: reading ${authority.mailboxes.map(({ name }) => name).join(', ')}; acknowledgements are ${out}.`,
      ...status(config),
    ];
  }
  return [
    `${authority.name}: no mailbox is configured in rules/authority.yaml, so this is a trial${config.demo ? ' on samples' : ''}.`,
    `  Send it mail      any mail client to ${config.host}:${config.smtpPort} (SMTP, no password), or drop an .eml into ${at(join(config.varDir, 'inbox'))}/`,
    `  Acknowledgements  ${at(join(config.varDir, 'outbox'))}/*.eml`,
    '  The register      npm run -s clerk -- register list      (then: register show REFERENCE)',
    '  Why it says so    npm run -s clerk -- rules try FILE.eml (rules are explained in rules/README.md)',
    ...status(config),
  ];
}

const status = (config: Config): string[] => [
  `  Is all well       http://${config.host}:${config.reviewPort}/healthz`,
  '  Stop              Ctrl-C; nothing is lost, start again at any time',
];
