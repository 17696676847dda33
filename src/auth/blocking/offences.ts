import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import { clientSource } from '../limits/client-source.js';
import { RateLimiter } from '../limits/rate-limiter.js';
import { BlockedAddressesService } from './blocked-addresses.service.js';
import { NetworkSet, plainAddress } from './networks.js';

const OFFENCES = new Set([401, 429]);

/**
 * Counts what strangers were refused with, by address (an IPv6 network of 64 bits is one), and blocks whoever has too much of it. A user who is
 * known is not counted: his limit is his own, he can be deactivated, and his address is that of the whole factory.
 */
@Injectable()
export class Offences {
  private readonly logger = new Logger(Offences.name);
  private readonly never: NetworkSet;
  private readonly underWay = new Set<string>();

  constructor(
    private readonly config: AppConfig,
    private readonly limiter: RateLimiter,
    private readonly blocks: BlockedAddressesService,
  ) {
    this.never = new NetworkSet(config.blockNever);
  }

  /** Notes an answer. What it leads to happens beside the request and fails nobody. */
  note(status: number, ip: string): void {
    if (!OFFENCES.has(status) || this.config.blockAfterOffences === 0 || RequestContext.find()?.actor) return;
    const address = plainAddress(ip);
    if (address === '' || this.never.has(address)) return;
    void this.count(clientSource(address));
  }

  private async count(network: string): Promise<void> {
    const { blockAfterOffences: limit, blockWindowSeconds: seconds } = this.config;
    const standing = await this.limiter.take([
      { policy: { name: 'offences', limit: limit - 1, seconds }, tracker: network },
    ]);
    if (!standing.exceeded || this.underWay.has(network)) return;
    this.underWay.add(network);
    try {
      const block = await this.blocks.blockAutomatically(
        network,
        `${limit} refused requests within ${seconds} seconds`,
      );
      if (block) this.logger.warn(`${block.network} is blocked until ${block.blocked_until}: ${block.reason}`);
    } catch (error) {
      this.logger.warn(`${network} could not be blocked: ${(error as Error).message}`);
    } finally {
      this.underWay.delete(network);
    }
  }
}
