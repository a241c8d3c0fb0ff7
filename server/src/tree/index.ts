export * from './json';
export * from './stream';
export * from './tree';
export * from './yaml';
