import type { Connection } from '@salesforce/core';
import { setupError } from '../../errors.ts';
import { PLATFORM } from '../api/org-errors.ts';
import { partsOf } from '../api/parts.ts';
import { toMetadataNode, type MetadataNode } from './metadata-xml.ts';

/** A component that the org lists. `changed` is when somebody last changed it, in milliseconds since 1970. */
export type ListedComponent = { type: string; fullName: string; id: string; changed?: number };

/**
 * Reads components of one type by name in one request, without a retrieve job (Metadata API, `readMetadata`, up to ten
 * names).
 *
 * @returns contents by full name. A component that the org does not have is absent.
 * @throws MetadataUnreadable for an answer with elements nested more deeply than any of the platform's.
 */
export async function readComponents(
  connection: Connection,
  type: string,
  fullNames: string[],
): Promise<Map<string, MetadataNode>> {
  try {
    return await readRecords(connection, type, fullNames);
  } catch (error) {
    // The client and this code read an answer recursively, as deep as its elements are nested.
    throw error instanceof RangeError ? setupError('MetadataUnreadable', { tokens: [type] }) : error;
  }
}

async function readRecords(
  connection: Connection,
  type: string,
  fullNames: string[],
): Promise<Map<string, MetadataNode>> {
  const read = connection.metadata.read.bind(connection.metadata) as unknown as (
    type: string,
    fullNames: string[],
  ) => Promise<unknown>;
  const records = (await read(type, fullNames)) as Array<Record<string, unknown> | null | undefined>;
  const found = new Map<string, MetadataNode>();
  for (const record of records) {
    const { fullName, ...content } = record ?? {};
    if (typeof fullName === 'string' && fullName !== '') {
      found.set(fullName, toMetadataNode(content));
    }
  }
  return found;
}

/** Names that one `readMetadata` call takes (Metadata API Developer Guide). */
export const NAMES_IN_A_CALL = 10;

/** Reads any number of components of one type, in as many calls as needed. Without names it makes no call. */
export async function readAllComponents(
  connection: Connection,
  type: string,
  fullNames: string[],
): Promise<Array<[fullName: string, content: MetadataNode]>> {
  const parts = partsOf(fullNames, NAMES_IN_A_CALL);
  const read = await Promise.all(parts.map((part) => readComponents(connection, type, part)));
  return read.flatMap((contents) => [...contents]);
}

/** Everything the org lists of up to three types (the most that one `listMetadata` call takes). */
export async function listComponents(connection: Connection, types: string[]): Promise<ListedComponent[]> {
  const rows = await connection.metadata.list(
    types.map((type) => ({ type })),
    connection.getApiVersion(),
  );
  // File names of profiles are percent-encoded if they have characters such as parentheses (seen in retrieved files).
  return rows.map(({ type, fullName, id, lastModifiedDate }) => {
    const changed = Date.parse(lastModifiedDate);
    return { type, fullName: decodedName(fullName), id, ...(Number.isNaN(changed) ? {} : { changed }) };
  });
}

/** What an org lists of types that it may not know. */
export async function listIfKnown(connection: Connection, types: string[]): Promise<ListedComponent[]> {
  try {
    return await listComponents(connection, types);
  } catch (error) {
    const { name, errorCode, message } = error as { name?: string; errorCode?: string; message?: string };
    if (PLATFORM.unknownType.test(`${name} ${errorCode} ${message}`)) {
      return [];
    }
    throw error;
  }
}

/** A full name without the percent-encoding of file names. */
export function decodedName(fullName: string): string {
  try {
    return decodeURIComponent(fullName);
  } catch {
    return fullName;
  }
}
