import { ux } from '@oclif/core';
import type { Spinner } from '@salesforce/sf-plugins-core';

/**
 * Shows beside the spinner how far a command has come. It shows nothing in a log, where no spinner runs, since there each
 * text would be added to the one before.
 */
export function showProgress(spinner: Spinner, text: string): void {
  if (ux.action.type === 'spinner') {
    spinner.status = text;
  }
}
