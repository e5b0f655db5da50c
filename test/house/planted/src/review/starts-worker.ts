// Planted for scripts/layers.js: src that imports a worker.
export { start } from '../../workers/all.ts';
