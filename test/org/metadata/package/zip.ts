import { Readable } from 'node:stream';
import JSZip from 'jszip';

/** The platform's limits for a package (Metadata API Developer Guide, "Metadata Limits"). */
const MAXIMUM_ENTRIES = 10_000;
const MAXIMUM_UNPACKED_BYTES = 600 * 1024 * 1024;

/** The largest zip a request may carry: 39 MB, which is 50 MB in Base64 (Metadata API Developer Guide). */
export const MAXIMUM_ZIP_BYTES = 39 * 1024 * 1024;

/** What a zip holds: its files by path, without directories; or why it cannot be read. */
export type ZipReading = { ok: true; files: Map<string, Buffer> } | { ok: false; reason: string };

/**
 * Unpacks a zip within the limits of the platform. Sizes are counted while unpacking, because the sizes that a zip
 * claims may be false.
 */
export async function readZip(bytes: Buffer): Promise<ZipReading> {
  let archive: JSZip;
  try {
    archive = await JSZip.loadAsync(bytes);
  } catch (error) {
    return { ok: false, reason: (error as Error).message };
  }
  const entries = Object.values(archive.files).filter((entry) => !entry.dir);
  if (entries.length > MAXIMUM_ENTRIES) {
    return { ok: false, reason: `the zip holds more than ${MAXIMUM_ENTRIES} files` };
  }

  const files = new Map<string, Buffer>();
  let remaining = MAXIMUM_UNPACKED_BYTES;
  for (const entry of entries) {
    const content = await unpack(entry, remaining);
    if (typeof content === 'string') {
      return { ok: false, reason: `${entry.name}: ${content}` };
    }
    remaining -= content.length;
    files.set(entry.name, content);
  }
  return { ok: true, files };
}

/** Packs files by path. Every entry has the given time, so that equal content gives equal bytes. */
export async function writeZip(files: Map<string, Buffer>, date: Date): Promise<Buffer> {
  const archive = new JSZip();
  for (const [path, content] of files) {
    archive.file(path, content, { date });
  }
  return archive.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

async function unpack(entry: JSZip.JSZipObject, maximumBytes: number): Promise<Buffer | string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of new Readable().wrap(entry.nodeStream()) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maximumBytes) {
        return 'the unpacked files are larger than the platform allows';
      }
      chunks.push(chunk);
    }
  } catch (error) {
    return (error as Error).message;
  }
  return Buffer.concat(chunks);
}
