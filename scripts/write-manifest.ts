import { writeFile } from 'node:fs/promises';
import { Plugin } from '@oclif/core';

/**
 * Writes oclif.manifest.json, which spares the CLI from loading every command of the plugin at each call. It belongs
 * into the package and never into the repository: a stale one hides new commands.
 */
const plugin = new Plugin({
  root: process.cwd(),
  type: 'core',
  ignoreManifest: true,
  errorOnManifestCreate: true,
  respectNoCacheDefault: true,
});
await plugin.load();
await writeFile('oclif.manifest.json', `${JSON.stringify(plugin.manifest, undefined, 2)}\n`);
