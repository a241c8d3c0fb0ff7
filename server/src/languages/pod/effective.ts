import { booleanOf, get, itemsOf, stringOf } from '../../tree';
import { type Container, securityField } from './model';

/** `allowPrivilegeEscalation: false` beside these is refused, or does not hold. */
export const contradictsEscalation = (container: Container | undefined): boolean =>
  container !== undefined &&
  (booleanOf(securityField(container, 'privileged')) === true ||
    itemsOf(get(securityField(container, 'capabilities'), 'add')).some((item) => /^(?:CAP_)?SYS_ADMIN$/.test(stringOf(item) ?? '')));
