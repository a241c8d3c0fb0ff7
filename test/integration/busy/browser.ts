// The server of the web with a rule that never ends.

import { addBusyRule } from '../../helpers/busyRule';
import '../../../server/src/browser';

void addBusyRule();
