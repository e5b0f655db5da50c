// The review process until the staff site comes: whether all is well, and figures for a monitor.
import Fastify from 'fastify';
import { Gauge, Registry } from 'prom-client';
import type { Register } from '../register/database.ts';
import { type Health, healthOf } from '../register/health.ts';

/** GET /healthz (200, or 503 with what is wrong) and GET /metrics (Prometheus text). */
export function app(db: Register, now: () => Date) {
  const server = Fastify({ logger: false });
  const metrics = new Registry();
  const gauge = (name: string, help: string, value: (health: Health) => number): void => {
    const made = new Gauge({ name, help, registers: [metrics] });
    gauges.push((health) => made.set(value(health)));
  };
  const gauges: ((health: Health) => void)[] = [];
  gauge('foi_messages_waiting', 'Stored mails that wait for intake', ({ messagesWaiting }) => messagesWaiting);
  gauge(
    'foi_oldest_waiting_seconds',
    'Age of the oldest stored mail that waits for intake',
    ({ oldestWaitingSeconds }) => oldestWaitingSeconds,
  );
  gauge('foi_messages_parked', 'Mails that wait for a person', ({ messagesParked }) => messagesParked);
  gauge(
    'foi_acknowledgements_ready',
    'Acknowledgements that wait to be sent',
    ({ acknowledgementsReady }) => acknowledgementsReady,
  );
  gauge(
    'foi_acknowledgements_unknown',
    'Acknowledgements of which nobody knows whether they left',
    ({ acknowledgementsUnknown }) => acknowledgementsUnknown,
  );
  gauge(
    'foi_acknowledgements_failed',
    'Acknowledgements that were refused',
    ({ acknowledgementsFailed }) => acknowledgementsFailed,
  );
  gauge('foi_incidents', 'Mails that could not be stored, vanished, or were too large', ({ incidents }) => incidents);
  server.get('/healthz', async (_request, reply) => {
    const health = await healthOf(db, now());
    return reply.code(health.wrong.length === 0 ? 200 : 503).send(health);
  });
  server.get('/metrics', async (_request, reply) => {
    const health = await healthOf(db, now());
    for (const set of gauges) set(health);
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
  server.setErrorHandler(async (_error, _request, reply) =>
    reply.code(503).send({ wrong: ['the register cannot be reached'] }),
  );
  return server;
}
