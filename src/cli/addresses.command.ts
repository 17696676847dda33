import type { Command } from 'commander';
import { BlockedAddressesService } from '../auth/index.js';
import type { BlockedAddressDto } from '../auth/index.js';
import { asSystem } from '../start/system.js';
import { print, withApplication } from './context.js';

const PAGE = 200;

/** `pabrik addresses`: for who has locked himself out, since then no request of his is answered. */
export function addAddresses(program: Command): void {
  const addresses = program.command('addresses').description('addresses that are not answered');
  addresses
    .command('blocked')
    .description('the addresses and networks that are blocked now')
    .action(() =>
      withService(async (service) => {
        let count = 0;
        let cursor: string | undefined;
        do {
          const { data, next_cursor: next } = await service.page({
            is_active: true,
            limit: PAGE,
            ...(cursor !== undefined && { cursor }),
          });
          for (const block of data) print(line(block));
          count += data.length;
          cursor = next ?? undefined;
        } while (cursor !== undefined);
        print(`${count} blocked.`);
      }),
    );
  addresses
    .command('unblock')
    .description('end every block in which this address or network lies; servers hear of it at once')
    .argument('<address>', 'an address, or a network in CIDR form')
    .option('--reason <text>', 'why; kept with the block', 'Ended by the command of the operator')
    .action((address: string, { reason }: { reason: string }) =>
      withService(async (service) => {
        const ended = await service.unblockAddress(address, reason);
        for (const { network } of ended) print(`${network} is answered again.`);
        if (ended.length > 0) return;
        print(`${address} is not blocked.`);
        process.exitCode = 1;
      }),
    );
}

function withService(work: (service: BlockedAddressesService) => Promise<void>): Promise<void> {
  return withApplication((app) => asSystem(app, () => work(app.get(BlockedAddressesService, { strict: false }))));
}

function line({ network, origin, blocked_at, blocked_until, blocked_by, reason }: BlockedAddressDto): string {
  return `${network}  ${origin}${blocked_by === null ? '' : ` by ${blocked_by}`}  since ${blocked_at}  ${blocked_until === null ? 'without an end' : `until ${blocked_until}`}  ${reason}`;
}
