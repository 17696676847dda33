import { ReplicaLag, positionNumber } from './replica-lag.js';

it('reads a position as PostgreSQL writes it', () => {
  expect(positionNumber('0/0')).toBe(0n);
  expect(positionNumber('16/B374D848')).toBe(0x16_b374_d848n);
  expect(positionNumber('1/0') > positionNumber('0/FFFFFFFF')).toBe(true);
});

describe('the lag', () => {
  it('is nothing while the replica has all, however long nothing was written', () => {
    const lag = new ReplicaLag();
    expect(lag.of(0, '0/100', '0/100')).toBe(0);
    expect(lag.of(3_600_000, '0/100', '0/100')).toBe(0);
  });

  it('grows from the first position that is missing, and ends once that was replayed', () => {
    const lag = new ReplicaLag();
    expect(lag.of(1_000, '0/200', '0/100')).toBe(0);
    expect(lag.of(2_000, '0/300', '0/100')).toBe(1);
    expect(lag.of(5_000, '0/400', '0/200')).toBe(3);
    expect(lag.of(6_000, '0/400', '0/400')).toBe(0);
  });

  it('is known of a replica that is cut off and says nothing of it', () => {
    const lag = new ReplicaLag();
    for (let second = 0; second <= 30; second++) lag.of(second * 1000, `0/${(0x100 + second).toString(16)}`, '0/100');
    expect(lag.of(31_000, '0/200', '0/100')).toBe(30);
  });
});
