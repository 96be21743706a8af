import type { HandOff } from '../setup/inspect/hand-over-values.ts';
import type { VerifyReport } from '../setup/verify/verify-sso.ts';
import { filesText, handOverText } from '../terminal/texts/hand-over-text.ts';
import { verifyText } from '../terminal/texts/verify-text.ts';
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
  logLines(lines: string[]): void;
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
  /** Proves the sign-in, where that is asked for. */
  prove?: (() => Promise<VerifyReport>) | undefined;
  /** What to show where no proof is asked for. */
  next?: string[];
  /** Opens the page and the Console. */
  open?: boolean;
};

/** What came of a hand-over. */
export type HandedOver = { files: string[]; verification?: VerifyReport };

/**
 * Hands the values over to a person: writes them, shows them, proves the sign-in where that is asked for, and then writes
 * the page again with what came of it. Everything is shown as it happens, so that the values are on the screen before a
 * proof can fail.
 *
 * @throws OutputDirUnwritable; ValuesNotWritten where the org was changed before.
 */
export async function handOver(
  values: HandOff,
  origin: HandOverOrigin,
  screen: HandOverScreen,
  { directory, done, prove, next = [], open = false }: HandOverWishes,
): Promise<HandedOver> {
  const page = await handOverPageData(values, origin, currentTime());
  const files = await (done === undefined
    ? writeHandOverFiles(page, directory)
    : writeWhatIsDone(page, directory, done));
  screen.logLines([...handOverText(values), ...filesText(files)]);
  screen.warnAll(page.warnings);
  const verification = await prove?.();
  if (verification === undefined) {
    screen.logLines([...next, ...(open ? await openHandOver(page, files) : [])]);
    return { files };
  }
  screen.endWait();
  screen.logLines(['', ...verifyText(verification, { about: origin })]);
  const judged = { ...page, verification };
  await writeWhatIsDone(judged, directory, { ...done, verification });
  screen.logLines(open ? await openHandOver(judged, files) : []);
  return { files, verification };
}
