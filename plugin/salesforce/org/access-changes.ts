import type { Connection } from '@salesforce/core';
import type { ErrorName } from '../../error-names.ts';
import { isSetupError, setupError } from '../../errors.ts';
import { clock } from '../../http/clock.ts';
import { waitBeforeRetry } from '../../http/retry.ts';
import { waitUntilOf } from '../api/login.ts';
import { explainOrgError, PLATFORM } from '../api/org-errors.ts';
import { partsOf } from '../api/parts.ts';
import { soqlTexts } from '../api/soql.ts';
import { readGrants, type Grant, type Principal } from './access.ts';

/** Records in one collection request (REST API Developer Guide, "sObject Collections"). */
const COLLECTION_SIZE = 200;

/** How often a change of access is sent, the first wait before it is sent again, and the longest time of all, in milliseconds. */
const TRIES = 4;
const FIRST_WAIT = 500;
const LONGEST = 180_000;

/**
 * Gives principals access to an app, 200 in a request. It is no error if somebody else created a grant in the meantime.
 *
 * @returns the principals that got access.
 * @throws AccessNotGranted with every refusal in the org's words, AccessRightsMissing, AccessUnknown.
 */
export async function grantAccess(
  connection: Connection,
  appId: string,
  principals: Principal[],
): Promise<Principal[]> {
  return inParts(principals, (part) =>
    carriedOut(connection, {
      items: part,
      principalOf: (principal) => principal,
      send: (items) =>
        connection.request({
          method: 'POST',
          url: '/composite/sobjects',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ allOrNone: false, records: items.map((item) => grantRecord(item, appId)) }),
        }),
      open: async (items) => {
        const has = new Set((await readGrants(connection, appId)).map(({ principal }) => principal.permissionSetId));
        return items.filter(({ permissionSetId }) => !has.has(permissionSetId));
      },
      harmless: PLATFORM.duplicate,
      refusal: 'AccessNotGranted',
    }),
  );
}

function grantRecord({ permissionSetId }: Principal, appId: string): object {
  return { attributes: { type: 'SetupEntityAccess' }, ParentId: permissionSetId, SetupEntityId: appId };
}

/**
 * Revokes access. It is no error if somebody else deleted a row in the meantime.
 *
 * @throws AccessNotRevoked with every refusal in the org's words, AccessRightsMissing, AccessUnknown.
 */
export async function revokeAccess(connection: Connection, grants: Grant[]): Promise<void> {
  await inParts(grants, (part) =>
    carriedOut(connection, {
      items: part,
      principalOf: ({ principal }) => principal,
      send: (items) =>
        connection.request({
          method: 'DELETE',
          url: `/composite/sobjects?ids=${encodeURIComponent(items.map(({ id }) => id).join(','))}&allOrNone=false`,
        }),
      open: async (items) => {
        const ids = soqlTexts(items.map(({ id }) => id));
        const soql = `SELECT Id FROM SetupEntityAccess WHERE Id IN ${ids}`;
        const there = new Set((await connection.query<{ Id: string }>(soql)).records.map(({ Id }) => Id));
        return items.filter(({ id }) => there.has(id));
      },
      harmless: /ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY/,
      refusal: 'AccessNotRevoked',
    }),
  );
}

/** A change of access rows. To carry it out twice is the same as once. */
type Change<Item> = {
  items: Item[];
  principalOf: (item: Item) => Principal;
  send: (items: Item[]) => Promise<unknown>;
  /** Reads the rows, and gives the items for which it is still to be carried out. */
  open: (items: Item[]) => Promise<Item[]>;
  /** The code of an item for which there is nothing to do. */
  harmless: RegExp;
  refusal: ErrorName;
};

/**
 * Carries out a change of access rows. If its answer does not come, or none that makes sense, the rows tell what was
 * done; what is left is sent again. So is what the org had no time for.
 *
 * @returns the items for which it was carried out here.
 */
