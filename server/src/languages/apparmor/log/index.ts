export { fromObservation } from './fromLog';
export { fileNameOf } from './newProfile';
