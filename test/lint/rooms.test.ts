import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect } from 'chai';

const PLUGIN = join(import.meta.dirname, '..', '..', 'plugin');

/** Files that somebody can take in at a glance; a room with more of them does two things. */
const MOST_FILES = 15;

describe('the rooms of the plugin', () => {
  it('have no more files than one can take in', async () => {
    const entries = await readdir(PLUGIN, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath }) => relative(PLUGIN, parentPath));
    const rooms = [...new Set(files)].map((room) => ({ room, count: files.filter((other) => other === room).length }));
    expect(rooms.length).to.be.greaterThan(20);
    expect(rooms.filter(({ count }) => count > MOST_FILES)).to.deep.equal([]);
  });
});
