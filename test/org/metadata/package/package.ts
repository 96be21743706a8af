import { readZip } from './zip.ts';

/** What was sent to be deployed: files by their path in the top folder, and that folder with its slash. */
export type MetadataPackage = {
  /** Empty for a zip that has its `package.xml` at the root. */
  folder: string;
  files: Map<string, Buffer>;
  /** Files of the zip, including the manifest. */
  numberFiles: number;
  zipSize: number;
};

/** A package, or why the zip is not one. */
export type PackageReading = { ok: true; contents: MetadataPackage } | { ok: false; errorMessage: string };

/**
 * Unpacks a zip. With `singlePackage` the manifest is at the root. Without it, the manifest is in the one top folder,
 * and messages put that folder before every file name (seen: `KNSeM_mdapi/package.xml`).
 */
export async function readPackage(zip: Buffer, singlePackage: boolean): Promise<PackageReading> {
  const reading = await readZip(zip);
  if (!reading.ok) {
    // It is inferred that an unreadable zip ends the deployment with a message; the words are inferred too.
    return { ok: false, errorMessage: `The zip file cannot be read: ${reading.reason}` };
  }
  const { files } = reading;
  const folder = singlePackage ? '' : topFolderOf([...files.keys()]);
  const inside = [...files].filter(([path]) => path.startsWith(folder));
  return {
    ok: true,
    contents: {
      folder,
      files: new Map(inside.map(([path, content]) => [path.slice(folder.length), content])),
      numberFiles: files.size,
      zipSize: zip.length,
    },
  };
}

function topFolderOf(paths: string[]): string {
  const manifest = paths.find((path) => /^[^/]+\/package\.xml$/.test(path)) ?? paths[0] ?? '';
  return manifest.slice(0, manifest.indexOf('/') + 1);
}
