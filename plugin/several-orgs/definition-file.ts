import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { setupError } from '../errors.ts';
import { fileProblem } from '../files/file-problem.ts';
import { readText } from '../files/read-text.ts';
import type { AppKind } from '../salesforce/org/app-backend.ts';
import { SHIPPED_SOURCE } from '../salesforce/source/metadata-source.ts';
import { frontline } from '../twilio/service-provider.ts';
import type { NamedApp } from '../salesforce/org/org-apps.ts';
import { roleFormula, type Subject } from '../setup/settings/attribute-settings.ts';
import { faultsBeyondSchema, faultText, jsonFaultText } from './definition-faults.ts';
import { jsonFault } from '../text/json-fault.ts';
import type { SetupRequest } from '../setup/deploy/deploy-sso.ts';
import { DEFAULT_APP_NAME, parseEmail, parseIssuer } from '../setup/settings/settings.ts';

/** The schema of the file, for editors too. */
const SCHEMA = join(import.meta.dirname, '..', '..', 'schemas', 'definition-file.jsonc');

/** The largest file that is read, in bytes. A file for a thousand orgs has a tenth of it. */
const LARGEST_FILE = 4 * 1024 * 1024;

/** How many faults an error names: more than a person corrects in one go, and little enough to print. */
const MOST_FAULTS = 1000;

/** What the file says of an org, or of all of them. */
type Definition = {
  realmSid?: string;
  contactEmail?: string;
  appType?: 'auto' | AppKind;
  appName?: string;
  role?: string;
  attributes?: Record<string, string>;
  subject?: Subject;
  profiles?: string[];
  permissionSets?: string[];
  users?: string[];
  sourceDirectory?: string;
  certificateName?: string;
  issuer?: string;
};

type DefinitionFile = { defaults?: Definition; orgs: Array<Definition & { org: string }> };

/** One org of a definition file. */
export type DefinedOrg = {
  /** Alias or username. */
  org: string;
  request: SetupRequest;
  /** The app that is looked at where no source says it. */
  appName?: string;
};

/** The app that a command looks at in one of the orgs. */
export function appOfOrg({ appName = DEFAULT_APP_NAME, request }: DefinedOrg): NamedApp {
  return { appName, appType: request.settings.appType };
}

/**
 * Reads a definition file: JSON as its schema says. Everything in it is checked before any org is reached.
 *
 * @throws DefinitionUnreadable, DefinitionInvalid (exit code 2) with the path of every wrong value and what is allowed.
 */
export async function readDefinitionFile(path: string): Promise<DefinedOrg[]> {
  const content = await contentOf(path);
  const matches = await (compiledSchema ??= compileSchema());
  const fits = matches(content);
  const found = matches.errors ?? [];
  const faults = [...new Set([...found.map(faultText), ...faultsBeyondSchema(content, found)])];
  if (!fits || faults.length > 0) {
    throw invalid(path, faults);
  }
  const { defaults = {}, orgs } = content;
  return orgs.map((definition) => definedOrg(dirname(path), defaults, definition));
}

let compiledSchema: Promise<ValidateFunction<DefinitionFile>> | undefined;

async function compileSchema(): Promise<ValidateFunction<DefinitionFile>> {
  const schema = JSON.parse(await readFile(SCHEMA, 'utf8')) as object;
  // Loaded here, since the commands seldom need it.
  const { Ajv } = await import('ajv');
  return new Ajv({ allErrors: true, verbose: true }).compile<DefinitionFile>(schema);
}

/**
 * The orgs that were named, in the order of the file; all of them where none was.
 *
 * @throws DefinitionOrgUnknown (exit code 2).
 */
export function selectOrgs(defined: DefinedOrg[], names: string[]): DefinedOrg[] {
  const unknown = names.filter((name) => !defined.some(({ org }) => org === name));
  if (unknown.length > 0) {
    throw setupError('DefinitionOrgUnknown', {
      tokens: [unknown.join(', ')],
      actionTokens: [defined.map(({ org }) => org).join(', ')],
      exitCode: 2,
    });
  }
  return names.length === 0 ? defined : defined.filter(({ org }) => names.includes(org));
}

async function contentOf(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readText(path, LARGEST_FILE);
  } catch (error) {
    throw setupError('DefinitionUnreadable', { tokens: [path, fileProblem(error)], exitCode: 2 });
  }
  if (text.trim() === '') {
    throw invalid(path, ['the file is empty']);
  }
  const json = text.replace(/^\uFEFF/, '');
  const fault = jsonFault(json);
  if (fault !== undefined) {
    throw invalid(path, [jsonFaultText(fault)]);
  }
  return JSON.parse(json);
}

function invalid(path: string, faults: string[]): Error {
  const others = faults.length - MOST_FAULTS;
  const lines = [...faults.slice(0, MOST_FAULTS), ...(others > 0 ? [`and ${others} more`] : [])];
  return setupError('DefinitionInvalid', { tokens: [path], lines, exitCode: 2, data: { faults: lines } });
}

function definedOrg(folder: string, defaults: Definition, own: Definition & { org: string }): DefinedOrg {
  const {
    org,
    appName,
    sourceDirectory,
    appType = 'auto',
    realmSid,
    contactEmail,
    issuer,
    certificateName,
    subject,
    users,
  } = {
    ...defaults,
    ...own,
  };
  // As with the flags, profiles and permission sets are one list: an org that names one kind gets nothing from the other default.
  const { profiles, permissionSets } = (own.profiles ?? own.permissionSets) ? own : defaults;
  return {
    org,
    ...(appName === undefined ? {} : { appName }),
    request: {
      sourceDirectory: sourceDirectory === undefined ? SHIPPED_SOURCE : resolve(folder, sourceDirectory),
      settings: {
        serviceProvider: frontline,
        replaceCertificate: false,
        appType,
        attributes: { ...attributesOf(defaults), ...attributesOf(own) },
        ...(realmSid === undefined ? {} : { realmSid }),
        ...(contactEmail === undefined ? {} : { contactEmail: parseEmail(contactEmail) }),
        ...(issuer === undefined ? {} : { issuer: parseIssuer(issuer) }),
        ...(certificateName === undefined ? {} : { certificateName }),
        ...(subject === undefined ? {} : { subject }),
        ...(profiles === undefined ? {} : { profiles }),
        ...(permissionSets === undefined ? {} : { permissionSets }),
        ...(users === undefined || users.length === 0 ? {} : { usernames: users }),
      },
    },
  };
}

function attributesOf({ role, attributes = {} }: Definition): Record<string, string> {
  return { ...(role === undefined ? {} : { roles: roleFormula(role) }), ...attributes };
}
