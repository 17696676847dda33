import { walFiles } from './physical-copy.js';

it('names the files of the log between two of them', () => {
  const MIB16 = 16 * 1024 * 1024;
  expect(walFiles('0000000100000000000000FE', '000000010000000100000001', MIB16)).toEqual([
    '0000000100000000000000FE',
    '0000000100000000000000FF',
    '000000010000000100000000',
    '000000010000000100000001',
  ]);
  expect(walFiles('000000010000000000000003', '000000010000000000000003', MIB16)).toHaveLength(1);
  expect(() => walFiles('000000010000000000000003', '000000020000000000000004', MIB16)).toThrow('timeline');
});
