import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setupError } from '../errors.ts';
import type { HandOff } from './hand-off.ts';

/**
 * Writes the certificate as a PEM file and the values as JSON and text. Other files of the folder are left alone.
 *
 * @returns the absolute paths of what was written.
 * @throws OutputDirUnwritable.
 */
export async function writeHandOff(handOff: HandOff, directory: string): Promise<string[]> {
  const folder = resolve(directory);
  const files = [
    { path: join(folder, `${fileName(handOff.certificateName)}.pem`), content: handOff.certificate },
    { path: join(folder, 'twilio-sso.json'), content: `${JSON.stringify(handOff, undefined, 2)}\n` },
    { path: join(folder, 'twilio-sso.txt'), content: valuesText(handOff) },
  ];
  try {
    await mkdir(folder, { recursive: true });
    await Promise.all(files.map(({ path, content }) => writeFile(path, content)));
  } catch (error) {
    throw setupError('OutputDirUnwritable', { tokens: [directory, (error as Error).message] });
  }
  return files.map(({ path }) => path);
}

/** A developer name is a file name already; what an org answers is not trusted to be one. */
function fileName(developerName: string): string {
  return developerName.replace(/\W/g, '_');
}

/** One value a line, for `grep` and for reading. */
function valuesText(handOff: HandOff): string {
  const { certificate, ...values } = handOff;
  const lines = Object.entries(values).map(([name, value]) => `${name}: ${value}`);
  return `${lines.join('\n')}\n\n${certificate}`;
}
