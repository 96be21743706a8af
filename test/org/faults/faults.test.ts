import { expect } from 'chai';
import { call, query, type Reply } from '../client.ts';
import { startEmulatedOrg, type EmulatedOrg } from '../emulated-org.ts';
import { findRows } from '../database/rows.ts';
import { createFaultSwitch, type Fault } from './fault.ts';
import type { OrgRequest } from '../server/route.ts';

const SOQL = 'SELECT Id FROM Profile';

/** Why a request failed: the code of the connection error, or the error's own name. */
async function failureOf(reply: Promise<Reply>): Promise<string> {
  try {
    return `answered ${(await reply).status}`;
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: string } };
    return cause?.code ?? name;
  }
}

function requestOf(path: string, method = 'GET', soapMethod?: string): OrgRequest {
  const request = { method, path, query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0) };
  return soapMethod === undefined ? request : { ...request, soapMethod };
}

describe('the fault switch', () => {
  const reset: Fault['action'] = { kind: 'reset' };

  it('lets a fault act once unless told how often, after as many requests as it shall skip', () => {
    const faults = createFaultSwitch();
    const injected = faults.inject({ skip: 2, action: reset });
    const met = Array.from({ length: 5 }, () => faults.next(requestOf('/x'), 'GET x') !== undefined);
    expect(met).to.deep.equal([false, false, true, false, false]);
    expect(injected.hits).to.equal(1);
  });

  it('lets a fault act for ever with -1, until it is removed', () => {
    const faults = createFaultSwitch();
    const injected = faults.inject({ times: -1, action: reset });
    expect(Array.from({ length: 20 }, () => faults.next(requestOf('/x'), 'GET x')).every(Boolean)).to.equal(true);
    injected.remove();
    injected.remove();
    expect(faults.next(requestOf('/x'), 'GET x')).to.equal(undefined);
    expect(injected.hits).to.equal(20);
  });

  for (const [by, fault, met, passed] of [
    ['path', { path: /\/query$/g }, requestOf('/services/data/v66.0/query'), requestOf('/services/data')],
    ['HTTP method', { method: 'POST' }, requestOf('/x', 'POST'), requestOf('/x')],
    ['SOAP method', { soapMethod: 'deploy' }, requestOf('/m', 'POST', 'deploy'), requestOf('/m', 'POST', 'retrieve')],
  ] as const) {
    it(`meets requests by ${by}`, () => {
      const faults = createFaultSwitch();
      faults.inject({ ...fault, times: -1, action: reset });
      expect([met, met, passed].map((request) => faults.next(request, '') !== undefined)).to.deep.equal([
        true,
        true,
        false,
      ]);
    });
  }

  it('meets requests by the whole operation or a pattern in it', () => {
    const faults = createFaultSwitch();
    faults.inject({ operation: 'soap deploy', times: -1, action: reset });
    faults.inject({ operation: /FROM Certificate/, times: -1, action: reset });
    const met = ['soap deploy', 'soap deployRecentValidation', 'tooling query SELECT Id FROM Certificate'].map(
      (operation) => faults.next(requestOf('/x'), operation) !== undefined,
    );
    expect(met).to.deep.equal([true, false, true]);
  });

  it('lets the fault that was injected first act, then the next', () => {
    const faults = createFaultSwitch();
    faults.inject({ action: { kind: 'html' } });
    faults.inject({ action: { kind: 'empty' } });
    const kinds = Array.from({ length: 3 }, () => faults.next(requestOf('/x'), '')?.kind);
    expect(kinds).to.deep.equal(['html', 'empty', undefined]);
  });
});

