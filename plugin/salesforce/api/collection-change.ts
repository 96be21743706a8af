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
 * was done; what is left is sent again. So is what the org had no time for. What the org refuses of one request keeps it
 * from none of the others.
 *
 * @returns the items for which it was carried out here.
 * @throws the refusal of the change with the org's words for every item, AccessRightsMissing, AccessUnknown.
 */
export async function changeCollection<Item>(connection: Connection, change: CollectionChange<Item>): Promise<Item[]> {
  const done: Item[] = [];
  const refused: Failure<Item>[] = [];
  for (const part of partsOf(change.items, COLLECTION_SIZE)) {
    const sent = await changePart(connection, change, part);
    done.push(...sent.done);
    refused.push(...sent.refused);
  }
  if (refused.length > 0) {
    throw refusalOf(change, refused);
  }
  return done;
}

/** An item that the org refuses, and why. */
type Failure<Item> = { item: Item; code: string; message: string };

type PartDone<Item> = { done: Item[]; refused: Failure<Item>[] };

async function changePart<Item>(
  connection: Connection,
  change: CollectionChange<Item>,
  items: Item[],
): Promise<PartDone<Item>> {
  const done: Item[] = [];
  const refused: Failure<Item>[] = [];
  const until = Math.min(waitUntilOf(connection), clock().now() + LONGEST);
  for (let left = items, attempt = 1; ; attempt++) {
    const sent = await sendOnce(change, left);
    done.push(...sent.done);
    refused.push(...sent.refused);
    if (sent.trouble === undefined) {
      return { done, refused };
    }
    const wait = waitBeforeRetry(attempt, FIRST_WAIT);
    const isLast = attempt === TRIES || clock().now() + wait >= until;
    if (!isLast) {
      await clock().wait(wait);
    }
    const open = sent.open ?? (await openNow(change, left, sent.trouble));
    done.push(...(sent.open === undefined ? left.filter((item) => !open.includes(item)) : []));
    if (open.length === 0) {
      return { done, refused };
    }
    if (isLast) {
      throw setupError(change.refusal, { tokens: [titlesOf(change, open), sent.trouble.message] });
    }
    left = open;
  }
}

/** What one request did. Without `open`, only the rows can tell for which items it was carried out. */
type Sent<Item> = PartDone<Item> & ({ trouble?: undefined } | { trouble: Error; open?: Item[] });

async function sendOnce<Item>(change: CollectionChange<Item>, items: Item[]): Promise<Sent<Item>> {
  let results: unknown;
  try {
    results = await change.send(items);
  } catch (error) {
    if (error instanceof Error && mayHaveArrived(error)) {
      return { done: [], refused: [], trouble: explainOrgError(error, 'the org') };
    }
    throw error;
  }
  return isComplete(results, items)
    ? sorted(change, items, results)
    : { done: [], refused: [], trouble: new Error(INCOMPLETE) };
}

const INCOMPLETE = 'The answer of the org is not complete.';

/** One result of a collection request, in the order of the request. */
type SaveResult = { success: boolean; errors?: Array<{ statusCode?: string; errorCode?: string; message?: string }> };

function isComplete(results: unknown, items: unknown[]): results is SaveResult[] {
  return Array.isArray(results) && results.length === items.length;
}

/** @throws AccessRightsMissing if that is why every item is refused: those of other requests would be too. */
function sorted<Item>(change: CollectionChange<Item>, items: Item[], results: SaveResult[]): Sent<Item> {
  const failures = items.flatMap((item, index) => {
    const { success, errors = [] } = results[index] ?? { success: false };
    const { statusCode, errorCode, message = '' } = errors[0] ?? {};
    return success ? [] : [{ item, code: statusCode ?? errorCode ?? '', message }];
  });
  const passing = failures.filter(({ code }) => PLATFORM.overload.test(code));
  const lasting = failures.filter(({ code }) => !PLATFORM.overload.test(code) && !change.harmless.test(code));
  if (lasting.length === items.length && lasting.every(({ code }) => PLATFORM.recordRights.test(code))) {
    throw refusalOf(change, lasting);
  }
  const failed = new Set(failures.map(({ item }) => item));
  const done = items.filter((item) => !failed.has(item));
  const [first] = passing;
  return first === undefined
    ? { done, refused: lasting }
    : { done, refused: lasting, trouble: new Error(wordsOf(first)), open: passing.map(({ item }) => item) };
}

/** The error for items that the org refuses. Those that it refuses in the same words stand together. */
function refusalOf<Item>(change: CollectionChange<Item>, refused: Failure<Item>[]): Error {
  const byWords = Map.groupBy(refused, wordsOf);
  const [[firstWords, first], ...others] = [...byWords] as [
    [string, Failure<Item>[]],
    ...Array<[string, Failure<Item>[]]>,
  ];
  const itemsOf = (failures: Failure<Item>[]): string =>
    titlesOf(
      change,
      failures.map(({ item }) => item),
    );
  const more = others.slice(0, MOST_TITLES).map(([words, failures]) => `\n${itemsOf(failures)}: ${words}`);
  const isForRights = first.some(({ code }) => PLATFORM.recordRights.test(code));
  return setupError(isForRights ? 'AccessRightsMissing' : change.refusal, {
    tokens: [itemsOf(first), [firstWords, ...more].join('')],
    data: { refusals: refused.map(({ item, ...words }) => ({ principal: change.titleOf(item), ...words })) },
  });
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
