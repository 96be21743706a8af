import { ux, type Interfaces } from '@oclif/core';
import { Messages, Org, OrgConfigProperties } from '@salesforce/core';
import { SfCommand } from '@salesforce/sf-plugins-core';
import { installTransport } from '../salesforce/api/transport.ts';
import { terminalSafeLines } from '../text/terminal-safe.ts';
import { explainError } from './explain-error.ts';
import { tellWhenInterrupted } from './interruption.ts';
import { orgNameOf, rememberName } from './org-name.ts';
import { showProgress } from './progress.ts';
import { rendered, screenWidth, wrapped, type Line, type Piece } from './screen-line.ts';
import { namingOrg } from './texts/follow-up-command.ts';

// Here for all commands, which load their own bundle after this module has run.
Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);

/** Columns that the library needs beside a question. */
const ROOM_OF_ANSWERS = 10;

/** The parser's own types of these are not exported. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Output = Record<string, any>;
type Warning = Parameters<SfCommand<unknown>['warn']>[0];
type Question = Parameters<SfCommand<unknown>['confirm']>[0];
type TableOptions<Row extends Record<string, unknown>> = Parameters<SfCommand<unknown>['table']>[0] & { data: Row[] };

/**
 * What all commands have in common. Whatever a command prints may hold a value of an org, a flag or a file, so everything
 * is made safe for a terminal here and nowhere else.
 */
export abstract class FrontlineCommand<Result> extends SfCommand<Result> {
  /** What a log has of waits. */
  private readonly told = new Set<string>();

  /** What the user calls the one org that the command is about. */
  private orgName: string | undefined;

  public override log(message: Line = ''): void {
    const line = typeof message === 'string' ? this.naming(message) : message.map((piece) => this.namingPiece(piece));
    super.log(rendered(line, screenWidth()));
  }

  public override logSuccess(message: string): void {
    this.log([{ text: message, tone: 'success' }]);
  }

  /** Warnings and errors come here, safe and in colours. */
  public override logToStderr(message = ''): void {
    super.logToStderr(wrapped(message, screenWidth(process.stderr)));
  }

  public override warn(input: Warning): Warning {
    return super.warn(
      typeof input === 'string'
        ? this.naming(terminalSafeLines(input))
        : {
            ...input,
            message: this.naming(terminalSafeLines(input.message)),
            actions: (input.actions ?? []).map((action) => this.naming(terminalSafeLines(action))),
          },
    );
  }

  public override table<Row extends Record<string, unknown>>(options: TableOptions<Row>): void {
    const { title, data } = options;
    super.table({
      overflow: 'wrap',
      maxWidth: screenWidth(),
      ...options,
      ...(title === undefined ? {} : { title: terminalSafeLines(title) }),
      data: data.map(safeRow),
    });
  }

  public override confirm(question: Question): Promise<boolean> {
    // The library puts a sign before the question and the answers behind it, and breaks words.
    return super.confirm({ ...question, message: rendered(question.message, screenWidth() - ROOM_OF_ANSWERS) });
  }

  public logLines(lines: Line[]): void {
    lines.forEach((line) => this.log(line));
  }

  public warnAll(warnings: string[]): void {
    warnings.forEach((warning) => this.warn(warning));
  }

  /** Shows behind the spinner how far the command has come. */
  public showProgress(text: string): void {
    showProgress(this.spinner, terminalSafeLines(text));
  }

  /** Says what one of several pieces of work waits for: beside the spinner, or in a log once on a line of its own. */
  public tellWait(text: string): void {
    if (ux.action.type === 'spinner') {
      this.showProgress(text);
    } else if (!this.told.has(text)) {
      this.told.add(text);
      void ux.action.pause(() => this.log(text));
    }
  }

  /** Says what the command waits for. The text stays until the wait is over. */
  public showWait(text: string): void {
    if (!ux.action.running) {
      this.spinner.start(terminalSafeLines(text));
    }
  }

  public endWait(): void {
    if (ux.action.running) {
      this.spinner.stop();
    }
  }

  /** Before the flags are parsed, since that sends requests already: those that look up the org of a flag. */
  protected override async init(): Promise<void> {
    installTransport();
    tellWhenInterrupted((error) => this.catch(error));
    await super.init();
  }

  protected override async parse<F extends Output, B extends Output, A extends Output>(
    options?: Interfaces.Input<F, B, A>,
    argv?: string[],
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv);
    const org: unknown = (parsed.flags as Output)['target-org'];
    if (org instanceof Org) {
      const typed = parsed.raw.find((token) => token.type === 'flag' && token.flag === 'target-org')?.input;
      const byDefault = this.configAggregator.getInfo(OrgConfigProperties.TARGET_ORG).value as string | undefined;
      rememberName(org, typed ?? byDefault);
      this.orgName = orgNameOf(org);
    }
    return parsed;
  }

  protected override async catch(error: Error): Promise<never> {
    return super.catch(explainError(error, this.argv, (action) => this.naming(action)));
  }

  /** A text whose commands name the org. */
  private naming(text: string): string {
    return this.orgName === undefined ? text : namingOrg(text, this.orgName);
  }

  private namingPiece(piece: Piece): Piece {
    return typeof piece === 'string' ? this.naming(piece) : { ...piece, text: this.naming(piece.text) };
  }
}

function safeRow<Row extends Record<string, unknown>>(row: Row): Row {
  const cells = Object.entries(row).map(([key, value]) => [
    key,
    typeof value === 'string' ? terminalSafeLines(value) : value,
  ]);
  return Object.fromEntries(cells) as Row;
}
