import { availableParallelism } from 'node:os';

export default {
  require: ['test/isolate.ts'],
  reporter: 'test/short-reporter.ts',
  timeout: 30_000,
  // For `--parallel`: at least two, and no more than there is work for.
  jobs: Math.min(4, Math.max(2, availableParallelism())),
};
