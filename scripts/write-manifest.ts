import { writeFile } from 'node:fs/promises';
import { Plugin } from '@oclif/core';

/**
 * Writes oclif.manifest.json, so that the CLI need not load every command of the plugin at each call. The file belongs
 * in the package and never in the repository, since an old one hides new commands.
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
