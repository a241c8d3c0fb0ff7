export * from './ask';
export * from './check';
export * from './compare';
export * from './detect';
export * from './document';
export * from './settings';
export * from './structure';
export * from './workspace';
