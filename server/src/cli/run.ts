type Limits = { readonly milliseconds: number; readonly folder?: string };

const mostOutput = 1024 * 1024;

/**
 * Runs a program without a shell and answers with what it wrote, both streams in one. That it ends with an error is an
 * answer too; undefined when it could not be run or took too long.
 */
export async function runProgram(program: string, args: readonly string[], { milliseconds, folder }: Limits): Promise<string | undefined> {
  // Few runs start a program; the module is not read for the others.
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    const options = {
      timeout: milliseconds,
      killSignal: 'SIGKILL',
      maxBuffer: mostOutput,
      windowsHide: true,
      ...(folder && { cwd: folder }),
    } as const;
    execFile(program, [...args], options, (error, stdout, stderr) => {
      const failed = error !== null && (typeof error.code === 'string' || error.killed === true);
      resolve(failed ? undefined : `${stdout}\n${stderr}`);
    });
  });
}
