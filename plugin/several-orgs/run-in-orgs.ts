import { Messages, Org } from '@salesforce/core';
import { setupError } from '../errors.ts';
import { explainOrgError } from '../salesforce/api/org-errors.ts';
import { readDefinitionFile, selectOrgs, type DefinedOrg } from './definition-file.ts';
import { inSeveralOrgs, outcomeOfWork, type OrgOutcome, type OrgWork, type SeveralOrgs } from './org-outcomes.ts';
import { EXIT_CODES } from '../setup/verify/verdict.ts';
import { refuseRealmSid } from '../terminal/flags/definition-flags.ts';
import { connectTo, type OrgConnection } from '../terminal/flags/org-flags.ts';
import { rememberName } from '../terminal/org-name.ts';
import { namingOrg } from '../terminal/texts/follow-up-command.ts';
import type { Line } from '../terminal/screen-line.ts';
import type { FrontlineCommand } from '../terminal/frontline-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'definition-file');

/** Where a command prints: the command itself. */
type Screen = Pick<
  FrontlineCommand<unknown>,
  'argv' | 'log' | 'logLines' | 'warn' | 'table' | 'spinner' | 'showProgress' | 'tellWait'
>;

/** The values of the flags that say where to work. */
type WhereFlags = { 'definition-file': string; org?: string[] | undefined; 'api-version'?: string | undefined };

/** An org that a command works in: what the file says of it, the connection to it, and a way to say at once what it waits for. */
export type OrgTarget = OrgConnection & { defined: DefinedOrg; org: Org; tellWait: (text: string) => void };

/** What was done in an org, and what there is to read of it. */
export type ShownWork<Result> = OrgWork<Result> & { lines: Line[]; warnings: string[] };

/**
 * Does a command's work in the orgs of a definition file, a few at a time, shows what came of each, and one table at the
 * end. The exit code is 0 where all succeeded, 1 where one failed, and that of a sign-in that is not proven otherwise.
 *
 * @param refuse throws before any org is reached, if the command cannot work with what the file says of the orgs.
 * @throws DefinitionUnreadable, DefinitionInvalid, DefinitionOrgUnknown, before any org is reached.
 */
export async function runInOrgs<Result>(
  screen: Screen,
  flags: WhereFlags,
  work: (target: OrgTarget) => Promise<ShownWork<Result>>,
  refuse: (orgs: DefinedOrg[]) => void = () => undefined,
): Promise<SeveralOrgs<Result>> {
  refuseRealmSid(screen.argv);
  const defined = selectOrgs(await readDefinitionFile(flags['definition-file']), flags.org ?? []);
  refuse(defined);
  const targets = await loggedIn(defined);
  const shown = new Map<string, ShownWork<Result>>();
  screen.spinner.start(messages.getMessage(defined.length === 1 ? 'working.one' : 'working', [defined.length]));
  const result = await inSeveralOrgs(targets, async (target): Promise<OrgWork<Result>> => {
    const tell = (outcome: OrgOutcome<Result>['outcome']): void => {
      screen.showProgress(messages.getMessage(`last.${outcome}`, [target.org]));
    };
    try {
      const tellWait = (text: string): void => screen.tellWait(`${target.org}: ${text}`);
      const done = await work({ ...(await connected(target, flags['api-version'])), tellWait });
      shown.set(target.org, done);
      tell(outcomeOfWork(done));
      return done;
    } catch (error) {
      tell('failed');
      throw explainOrgError(error as Error, target.org);
    }
  });
  screen.spinner.stop();
  result.orgs.forEach((outcome) => showOrg(screen, outcome, shown.get(outcome.org)));
  showSummary(screen, result);
  process.exitCode = exitCodeOf(result);
  return result;
}

function exitCodeOf({ ok, orgs }: SeveralOrgs<unknown>): number {
  if (ok) {
    return EXIT_CODES.proven;
  }
  return orgs.some(({ outcome }) => outcome === 'failed') ? EXIT_CODES.refuted : EXIT_CODES['not-proven'];
}

type FoundLogin = { ok: true; org: Org } | { ok: false; error: Error };

/** An org by its name in the file, and its login or the reason why there is none. */
type LoggedIn = { org: string; defined: DefinedOrg; login: FoundLogin };

/** Finds the login of each org. If two names mean one org, the second gets an error: both would change the org at once. */
async function loggedIn(orgs: DefinedOrg[]): Promise<LoggedIn[]> {
  const names = new Map<string, string>();
  const targets: LoggedIn[] = [];
  for (const defined of orgs) {
    const { org } = defined;
    const login = await findLogin(org);
    const id = login.ok ? login.org.getOrgId() : org;
    const other = names.get(id);
    const twice = other === undefined ? undefined : setupError('DefinitionOrgTwice', { tokens: [org, other] });
    targets.push({ org, defined, login: twice === undefined ? login : { ok: false, error: twice } });
    names.set(id, other ?? org);
  }
  return targets;
}

async function findLogin(name: string): Promise<FoundLogin> {
  try {
    return { ok: true, org: rememberName(await Org.create({ aliasOrUsername: name }), name) };
  } catch (error) {
    // The libraries use this name only for an alias or username that they do not know.
    const isUnknown = (error as Error).name === 'NamedOrgNotFoundError';
    const missing = setupError('OrgNotLoggedIn', { tokens: [name], actionTokens: [name] });
    return { ok: false, error: isUnknown ? missing : (error as Error) };
  }
}

/** @throws the error of a login that was not found. */
async function connected(
  { defined, login }: LoggedIn,
  apiVersion: string | undefined,
): Promise<Omit<OrgTarget, 'tellWait'>> {
  if (!login.ok) {
    throw login.error;
  }
  return { defined, org: login.org, ...(await connectTo(login.org, apiVersion)) };
}

function showOrg<Result>(
  screen: Screen,
  outcome: OrgOutcome<Result>,
  { lines, warnings }: Pick<ShownWork<Result>, 'lines' | 'warnings'> = { lines: [], warnings: [] },
): void {
  const { org } = outcome;
  const actions = 'error' in outcome ? outcome.error.actions.map((action) => `  ${namingOrg(action, org)}`) : [];
  const text = 'error' in outcome ? [outcome.error.message, ...actions] : lines;
  if (text.length > 0) {
    screen.logLines(['', messages.getMessage('heading', [org]), ...text]);
  }
  warnings.forEach((warning) => screen.warn(`${org}: ${warning}`));
}

function showSummary<Result>(screen: Screen, { orgs }: SeveralOrgs<Result>): void {
  const succeeded = orgs.filter(({ outcome }) => outcome === 'succeeded').length;
  screen.log();
  screen.table({
    title: messages.getMessage(orgs.length === 1 ? 'summary.one' : 'summary', [succeeded, orgs.length]),
    data: orgs.map(({ org, outcome, summary }) => ({
      org,
      outcome: messages.getMessage(outcome),
      summary,
    })),
    columns: (['org', 'outcome', 'summary'] as const).map((key) => ({
      key,
      name: messages.getMessage(`column.${key}`),
    })),
  });
}
