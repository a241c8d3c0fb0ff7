export { fromObservation } from './fromLog';
