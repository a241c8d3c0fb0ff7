export * from './capabilities';
export * from './capabilityCard';
export * from './risk';
export * from './seccompDefaults';
export * from './targets';
