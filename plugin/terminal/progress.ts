import { ux } from '@oclif/core';
import type { Spinner } from '@salesforce/sf-plugins-core';

/**
 * Shows how far a command has come, behind its spinner. Where nothing spins, in a log, it is left out: there every text
 * would stand behind the one before.
 */
export function showProgress(spinner: Spinner, text: string): void {
  if (ux.action.type === 'spinner') {
    spinner.status = text;
  }
}
