// Planted for scripts/layers.js: a development dependency in production.
export { expect } from 'vitest';
