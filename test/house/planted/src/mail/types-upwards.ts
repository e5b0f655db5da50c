// Planted for scripts/layers.js: a type alone counts too.
import type { Row } from '../register/row.ts';

export const isEmpty = (row: Row): boolean => row.id === '';
