import { definePermissions } from '../kernel/security/index.js';

/** What people may do in purchasing. */
export const PURCHASING = definePermissions('purchasing', {
  requisitions: {
    read: 'See requisitions, their lines, questions and progress',
    create: 'Draft requisitions',
    update: 'Change requisitions that are still drafts',
    submit: 'Submit requisitions for review',
    answer: 'Answer questions about requisition lines',
    review: 'Review requisition lines of others: approve, question, reject, mark as unavailable',
    cancel: 'Cancel requisitions and lines of which nothing was ordered',
    cancel_ordered: 'Cancel requisition lines that are already on an order',
    act_for_others: 'Change, submit, answer, cancel and accept requisitions of others',
    accept: 'Accept or reject what was put away for requisitions',
    issue: 'Issue accepted goods against requisitions, and reverse it',
  },
  reviewers: {
    read: 'See who may review which requisitions',
    administer: 'Say who may review which requisitions',
  },
});

/** What a rule may be done with: looked at by many, and made, changed and deleted by those who answer for it, never by every buyer. */
export function ruled({ read, administer }: { readonly read: string; readonly administer: string }) {
  return { read, create: administer, update: administer, delete: administer };
}
