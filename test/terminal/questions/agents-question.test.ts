import { expect } from 'chai';
import { agentsNamed } from '../../../plugin/terminal/questions/agents-question.ts';
import { readLine } from '../../../plugin/terminal/questions/read-line.ts';
import { typing, type FakeTerminal } from '../../support/typed-answers.ts';

describe('the answer to who the agents are', () => {
  for (const [answer, agents] of [
    ['ada@acme.example, sam@acme.example;pat@acme.example  Ada@acme.example', { usernames: ['ada', 'sam', 'pat'] }],
    ['ada@acme.example', { usernames: ['ada'] }],
    ['  Sales Agents ', { agentSet: 'Sales Agents' }],
    ['', undefined],
    ['  ', undefined],
    ['Later.', undefined],
  ] as const) {
    it(`is ${JSON.stringify(agents) ?? 'nobody yet'} for "${answer}"`, () => {
      expect(agentsNamed(answer)).to.deep.equal(
        agents !== undefined && 'usernames' in agents
          ? { usernames: agents.usernames.map((name) => `${name}@acme.example`) }
          : agents,
      );
    });
  }
});

describe('a line that is read from a terminal', () => {
  let terminal: FakeTerminal;

  afterEach(() => terminal.leave());

  it('is the first that a person types', async () => {
    terminal = typing('one', 'two');
    expect(await readLine('Agents:', 60_000)).to.equal('one');
  });

  it('is empty if nobody types one in time', async () => {
    terminal = typing();
    expect(await readLine('Agents:', 1)).to.equal('');
  });

  it('is empty if the input has ended', async () => {
    terminal = typing();
    process.stdin.push(null);
    expect(await readLine('Agents:', 60_000)).to.equal('');
  });
});
