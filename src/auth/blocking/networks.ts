import { BlockList, isIP } from 'node:net';

/** An address or a network as it is written. */
export interface WrittenNetwork {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly bits: number;
}

/** The address itself: without the zone of a link, and IPv4 as such where it came dressed as IPv6. '' for what is no address. */
export function plainAddress(ip: string): string {
  const bare = ip.split('%')[0] ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  return isIP(mapped) === 0 ? '' : mapped;
}

/** Reads `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`; null for anything else. */
export function readNetwork(text: string): WrittenNetwork | null {
  const [given = '', bits, ...more] = text.trim().split('/');
  const address = plainAddress(given);
  const version = isIP(address);
  if (version === 0 || given.includes('%') || more.length > 0) return null;
  const most = version === 4 ? 32 : 128;
  if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > most)) return null;
  return { address, family: version === 4 ? 'ipv4' : 'ipv6', bits: bits === undefined ? most : Number(bits) };
}

/** Many networks, asked at once whether an address lies in one of them. What is no network is left out. */
export class NetworkSet {
  private readonly list = new BlockList();
  private size = 0;

  constructor(texts: Iterable<string> = []) {
    for (const text of texts) this.add(text);
  }

  add(text: string): void {
    const network = readNetwork(text);
    if (network === null) return;
    this.list.addSubnet(network.address, network.bits, network.family);
    this.size += 1;
  }

  has(ip: string): boolean {
    if (this.size === 0) return false;
    const address = plainAddress(ip);
    return address !== '' && this.list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
}
