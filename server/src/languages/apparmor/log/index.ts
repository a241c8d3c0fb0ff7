export { blame } from './blame';
export { fromObservation } from './fromLog';
export { fileNameOf } from './newProfile';