async function carriedOut<Item>(connection: Connection, change: Change<Item>): Promise<Item[]> {
  const done: Item[] = [];
  const until = Math.min(waitUntilOf(connection), clock().now() + LONGEST);
  for (let left = change.items, attempt = 1; ; attempt++) {
    const sent = await sendOnce(change, left);
    done.push(...sent.done);
    if (sent.trouble === undefined) {
      return done;
    }
    const wait = waitBeforeRetry(attempt, FIRST_WAIT);
    const isLast = attempt === TRIES || clock().now() + wait >= until;
    if (!isLast) {
      await clock().wait(wait);
    }
    const open = sent.open ?? (await openNow(change, left, sent.trouble));
    done.push(...(sent.open === undefined ? left.filter((item) => !open.includes(item)) : []));
    if (open.length === 0) {
      return done;
    }
    if (isLast) {
      throw setupError(change.refusal, { tokens: [titlesOf(change, open), sent.trouble.message] });
    }
    left = open;
  }
}

/** What one request did. Without `open`, only the rows can tell for which items it was carried out. */
type Sent<Item> = { done: Item[] } & ({ trouble?: undefined } | { trouble: Error; open?: Item[] });

async function sendOnce<Item>(change: Change<Item>, items: Item[]): Promise<Sent<Item>> {
  let results: unknown;
  try {
    results = await change.send(items);
  } catch (error) {
    if (error instanceof Error && mayHaveArrived(error)) {
      return { done: [], trouble: explainOrgError(error, 'the org') };
    }
    throw error;
  }
  return isComplete(results, items) ? sorted(change, items, results) : { done: [], trouble: new Error(INCOMPLETE) };
}

const INCOMPLETE = 'The answer of the org is not complete.';

/** One result of a collection request, in the order of the request. */
type SaveResult = { success: boolean; errors?: Array<{ statusCode?: string; errorCode?: string; message?: string }> };

function isComplete(results: unknown, items: unknown[]): results is SaveResult[] {
  return Array.isArray(results) && results.length === items.length;
}

/** @throws the refusal of the change for items whose code is neither harmless nor passes. */
function sorted<Item>(change: Change<Item>, items: Item[], results: SaveResult[]): Sent<Item> {
  const failures = items.flatMap((item, index) => {
    const { success, errors = [] } = results[index] ?? { success: false };
    const { statusCode, errorCode, message = '' } = errors[0] ?? {};
    return success ? [] : [{ item, code: statusCode ?? errorCode ?? '', message }];
  });
  const passing = failures.filter(({ code }) => PLATFORM.overload.test(code));
  const lasting = failures.filter(({ code }) => !PLATFORM.overload.test(code) && !change.harmless.test(code));
  const [first] = [...lasting, ...passing];
  if (first !== undefined && lasting.length > 0) {
    const refusals = lasting.map(({ item, ...words }) => ({ principal: change.principalOf(item).label, ...words }));
    throw setupError(PLATFORM.recordRights.test(first.code) ? 'AccessRightsMissing' : change.refusal, {
      tokens: [
        titlesOf(
          change,
          lasting.map(({ item }) => item),
        ),
        wordsOf(first),
      ],
      data: { refusals },
    });
  }
  const done = items.filter((item) => !failures.some((failure) => failure.item === item));
  return first === undefined
    ? { done }
    : { done, trouble: new Error(wordsOf(first)), open: passing.map(({ item }) => item) };
}

function wordsOf({ code, message }: { code: string; message: string }): string {
  return `${code}: ${message}`;
}

/** @throws AccessUnknown with the reason why the rows are asked at all, if they cannot be read. */
async function openNow<Item>(change: Change<Item>, items: Item[], trouble: Error): Promise<Item[]> {
  return change.open(items).catch(() => {
    throw setupError('AccessUnknown', { tokens: [titlesOf(change, items), trouble.message] });
  });
}

function titlesOf<Item>({ principalOf }: Change<Item>, items: Item[]): string {
  return items.map((item) => `"${principalOf(item).label}"`).join(', ');
}

/** Whether a request with this error may have been carried out, or may be another time. */
function mayHaveArrived(error: Error): boolean {
  const { errorCode = '' } = error as { errorCode?: string };
  return (
    isSetupError(error, 'AnswerLost', 'OrgAnswerUnexpected') ||
    /^ERROR_HTTP_(?:5\d\d|420|429)$/.test(errorCode) ||
    PLATFORM.overload.test(errorCode) ||
    PLATFORM.serverFailure.test(errorCode)
  );
}

async function inParts<Item>(items: Item[], work: (part: Item[]) => Promise<Item[]>): Promise<Item[]> {
  const done: Item[] = [];
  for (const part of partsOf(items, COLLECTION_SIZE)) {
    done.push(...(await work(part)));
  }
  return done;
}
