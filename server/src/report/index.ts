export { type CheckedFile, countFindings, isListed, type ReportedFinding } from './checkedFile';
export * from './github';
export * from './json';
export * from './markdown';
export * from './observed';
export * from './rulePage';
export * from './sarif';
export * from './settingsSchema';
export * from './text';
