import { jsonAnswer } from '../server/answers.ts';
import { identityUrl } from '../login/issue.ts';
import type { OrgAnswer, OrgRequest } from '../server/route.ts';
import type { OrgState } from '../state.ts';
import { apiVersions } from '../server/versions.ts';
import { addressOf, userIdOf } from './api-request.ts';

/** `GET /services/data`: the API versions, for anybody. Labels are the versions here; a real org names its releases. */
export function answerVersions(_request: OrgRequest, org: OrgState): OrgAnswer {
  return jsonAnswer(
    apiVersions(org).map((version) => ({
      label: `v${Number.parseInt(version, 10)}`,
      url: `/services/data/v${version}`,
      version,
    })),
  );
}

/** `GET /services/data/v66.0`: what there is; clients use it to find out whether their session is good. */
export function answerRoot(request: OrgRequest, org: OrgState): OrgAnswer {
  const { base } = addressOf(request);
  const names = ['tooling', 'metadata', 'composite', 'query', 'queryAll', 'sobjects', 'limits'];
  return jsonAnswer({
    ...Object.fromEntries(names.map((name) => [name, `${base}/${name}`])),
    identity: identityUrl(org, userIdOf(request)),
  });
}

/** `GET limits`: requests of the day; the others of a real org are not kept here. */
export function answerLimits(_request: OrgRequest, { apiUsage: { used, limit } }: OrgState): OrgAnswer {
  return jsonAnswer({ DailyApiRequests: { Max: limit, Remaining: limit - used } });
}
