export * from './lifecycle';
export * from './mounts';
export * from './ports';
export * from './probes';
export * from './volumes';
