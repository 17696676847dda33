export const BLOCK_ORIGINS = ['automatic', 'manual'] as const;

/** Networks wider than these are whole providers: nobody blocks them with one call. */
export const WIDEST_BITS = { ipv4: 8, ipv6: 16 } as const;
