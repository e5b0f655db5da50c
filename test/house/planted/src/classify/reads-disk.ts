// Planted for scripts/layers.js: the pure centre reads a file.
export { readFileSync } from 'node:fs';
