#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `This plugin needs Node.js 22.19 or newer, and this is ${process.version}. In a clone of the repository, "npm run sf -- <command>" uses the right one.\n`,
  );
  process.exit(1);
}
const { execute } = await import('@oclif/core');
await execute({ dir: import.meta.url });
