import { describeLiveIdIn, ID_ORGS } from '../setup/deploy/live-id.ts';

ID_ORGS.slice(1).forEach(describeLiveIdIn);
