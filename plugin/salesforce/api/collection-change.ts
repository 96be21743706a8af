import type { Connection } from '@salesforce/core';
import type { ErrorName } from '../../error-names.ts';
import { isSetupError, setupError } from '../../errors.ts';
import { clock } from '../../http/clock.ts';
import { waitBeforeRetry } from '../../http/retry.ts';
import { waitUntilOf } from './login.ts';
import { explainOrgError, PLATFORM } from './org-errors.ts';
import { partsOf } from './parts.ts';
import { soqlTexts } from './soql.ts';

/** Records in one collection request (REST API Developer Guide, "sObject Collections"). */
const COLLECTION_SIZE = 200;

/** How often a change is sent, the first wait before it is sent again, and the longest time of a request, in milliseconds. */
const TRIES = 4;
const FIRST_WAIT = 500;
const LONGEST = 180_000;

/** Creates rows; each can fail by itself. @returns one result for each, in order. */
export function createRows(connection: Connection, type: string, rows: object[]): Promise<unknown> {
  return connection.request({
    method: 'POST',
    url: '/composite/sobjects',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ allOrNone: false, records: rows.map((row) => ({ attributes: { type }, ...row })) }),
  });
}

/** Deletes rows; each can fail by itself. @returns one result for each, in order. */
export function deleteRows(connection: Connection, ids: string[]): Promise<unknown> {
  return connection.request({
    method: 'DELETE',
    url: `/composite/sobjects?ids=${encodeURIComponent(ids.join(','))}&allOrNone=false`,
  });
}

/** The codes of rows that somebody else has deleted already. */
export const DELETED_ALREADY = /ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY/;

/** Those of some rows that an org still has. */
export async function rowsLeft(connection: Connection, object: string, ids: string[]): Promise<ReadonlySet<string>> {
  const { records } = await connection.query<{ Id: string }>(`SELECT Id FROM ${object} WHERE Id IN ${soqlTexts(ids)}`);
  return new Set(records.map(({ Id }) => Id));
}

/** A change of rows that say who may do what. To carry it out twice is the same as once. */
export type CollectionChange<Item> = {
  items: Item[];
  /** What an item is called in a sentence. */
  titleOf: (item: Item) => string;
  send: (items: Item[]) => Promise<unknown>;
  /** Reads the rows, and gives the items for which it is still to be carried out. */
  open: (items: Item[]) => Promise<Item[]>;
  /** The code of an item for which there is nothing to do. */
  harmless: RegExp;
  refusal: ErrorName;
};

/**
 * Carries out a change of rows, 200 in a request. If an answer does not come, or none that makes sense, the rows tell what
 * was done; what is left is sent again. So is what the org had no time for.
 *
 * @returns the items for which it was carried out here.
 * @throws the refusal of the change with the org's words for every item, AccessRightsMissing, AccessUnknown.
 */
export async function changeCollection<Item>(connection: Connection, change: CollectionChange<Item>): Promise<Item[]> {
  const done: Item[] = [];
  for (const part of partsOf(change.items, COLLECTION_SIZE)) {
    done.push(...(await changePart(connection, change, part)));
  }
  return done;
}

async function changePart<Item>(
  connection: Connection,
  change: CollectionChange<Item>,
  items: Item[],
): Promise<Item[]> {
  const done: Item[] = [];
  const until = Math.min(waitUntilOf(connection), clock().now() + LONGEST);
  for (let left = items, attempt = 1; ; attempt++) {
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

async function sendOnce<Item>(change: CollectionChange<Item>, items: Item[]): Promise<Sent<Item>> {
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
function sorted<Item>(change: CollectionChange<Item>, items: Item[], results: SaveResult[]): Sent<Item> {
  const failures = items.flatMap((item, index) => {
    const { success, errors = [] } = results[index] ?? { success: false };
    const { statusCode, errorCode, message = '' } = errors[0] ?? {};
    return success ? [] : [{ item, code: statusCode ?? errorCode ?? '', message }];
  });
  const passing = failures.filter(({ code }) => PLATFORM.overload.test(code));
  const lasting = failures.filter(({ code }) => !PLATFORM.overload.test(code) && !change.harmless.test(code));
  const [first] = [...lasting, ...passing];
  if (first !== undefined && lasting.length > 0) {
    const refusals = lasting.map(({ item, ...words }) => ({ principal: change.titleOf(item), ...words }));
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
async function openNow<Item>(change: CollectionChange<Item>, items: Item[], trouble: Error): Promise<Item[]> {
  return change.open(items).catch(() => {
    throw setupError('AccessUnknown', { tokens: [titlesOf(change, items), trouble.message] });
  });
}

/** How many names stand in a sentence. */
const MOST_TITLES = 10;

function titlesOf<Item>({ titleOf }: CollectionChange<Item>, items: Item[]): string {
  const titles = items.slice(0, MOST_TITLES).map((item) => `"${titleOf(item)}"`);
  return [...titles, ...(items.length > MOST_TITLES ? [`${items.length - MOST_TITLES} more`] : [])].join(', ');
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
