// Planted for scripts/layers.js: one half of a cycle.
import { second } from './trip.ts';

export const first = (): number => second();
