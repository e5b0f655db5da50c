// docker-compose.yml against workers/ and against what the bot needs of its neighbours; no engine is needed for that.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  restart: z.literal('unless-stopped'),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  tmpfs: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).optional(),
  environment: z.record(z.string(), z.string()),
  command: z.array(z.string()).optional(),
  volumes: z.array(z.string()),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, 'published on 127.0.0.1 only')).optional(),
  healthcheck: z
    .strictObject({ test: z.array(z.string()).min(2), interval: z.string(), timeout: z.string(), retries: z.number() })
    .optional(),
});
const schema = z.object({
  name: z.literal('foi-clerk'),
  services: z.record(z.string(), service.partial({ environment: true })),
  volumes: z.record(z.string(), z.null()),
});

const text = readFileSync('docker-compose.yml', 'utf8');
const { services, volumes } = schema.parse(parse(text, { merge: true }));
const workers = readdirSync('workers')
  .filter((file) => file.endsWith('.ts') && file !== 'all.ts')
  .map((file) => file.slice(0, -'.ts'.length));

test('every worker has a service of its own, from one image, and nothing runs that is no worker', () => {
  expect(Object.keys(services).sort()).toEqual(['postgres', 'redis', ...workers].sort());
  for (const worker of workers) {
    expect(services[worker]).toMatchObject({ image: 'foi-clerk', build: '.', command: ['start', worker] });
  }
});

test("only the clock, the master of the rule files, gets the authority's own rules", () => {
  const holders = Object.keys(services).filter((name) =>
    services[name]?.volumes.some((volume) => volume.startsWith('./rules/local:')),
  );
  expect(holders).toEqual(['clock']);
});

test('every worker waits for the register and the queue, and finds them under their names', () => {
  for (const worker of workers) {
    expect(services[worker]?.depends_on).toHaveProperty('postgres.condition', 'service_healthy');
    expect(services[worker]?.depends_on).toHaveProperty('redis.condition', 'service_healthy');
    expect(services[worker]?.environment).toMatchObject({
      DATABASE_URL: expect.stringMatching(/^postgresql:.*@postgres:5432\//),
      REDIS_URL: 'redis://redis:6379',
    });
  }
});

test('Redis never evicts a job', () => {
  expect(services.redis?.command?.join(' ')).toContain('--maxmemory-policy noeviction');
  expect(services.redis?.command?.join(' ')).toContain('--appendonly yes');
});

test('no password is written down: each comes from the environment', () => {
  const secret = /PASSWORD|SECRET/;
  for (const { environment = {} } of Object.values(services)) {
    for (const [name, value] of Object.entries(environment)) {
      if (secret.test(name)) expect(value).toMatch(/^\$\{[A-Z_]+:[?-]/);
    }
  }
  expect(text).not.toMatch(/:\/\/[^:/\s]+:(?!\$\{)[^@\s]+@/);
});

test('every named volume is declared, and each declared one is used', () => {
  const named = Object.values(services).flatMap((one) =>
    one.volumes.map((volume) => volume.split(':')[0] ?? '').filter((source) => !source.startsWith('.')),
  );
  expect([...new Set(named)].sort()).toEqual(Object.keys(volumes).sort());
});
