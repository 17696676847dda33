/** How money moves. A remittance is a transfer. */
export const PAYMENT_METHODS = ['transfer', 'cheque', 'cash'] as const;

/** The role of the account that a method uses, unless the payment names one. */
export function accountRole(method: string): 'cash' | 'bank' {
  return method === 'cash' ? 'cash' : 'bank';
}
