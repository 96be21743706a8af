import { describeSuiteIn, FLAVOURS } from '../live/suite-in-flavours.ts';

FLAVOURS.forEach(describeSuiteIn);
