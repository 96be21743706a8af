import type { Route } from '../../server/route.ts';
import { getDeployRequest, patchDeployRequest, postDeployRequest } from './rest-deploy.ts';
import { answerSoap } from './soap.ts';

const DEPLOY_REQUEST = /^\/services\/data\/v\d+\.\d+\/metadata\/deployRequest\/[A-Za-z0-9]{15,18}$/;

/** Metadata API: all calls over SOAP, and deployments over REST too. */
export const metadataRoutes: Route[] = [
  { method: 'POST', path: /^\/services\/Soap\/m\/\d+(\.\d+)?(\/[^/]+)?$/, session: 'soap', handle: answerSoap },
  {
    method: 'POST',
    path: /^\/services\/data\/v\d+\.\d+\/metadata\/deployRequest$/,
    session: 'bearer',
    handle: postDeployRequest,
  },
  { method: 'GET', path: DEPLOY_REQUEST, session: 'bearer', handle: getDeployRequest },
  { method: 'PATCH', path: DEPLOY_REQUEST, session: 'bearer', handle: patchDeployRequest },
];
