/** Files of this machine, for the command and the server: the only place that opens, lists and writes them. */

export { keepCompiledCode } from './compileCache';
export { argumentsWithBytes, bytesOf, nameOf, pathOfUri, uriOf } from './names';
export { entriesOf, filesBelow } from './reach';
export {
  type DiskProblem,
  type DiskReader,
  type DiskText,
  faultOf,
  largestFile,
  notUtf8,
  readBytes,
  readOnce,
  readPipe,
  readText,
  reasonOf,
} from './read';
export { createText, replaceText } from './replace';