describe('an injected fault', () => {
  let org: EmulatedOrg;

  beforeEach(async () => {
    org = await startEmulatedOrg();
  });

  afterEach(() => org.stop());

  it('gives the status, type, body and headers it names, once', async () => {
    org.inject({
      path: /query/,
      action: {
        kind: 'status',
        status: 503,
        contentType: 'text/html',
        body: '<html/>',
        headers: { 'Retry-After': '1' },
      },
    });
    const reply = await query(org, SOQL);
    expect([reply.status, reply.text]).to.deep.equal([503, '<html/>']);
    expect([reply.headers.get('content-type'), reply.headers.get('retry-after')]).to.deep.equal(['text/html', '1']);
    expect((await query(org, SOQL)).status).to.equal(200);
    expect(org.log.map(({ status, fault }) => [status, fault])).to.deep.equal([
      [503, 'status'],
      [200, undefined],
    ]);
  });

  it('gives a SOAP fault', async () => {
    org.inject({ action: { kind: 'soap-fault', code: 'UNKNOWN_EXCEPTION', text: 'An unexpected error <1>' } });
    const reply = await call(org, '/services/Soap/m/66.0', { method: 'POST', body: '<x/>' });
    expect(reply.status).to.equal(500);
    expect(reply.text).to.include(
      '<faultcode>sf:UNKNOWN_EXCEPTION</faultcode><faultstring>UNKNOWN_EXCEPTION: An unexpected error &lt;1&gt;</faultstring>',
    );
  });

  it('says in the form of each API that the org has too much to do', async () => {
    org.inject({ times: 3, action: { kind: 'overload', code: 'EXCEEDED_MAX_SIMULTANEOUS_REQUESTS' } });
    const body =
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><readMetadata/></e:Body></e:Envelope>';
    const soap = await call(org, '/services/Soap/m/66.0', { method: 'POST', body });
    expect(soap.status).to.equal(500);
    expect(soap.text).to.include('<faultcode>sf:EXCEEDED_MAX_SIMULTANEOUS_REQUESTS</faultcode>');
    const rest = await query(org, SOQL);
    expect(rest.status).to.equal(503);
    expect(rest.json<object[]>()[0]).to.include({ errorCode: 'EXCEEDED_MAX_SIMULTANEOUS_REQUESTS' });
    const page = await call(org, '/.well-known/samlidp.xml');
    expect([page.status, page.headers.get('content-type')]).to.deep.equal([503, 'text/html;charset=UTF-8']);
  });

  it('delays the answer of the org', async () => {
    org.inject({ action: { kind: 'delay', milliseconds: 60 } });
    const start = performance.now();
    expect((await query(org, SOQL)).json()).to.include({ totalSize: 8 });
    expect(performance.now() - start).to.be.greaterThan(55);
  });

  it('resets the connection before anything was done', async () => {
    org.inject({ action: { kind: 'reset' } });
    expect(await failureOf(makeAssignment(org))).to.equal('ECONNRESET');
    expect(assignmentsOf(org)).to.equal(0);
    expect(org.log[0]).to.include({ status: undefined, fault: 'reset' });
  });

  it('resets the connection after everything was done', async () => {
    org.inject({ action: { kind: 'reset-after' } });
    expect(await failureOf(makeAssignment(org))).to.equal('ECONNRESET');
    expect(assignmentsOf(org)).to.equal(1);
  });

  it('closes the connection without an answer', async () => {
    org.inject({ action: { kind: 'close' } });
    expect(await failureOf(query(org, SOQL))).to.equal('UND_ERR_SOCKET');
  });

  it('leaves the connection open without an answer', async () => {
    org.inject({ action: { kind: 'hang' } });
    expect(await abortedAfter(60, (signal) => fetch(`${org.url}/services/data`, { signal }))).to.equal('TimeoutError');
  });

  it('sends half a body and then nothing', async () => {
    org.inject({ action: { kind: 'stall' } });
    const { received, end } = await readPartly(org, 250);
    expect(end).to.equal('TimeoutError');
    expect(received)
      .to.match(/^\[\{"label":"v31"/)
      .and.not.match(/\]$/);
  });

  it('sends half a body and then resets the connection', async () => {
    org.inject({ action: { kind: 'truncate' } });
    const { received, end } = await readPartly(org, 2000);
    expect(end).to.equal('TypeError');
    expect(received)
      .to.match(/^\[\{"label":"v31"/)
      .and.not.match(/\]$/);
  });

  it('gives a page with status 200', async () => {
    org.inject({ action: { kind: 'html' } });
    const reply = await query(org, SOQL);
    expect(reply.status).to.equal(200);
    expect(reply.headers.get('content-type')).to.equal('text/html;charset=UTF-8');
    expect(reply.text).to.include('Scheduled Maintenance');
  });

  it('gives an empty body with status 200', async () => {
    org.inject({ times: 2, action: { kind: 'empty' } });
    const rest = await query(org, SOQL);
    expect([rest.status, rest.text, rest.headers.get('content-type')]).to.deep.equal([
      200,
      '',
      'application/json;charset=UTF-8',
    ]);
    const body = '<e:Envelope xmlns:e="x"><e:Body><deploy/></e:Body></e:Envelope>';
    const soap = await call(org, '/services/Soap/m/66.0', { method: 'POST', body });
    expect([soap.status, soap.text, soap.headers.get('content-type')]).to.deep.equal([
      200,
      '',
      'text/xml;charset=UTF-8',
    ]);
  });

  it('ends the session of the request for good, and no other', async () => {
    const other = org.signIn();
    org.inject({ action: { kind: 'expire-token' } });
    expect((await query(org, SOQL)).status).to.equal(401);
    expect((await query(org, SOQL)).status).to.equal(401);
    expect((await query(org, SOQL, { token: other })).status).to.equal(200);
  });

  it('does not keep the org from stopping while requests hang', async () => {
    org.inject({ times: -1, action: { kind: 'hang' } });
    const hanging = failureOf(query(org, SOQL));
    while (org.log.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await org.stop();
    expect(await hanging).to.be.oneOf(['ECONNRESET', 'UND_ERR_SOCKET']);
  });
});

function makeAssignment(org: EmulatedOrg): Promise<Reply> {
  const [permissionSet] = findRows(org.state, 'PermissionSet', { Name: 'Sales_Cloud_User' });
  return call(org, '/services/data/v66.0/sobjects/PermissionSetAssignment', {
    method: 'POST',
    body: { AssigneeId: org.state.adminId, PermissionSetId: permissionSet!.Id },
  });
}

function assignmentsOf(org: EmulatedOrg): number {
  const [permissionSet] = findRows(org.state, 'PermissionSet', { Name: 'Sales_Cloud_User' });
  return findRows(org.state, 'PermissionSetAssignment', { PermissionSetId: permissionSet!.Id }).length;
}

async function abortedAfter(milliseconds: number, send: (signal: AbortSignal) => Promise<unknown>): Promise<string> {
  return send(AbortSignal.timeout(milliseconds)).then(
    () => 'answered',
    (error: Error) => error.name,
  );
}

/** What arrives of an answer, and how it ends: the name of the error, or `complete`. */
async function readPartly(org: EmulatedOrg, milliseconds: number): Promise<{ received: string; end: string }> {
  const response = await fetch(`${org.url}/services/data`, { signal: AbortSignal.timeout(milliseconds) });
  const decoder = new TextDecoder();
  let received = '';
  try {
    for await (const chunk of response.body!) {
      received += decoder.decode(chunk, { stream: true });
    }
    return { received, end: 'complete' };
  } catch (error) {
    return { received, end: (error as Error).name };
  }
}
