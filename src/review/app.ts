// The review process until the staff site comes: whether all is well, and figures for a monitor.
import Fastify from 'fastify';
import type { Register } from '../register/database.ts';
import { healthOf, type Watched } from '../register/health.ts';
import { metrics } from './metrics.ts';

/** GET /healthz (200, or 503 with what is wrong) and GET /metrics (Prometheus text). */
export function app(db: Register, now: () => Date, mailboxes: readonly Watched[] = []) {
  const server = Fastify({ logger: false });
  const figures = metrics();
  server.get('/healthz', async (_request, reply) => {
    const health = await healthOf(db, now(), mailboxes);
    return reply.code(health.wrong.length === 0 ? 200 : 503).send(health);
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type(figures.contentType).send(await figures.text(await healthOf(db, now()))),
  );
  server.setErrorHandler(async (_error, _request, reply) =>
    reply.code(503).send({ wrong: ['the register cannot be reached'] }),
  );
  return server;
}
