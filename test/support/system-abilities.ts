import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Abilities that a test needs and that not every operating system has. */
export type SystemAbility = 'named-pipes' | 'links' | 'file-modes' | 'shell-programs';

const WINDOWS = process.platform === 'win32';

/** For each ability, why this machine does not have it; undefined if it has it. */
const MISSING: Record<SystemAbility, string | undefined> = {
  'named-pipes': WINDOWS ? 'Windows has no pipes in its file system' : undefined,
  links: canLink() ? undefined : 'this user may not make symbolic links, which Windows allows with its developer mode',
  'file-modes': WINDOWS
    ? 'Windows knows no modes of a folder'
    : process.getuid?.() === 0
      ? 'root may write everywhere'
      : undefined,
  'shell-programs': WINDOWS ? 'Windows starts no shell script as a program' : undefined,
};

/** Whether this machine has an ability that a part of a test needs. */
export function systemHas(ability: SystemAbility): boolean {
  return MISSING[ability] === undefined;
}

/** A test for machines that have an ability. On others it is reported as pending, with the reason in its title. */
export function itWith(ability: SystemAbility, title: string, test: () => Promise<void> | void): void {
  const reason = MISSING[ability];
  if (reason === undefined) {
    it(title, test);
  } else {
    it(`${title} (not run: ${reason})`);
  }
}

function canLink(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'frontline-link-'));
  try {
    symlinkSync(folder, join(folder, 'link'));
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
