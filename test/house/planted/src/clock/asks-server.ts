// Planted for scripts/layers.js: the pure centre holds a client.
export { Pool } from 'pg';
