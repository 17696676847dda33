import { Injectable } from '@nestjs/common';
import { Notifications } from '../../kernel/database/index.js';
import { PeriodicRegistry, PeriodicWork } from '../../kernel/periodic/index.js';
import { showBlocked } from '../limits/limit-metrics.js';
import { BLOCKS_CHANNEL, BlockedAddressesRepository } from './blocked-addresses.repository.js';
import type { OpenBlock } from './blocked-addresses.repository.js';
import { NetworkSet, plainAddress } from './networks.js';

/** Every change is heard of at once; this is for what was said while nobody could listen. */
const REFRESH_MS = 30_000;

/**
 * The addresses that are blocked, as this process knows them: read anew whenever a server changes one, so that a request costs a look into a
 * map and no query. Ends are carried on by the monotonic clock; the database alone says how far away they are.
 */
@Injectable()
export class BlockList extends PeriodicWork {
  private single = new Map<string, number>();
  private wide: { readonly network: NetworkSet; readonly until: number }[] = [];
  private anyWide = new NetworkSet();
  private endListening: (() => void) | undefined;

  constructor(
    registry: PeriodicRegistry,
    private readonly blocks: BlockedAddressesRepository,
    private readonly notifications: Notifications,
  ) {
    super(registry, {
      name: 'blocked-addresses',
      title: 'Reads which addresses are blocked.',
      every_ms: REFRESH_MS,
      complaint: 'The blocked addresses could not be read',
    });
  }

  override async onApplicationBootstrap(): Promise<void> {
    void super.onApplicationBootstrap();
    this.endListening = this.notifications.listen(BLOCKS_CHANNEL, () => void this.attempt());
    await this.attempt();
  }

  override onApplicationShutdown(): void {
    this.endListening?.();
    super.onApplicationShutdown();
  }

  /** Reads it anew. What fails is tried again soon. */
  refresh(): Promise<void> {
    return this.attempt();
  }

  /** Seconds until the address is answered again, Infinity when nobody has said; undefined: it is not blocked. */
  secondsLeft(ip: string): number | undefined {
    if (this.single.size === 0 && this.wide.length === 0) return undefined;
    const now = performance.now();
    const address = plainAddress(ip);
    let until = this.single.get(address) ?? 0;
    if (this.anyWide.has(address))
      for (const block of this.wide) if (block.until > until && block.network.has(address)) until = block.until;
    return until > now ? Math.max(1, Math.ceil((until - now) / 1000)) : undefined;
  }

  protected async work(): Promise<void> {
    const asked = performance.now();
    this.take(await this.blocks.open(), asked);
  }

  private take(blocks: readonly OpenBlock[], asked: number): void {
    const single = new Map<string, number>();
    const wide: typeof this.wide = [];
    for (const { network, seconds_left } of blocks) {
      const until = seconds_left === null ? Infinity : asked + seconds_left * 1000;
      if (network.endsWith('/32') && !network.includes(':')) single.set(network.slice(0, -'/32'.length), until);
      else wide.push({ network: new NetworkSet([network]), until });
    }
    this.single = single;
    this.wide = wide;
    this.anyWide = new NetworkSet(
      blocks.map(({ network }) => network).filter((network) => network.includes(':') || !network.endsWith('/32')),
    );
    showBlocked(blocks.length);
  }
}
