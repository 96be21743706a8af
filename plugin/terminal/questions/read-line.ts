import { createInterface } from 'node:readline';

/**
 * Reads one line that a person types.
 *
 * @param milliseconds how long to wait for it.
 * @returns an empty text if none came, or if the input has ended.
 */
export async function readLine(prompt: string, milliseconds: number): Promise<string> {
  process.stdout.write(`${prompt} `);
  // The terminal itself lets the line be edited then, and Ctrl-C stops the command as it always does.
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    return await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(''), milliseconds);
      const answer = (text: string): void => {
        clearTimeout(timer);
        resolve(text);
      };
      lines.once('line', answer);
      lines.once('close', () => answer(''));
    });
  } finally {
    lines.close();
  }
}
