import { Errors } from '@oclif/core';
import { expect } from 'chai';
import { explained } from '../../../plugin/terminal/flags/org-flags.ts';

describe('an error that the parser of the flags makes', () => {
  it('has the exit code of a wrong flag, also in a CLI whose errors have another one', () => {
    const error = explained(new Errors.CLIError('Flag --explain expects a value', { exit: 1 }), []);
    expect(error).to.deep.include({ oclif: { exit: 2 }, exitCode: 2 });
  });
});
