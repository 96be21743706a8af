import { resolve } from 'node:path';
import { fileProblem } from '../files/file-problem.ts';
import { terminalSafe } from '../text/terminal-safe.ts';
import type { HandOff } from '../setup/inspect/hand-over-values.ts';
import { unwritable, writeInside } from '../files/write-inside.ts';
import { handOverFileNames } from './page/hand-over-file-names.ts';

/**
 * Writes the certificate as a PEM file, the values as JSON and text, and the page that a person pastes them from. Other
 * files of the folder are left alone.
 *
 * @param page the whole HTML of the page.
 * @returns the absolute paths of what was written; that of the page is the last.
 * @throws OutputDirUnwritable.
 */
export async function writeHandOver(handOver: HandOff, directory: string, page: string): Promise<string[]> {
  const folder = resolve(directory);
  const names = handOverFileNames(handOver);
  const files = [
    { name: names.certificate, content: handOver.certificate },
    { name: names.json, content: `${JSON.stringify(handOver, undefined, 2)}\n` },
    { name: names.text, content: valuesText(handOver) },
    { name: names.page, content: page },
  ];
  // All come to their end before a failure is thrown: the caller must not find a file that is still being written.
  const written = await Promise.allSettled(files.map(({ name, content }) => writeInside(folder, name, content)));
  return written.map((outcome) => {
    if (outcome.status === 'rejected') {
      throw unwritable(directory, fileProblem(outcome.reason));
    }
    return outcome.value;
  });
}

/** One value a line, for `grep` and for reading. */
function valuesText(handOver: HandOff): string {
  const { certificate, ...values } = handOver;
  const lines = Object.entries(values).map(([name, value]) => `${name}: ${terminalSafe(String(value))}`);
  return `${lines.join('\n')}\n\n${certificate}`;
}
