import { Errors } from '@oclif/core';
import { expect } from 'chai';
import { explainError } from '../../plugin/terminal/explain-error.ts';

describe('an error of a library', () => {
  it('is made safe also if its message cannot be assigned', () => {
    const error = explainError(new DOMException('aborted\u001b[2J', 'AbortError'), []);
    expect(error.message).to.equal('aborted\\u{1b}[2J');
  });
});

describe('an error that the parser of the flags makes', () => {
  it('has the exit code of a wrong flag, also in a CLI whose errors have another one', () => {
    const error = explainError(new Errors.CLIError('Flag --explain expects a value', { exit: 1 }), []);
    expect(error).to.deep.include({ oclif: { exit: 2 }, exitCode: 2 });
  });

  it('names the flag on the line of the reason, without the tab that the parser puts before it', () => {
    const message = 'Parsing --realm-sid \n\t"JB123" is not a Realm SID.\nSee more help with --help';
    expect(explainError(new Error(message), [])).to.include({
      message: 'Parsing --realm-sid: "JB123" is not a Realm SID.\nSee more help with --help',
      exitCode: 2,
    });
  });

  it('keeps the dim text of the parser, but shows escape characters of a value as text', () => {
    const { message } = explainError(new Errors.CLIError('Errors:\n\u001b[2mrole: \u001b[2J\u001b[22m'), []);
    expect(message).to.equal('Errors:\n\u001b[2mrole: \\u{1b}[2J\u001b[22m');
  });
});
