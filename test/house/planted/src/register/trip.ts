// Planted for scripts/layers.js: the other half of a cycle.
import { first } from './round.ts';

export const second = (): number => first();
