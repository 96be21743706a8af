import { Messages } from '@salesforce/core';
import { needsFix, type Check, type Finding, type Position } from '../../saml/report/check.ts';
import type { CheckKind } from '../../saml/report/check-standards.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-plugin-frontline', 'checks');

/** The parts of a verification, in the order in which they are done. */
export type CheckGroup = 'setup' | 'user' | 'twilio' | 'sign-in' | 'response';

// A check of a response with its group, and with more ids. Its fields are named one by one for their order in the schema.
/** One line of a verification. `skip` was not made, `info` had nothing to be compared with. */
export type VerifyCheck = {
  group: CheckGroup;
  /** Stable; scripts may rely on it. */
  id: string;
  status: Check['status'];
  /** On checks of the response: what kind of fault it finds, and the section of the standard. */
  kind?: CheckKind;
  section?: string;
  title: Check['title'];
  expected: Check['expected'];
  actual: Check['actual'];
  /** On checks of the response's text: where the fault is, with which `actual` begins too. */
  position?: Position;
  /** What it generally means. */
  hint?: string;
  /** What to change, and where; on `fail` and `warn`. */
  fix?: string;
};

/** What was found out; the texts of the check add the rest. */
export type VerifyFinding = Omit<Finding<string>, 'fix' | 'section' | 'position'> & {
  /** The text that says what to do, where the check has more than one. */
  fixKey?: string;
  /** Values for that text. */
  fixTokens?: string[];
};

/** A check of a response, as a line of a verification. */
export function responseCheck({ kind, hint, fix, section, position, ...check }: Check): VerifyCheck {
  return {
    group: 'response',
    ...check,
    ...(kind === undefined ? {} : { kind }),
    ...(section === undefined ? {} : { section }),
    ...(position === undefined ? {} : { position }),
    ...(hint === undefined ? {} : { hint }),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** A finding with the texts of its check. */
export function verifyCheck(group: CheckGroup, finding: VerifyFinding): VerifyCheck {
  const { id, status, hint } = finding;
  return {
    group,
    id,
    status,
    title: messages.getMessage(`${id}.title`),
    expected: finding.expected ?? messages.getMessage(`${id}.expected`),
    actual: terminalSafe(finding.actual ?? ''),
    ...(hint === undefined ? {} : { hint }),
    ...(needsFix(status) ? { fix: messages.getMessage(finding.fixKey ?? `${id}.fix`, finding.fixTokens ?? []) } : {}),
  };
}
