import { RATE_CLASSES } from '../../kernel/config/index.js';
import { Metrics } from '../../kernel/metrics/index.js';

const LIMITED = Metrics.counter({
  name: 'erp_rate_limited_total',
  help: 'Requests refused with 429 for their number, by the policy that was exceeded: default, or a class of routes',
  labels: ['policy'],
});
const REFUSED = Metrics.counter({
  name: 'erp_blocked_requests_total',
  help: 'Requests refused because their address is blocked',
});
const BLOCKS = Metrics.counter({
  name: 'erp_address_blocks_total',
  help: 'Addresses blocked by this process, by how it came to it',
  labels: ['origin'],
});
const BLOCKED = Metrics.gauge({ name: 'erp_blocked_addresses', help: 'Addresses and networks that are blocked now' });
for (const policy of ['default', ...RATE_CLASSES]) LIMITED.inc({ policy }, 0);
for (const origin of ['automatic', 'manual']) BLOCKS.inc({ origin }, 0);

export function countLimited(policy: string): void {
  LIMITED.inc({ policy });
}

export function countBlockedRequest(): void {
  REFUSED.inc();
}

export function countBlock(origin: 'automatic' | 'manual'): void {
  BLOCKS.inc({ origin });
}

export function showBlocked(count: number): void {
  BLOCKED.set(count);
}
