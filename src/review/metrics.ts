// Figures for a monitor, in Prometheus' text form: one gauge for each figure of the register's health.
import { Gauge, Registry } from 'prom-client';
import type { Health } from '../register/health.ts';

type Figure = Exclude<keyof Health, 'rules' | 'wrong'>;

const GAUGES: Readonly<Record<Figure, readonly [name: string, help: string]>> = {
  messagesWaiting: ['foi_messages_waiting', 'Stored mails that wait for intake'],
  oldestWaitingSeconds: ['foi_oldest_waiting_seconds', 'Age of the oldest stored mail that waits for intake'],
  messagesParked: ['foi_messages_parked', 'Mails that wait for a person'],
  acknowledgementsReady: ['foi_acknowledgements_ready', 'Acknowledgements that wait to be sent'],
  acknowledgementsUnknown: ['foi_acknowledgements_unknown', 'Acknowledgements of which nobody knows whether they left'],
  acknowledgementsFailed: ['foi_acknowledgements_failed', 'Acknowledgements that were refused'],
  incidents: ['foi_incidents', 'Mails that could not be stored, vanished, or were too large'],
};

export interface Metrics {
  readonly contentType: string;
  text(health: Health): Promise<string>;
}

export function metrics(): Metrics {
  const registry = new Registry();
  const figures = Object.keys(GAUGES).filter((name): name is Figure => name in GAUGES);
  const gauges = figures.map((figure) => {
    const [name, help] = GAUGES[figure];
    return { figure, gauge: new Gauge({ name, help, registers: [registry] }) };
  });
  return {
    contentType: registry.contentType,
    text(health) {
      for (const { figure, gauge } of gauges) gauge.set(health[figure]);
      return registry.metrics();
    },
  };
}
