export * from './edit';
export * from './json';
export type { Plain } from './render';
export * from './stream';
export * from './tree';
export * from './yaml';
