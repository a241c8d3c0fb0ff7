// The server of the desktop with a rule that never ends.

import { addBusyRule } from '../../helpers/busyRule';
import '../../../server/src/main';

void addBusyRule();
