import type { HandOff } from '../setup/inspect/hand-over-values.ts';
import type { VerifyReport } from '../setup/verify/verify-sso.ts';
import type { Line } from '../terminal/screen-line.ts';
import { verifyText, type Detail } from '../terminal/texts/verify-text.ts';
import { currentTime } from '../http/clock.ts';
import {
  handOverPageData,
  openHandOver,
  writeHandOverFiles,
  writeWhatIsDone,
  type HandOverOrigin,
} from './hand-over-output.ts';

/** Where a hand-over says what it has to say: a terminal, or the collected texts of one of several orgs. */
export type HandOverScreen = {
  logLines(lines: Line[]): void;
  warnAll(warnings: string[]): void;
  /** Says what is waited for, also again and again. */
  showWait(text: string): void;
  endWait(): void;
};

export type HandOverWishes = {
  /** The folder to write into; undefined where nothing is to be written. */
  directory: string | undefined;
  /** What the command has changed in the org. An error about a file must not hide it. */
  done?: object;
  /** The values on the screen, before a proof can fail. */
  shown: (files: string[]) => Line[];
  /** Proves the sign-in, where that is asked for. */
  prove?: (() => Promise<VerifyReport>) | undefined;
  /** How much of the proof to show. */
  detail?: Detail;
  /** The text that ends the command. */
  closing?: (handedOver: HandedOver) => Line[];
  /** Opens the page and the Console. */
  open?: boolean;
};

/** What came of a hand-over. */
export type HandedOver = { files: string[]; verification?: VerifyReport };

/**
 * Hands the values over to a person: writes them, shows them, proves the sign-in where that is asked for, and then writes
 * the page again with what came of it.
 *
 * @throws OutputDirUnwritable; ValuesNotWritten where the org was changed before.
 */
export async function handOver(
  values: HandOff,
  origin: HandOverOrigin,
  screen: HandOverScreen,
  { directory, done, shown, prove, detail = 'usual', closing, open = false }: HandOverWishes,
): Promise<HandedOver> {
  const page = await handOverPageData(values, origin, currentTime());
  const files = await (done === undefined
    ? writeHandOverFiles(page, directory)
    : writeWhatIsDone(page, directory, done));
  screen.logLines(shown(files));
  screen.warnAll(page.warnings);
  const verification = await proven(prove, () => screen.logLines(closing?.({ files }) ?? []));
  if (verification !== undefined) {
    screen.endWait();
    screen.logLines([...verifyText(verification, { about: origin, detail }), '']);
    await writeWhatIsDone({ ...page, verification }, directory, { ...done, verification });
  }
  const handedOver = { files, ...(verification === undefined ? {} : { verification }) };
  screen.logLines([
    ...(closing?.(handedOver) ?? []),
    ...(open ? await openHandOver({ ...page, ...handedOver }, files) : []),
  ]);
  return handedOver;
}

/** If the proof breaks off with an error, the org is set up all the same, and the screen says so. */
async function proven(
  prove: (() => Promise<VerifyReport>) | undefined,
  onError: () => void,
): Promise<VerifyReport | undefined> {
  try {
    return await prove?.();
  } catch (error) {
    onError();
    throw error;
  }
}
