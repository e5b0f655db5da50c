// Planted for scripts/layers.js: an early stage that imports a late one.
export { page } from '../review/page.ts';
