import { KERNEL_ERRORS } from '../errors/index.js';
import { RequestContext } from '../security/request-context.js';
import { ambientTransaction } from './transaction.js';

/**
 * Holds the request's If-Match against the first row with a version that is locked: the document that the request names.
 * @throws STALE_VERSION with the row as it is now
 */
export function checkIfMatch(row: object): void {
  const wanted = RequestContext.find()?.if_match;
  const transaction = ambientTransaction.getStore();
  const { version } = row as { version?: number };
  if (wanted === undefined || version === undefined || transaction?.if_match_checked) return;
  if (transaction) transaction.if_match_checked = true;
  if (version !== wanted) {
    throw KERNEL_ERRORS.STALE_VERSION(`Version ${wanted} was given, the current one is ${version}`, { current: row });
  }
}
