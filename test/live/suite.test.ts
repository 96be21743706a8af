import { describeSuiteIn, FLAVOURS } from './suite-in-flavours.ts';

// Two orgs that differ in almost everything; all of them are in test/slow.
FLAVOURS.slice(0, 2).forEach(describeSuiteIn);
