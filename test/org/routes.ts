import { identityProviderRoutes } from './identity-provider/routes.ts';
import { loginRoutes } from './login/routes.ts';
import { metadataRoutes } from './metadata/calls/routes.ts';
import { restRoutes } from './rest/routes.ts';
import type { Route } from './server/route.ts';

/** Everything the org answers. */
export const ROUTES: readonly Route[] = [...loginRoutes, ...identityProviderRoutes, ...metadataRoutes, ...restRoutes];
