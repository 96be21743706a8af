import type { Route } from '../server/route.ts';
import { resource } from './api-request.ts';
import { answerCreateAll, answerDeleteAll, answerRetrieveAll, answerUpdateAll } from './collections.ts';
import { compositeRoute } from './composite.ts';
import { answerDescribe, answerDescribeGlobal, answerDescribeShort } from './describe.ts';
import { answerLimits, answerRoot, answerVersions } from './org-resources.ts';
import { answerQuery, answerQueryMore } from './query.ts';
import { answerCreate, answerDelete, answerRecord, answerUpdate } from './records.ts';

const COLLECTION = resource('composite/sobjects');
const RETRIEVE = resource('composite/sobjects/\\w+');
const RECORD = resource('sobjects/\\w+/[^/]+');

/** What a composite request can reach. */
const recordRoutes: Route[] = [
  { method: 'GET', path: resource('query(?:All)?'), session: 'bearer', handle: answerQuery },
  { method: 'GET', path: resource('query(?:All)?/[^/]+'), session: 'bearer', handle: answerQueryMore },
  { method: 'GET', path: resource('sobjects'), session: 'bearer', handle: answerDescribeGlobal },
  { method: 'GET', path: resource('sobjects/\\w+'), session: 'bearer', handle: answerDescribeShort },
  { method: 'POST', path: resource('sobjects/\\w+'), session: 'bearer', handle: answerCreate },
  { method: 'GET', path: resource('sobjects/\\w+/describe'), session: 'bearer', handle: answerDescribe },
  { method: 'GET', path: RECORD, session: 'bearer', handle: answerRecord },
  { method: 'PATCH', path: RECORD, session: 'bearer', handle: answerUpdate },
  { method: 'DELETE', path: RECORD, session: 'bearer', handle: answerDelete },
  { method: 'POST', path: COLLECTION, session: 'bearer', handle: answerCreateAll },
  { method: 'PATCH', path: COLLECTION, session: 'bearer', handle: answerUpdateAll },
  { method: 'DELETE', path: COLLECTION, session: 'bearer', handle: answerDeleteAll },
  { method: 'GET', path: RETRIEVE, session: 'bearer', handle: answerRetrieveAll },
  { method: 'POST', path: RETRIEVE, session: 'bearer', handle: answerRetrieveAll },
];

/** The REST API: versions, queries, records, descriptions and composite requests, of the data API and the Tooling API. */
export const restRoutes: Route[] = [
  { method: 'GET', path: /^\/services\/data$/, session: 'none', handle: answerVersions },
  { method: 'GET', path: /^\/services\/data\/v\d+\.\d$/, session: 'bearer', handle: answerRoot },
  { method: 'GET', path: resource('limits'), session: 'bearer', handle: answerLimits },
  compositeRoute(resource('composite'), recordRoutes),
  ...recordRoutes,
];
