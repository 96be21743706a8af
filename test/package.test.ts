import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';

// semver brings no types of its own.
const require = createRequire(import.meta.url);
const { subset } = require('semver') as { subset: (range: string, of: string) => boolean };

const ROOT = join(import.meta.dirname, '..');

type Installed = { version: string; dev?: boolean; devOptional?: boolean; engines?: { node?: string } };

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(join(ROOT, file), 'utf8')) as T;
}

async function installedPackages(): Promise<[path: string, Installed][]> {
  const { packages } = await readJson<{ packages: Record<string, Installed> }>('package-lock.json');
  return Object.entries(packages).filter(([path]) => path.startsWith('node_modules/'));
}

describe('package.json', () => {
  it('promises no Node.js that a package it needs at run time does not run under', async () => {
    const { engines } = await readJson<{ engines: { node: string } }>('package.json');
    const needed = (await installedPackages()).filter(([, { dev, devOptional }]) => !dev && !devOptional);
    const stricter = needed
      .filter(([, { engines: theirs }]) => theirs?.node !== undefined && !subset(engines.node, theirs.node))
      .map(([path, { engines: theirs }]) => `${path} needs ${theirs?.node}`);
    expect(needed).to.have.length.above(100);
    expect(stricter).to.deep.equal([]);
  });

  for (const name of ['@salesforce/core', '@jsforce/jsforce-node', '@salesforce/ts-types']) {
    // The transport replaces a method of the client's class: a second copy would go its own way without a word.
    it(`brings ${name} once to where the plugin runs`, async () => {
      const copies = (await installedPackages()).filter(
        ([path, { dev }]) => path.endsWith(`node_modules/${name}`) && !dev,
      );
      expect(copies.map(([path]) => path)).to.deep.equal([`node_modules/${name}`]);
    });
  }
});
