export { fromObservation } from './fromObservation';
