import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../kernel/config/index.js';
import { Database, Notifications } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { RequestContext, currentActor, systemActor } from '../../kernel/security/index.js';
import { AUTH_ERRORS } from '../auth.errors.js';
import { AuthEvents } from '../events/auth-events.js';
import { countBlock } from '../limits/limit-metrics.js';
import { BlockList } from './block-list.js';
import type { BlockAddressDto, BlockedAddressDto, BlockedAddressesQuery } from './blocked-addresses.dto.js';
import { BLOCKS_CHANNEL, BlockedAddressesRepository } from './blocked-addresses.repository.js';
import { WIDEST_BITS } from './blocking-limits.js';
import { NetworkSet, readNetwork } from './networks.js';

const SHORTEST_REASON = 3;
const LONGEST_REASON = 500;

/** Addresses that are not answered: by hand with a reason, or by themselves. Every step is an event besides its row in the audit. */
@Injectable()
export class BlockedAddressesService {
  constructor(
    private readonly db: Database,
    private readonly blocks: BlockedAddressesRepository,
    private readonly list: BlockList,
    private readonly events: AuthEvents,
    private readonly notifications: Notifications,
    private readonly config: AppConfig,
  ) {}

  /** @throws UNKNOWN_QUERY_PARAMETER when `address` is none */
  page(query: BlockedAddressesQuery): Promise<Page<BlockedAddressDto>> {
    const { address } = query;
    if (address !== undefined && readNetwork(address) === null)
      throw KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER('address must be an IP address');
    return this.blocks.page(query);
  }

  /** @throws NOT_FOUND */
  get(id: string): Promise<BlockedAddressDto> {
    return this.blocks.get(id);
  }

  /** @throws VALIDATION_FAILED, OWN_ADDRESS, ADDRESS_ALREADY_BLOCKED */
  block({ address, reason, blocked_until: until = null }: BlockAddressDto): Promise<BlockedAddressDto> {
    return this.db.transaction(async () => {
      refuse([...networkFaults(address), ...(await this.untilFaults(until))]);
      if (new NetworkSet([address]).has(RequestContext.current().ip)) throw AUTH_ERRORS.OWN_ADDRESS();
      const id = await this.blocks.insertManual(address.trim(), reason, until, currentActor().user_id);
      if (id === null) throw AUTH_ERRORS.ADDRESS_ALREADY_BLOCKED();
      const block = await this.blocks.get(id);
      await this.tell('address_blocked', block);
      this.db.afterCommit(() => countBlock('manual'));
      return block;
    });
  }

  /** Ends a block before its time. @throws NOT_FOUND, INVALID_STATE when it is over already */
  unblock(id: string, reason: string): Promise<BlockedAddressDto> {
    return this.db.transaction(async () => {
      const known = await this.blocks.get(id);
      if (!(await this.blocks.end(id, reason, currentActor().user_id)))
        throw KERNEL_ERRORS.INVALID_STATE(`The block of ${known.network} is over already`);
      const block = await this.blocks.get(id);
      await this.tell('address_unblocked', block);
      return block;
    });
  }

  /**
   * Ends every open block in which an address or network lies, for who does not know the block but himself.
   * @returns the blocks that it ended; none when nothing blocks it
   * @throws VALIDATION_FAILED
   */
  unblockAddress(address: string, reason: string): Promise<BlockedAddressDto[]> {
    const faults = readNetwork(address) === null ? [NO_NETWORK] : [];
    if (reason.trim().length < SHORTEST_REASON || reason.length > LONGEST_REASON)
      faults.push({ pointer: '/reason', code: 'OUT_OF_RANGE', message: 'must have 3 to 500 signs' });
    refuse(faults);
    return this.db.transaction(async () => {
      const ended: BlockedAddressDto[] = [];
      for (const id of await this.blocks.openAround(address.trim())) ended.push(await this.unblock(id, reason));
      return ended;
    });
  }

  /** Blocks a network that was refused too often, in the name of the system. @returns null when it is blocked already */
  async blockAutomatically(network: string, reason: string): Promise<BlockedAddressDto | null> {
    const system = RequestContext.forSystem(
      systemActor(new Set(), []),
      RequestContext.find()?.request_id ?? randomUUID(),
    );
    const context = { ...system, ip: RequestContext.find()?.ip ?? '' };
    return RequestContext.run(context, () =>
      this.db.transaction(async () => {
        const block = await this.blocks.insertAutomatic(network, reason, this.config.blockMinutes);
        if (block === null) return null;
        await this.tell('address_blocked', block);
        this.db.afterCommit(() => countBlock('automatic'));
        return block;
      }),
    );
  }

  private async untilFaults(until: string | null): Promise<FieldError[]> {
    if (until === null || (await this.blocks.isAhead(until))) return [];
    return [{ pointer: '/blocked_until', code: 'INVALID_VALUE', message: 'must lie ahead' }];
  }

  /** The log of events, this process's own list before its caller is answered, and all other processes. */
  private async tell(event: 'address_blocked' | 'address_unblocked', block: BlockedAddressDto): Promise<void> {
    const { id, network, origin, reason, blocked_until, end_reason } = block;
    await this.events.record({ event, details: { id, network, origin, reason, blocked_until, end_reason } });
    this.db.afterCommit(() => this.list.refresh());
    this.notifications.announce(BLOCKS_CHANNEL);
  }
}

const NO_NETWORK: FieldError = {
  pointer: '/address',
  code: 'INVALID_VALUE',
  message: 'must be an IP address or a network such as 203.0.113.0/24',
};

function networkFaults(address: string): FieldError[] {
  const network = readNetwork(address);
  if (network === null) return [NO_NETWORK];
  const fewest = WIDEST_BITS[network.family];
  if (network.bits >= fewest) return [];
  return [{ pointer: '/address', code: 'OUT_OF_RANGE', message: `must not be wider than /${fewest}` }];
}
