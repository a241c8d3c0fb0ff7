import { type FileVersion, fileOfEndingLine } from '../../server/src/lsp/protocol/heartbeat';

/** Why a server that is gone has ended. */
export interface Ending {
  /** The file that it worked on when it was ended for its silence; undefined where it ended for another reason. */
  file(): Promise<FileVersion | undefined>;
}

/** As much of a stream of Node as is used here. */
interface Output {
  setEncoding(encoding: 'utf8'): void;
  on(event: 'data', listener: (chunk: string) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** Milliseconds for which the last lines of a process that is gone are waited for. */
const patience = 2_000;

/** The ending that the standard error of a process tells. */
export function endingIn(output: Output, log: (line: string) => void): Ending {
  let rest = '';
  let file: FileVersion | undefined;
  const take = (line: string) => {
    file = fileOfEndingLine(line);
    if (line) log(line);
  };
  output.setEncoding('utf8');
  output.on('data', (chunk) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
  const closed = new Promise<void>((resolve) => {
    output.on('close', () => {
      if (rest) take(rest);
      rest = '';
      resolve();
    });
  });
  return {
    async file() {
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, patience))]);
      return file;
    },
  };
}
