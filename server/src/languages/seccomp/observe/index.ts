export { fromObservation } from './fromObservation';
export { runtimeCalls } from './runtimeCalls';
