import { suggestReorderPoint } from './reorder-point.js';

it('is use over the lead time and the safety stock; the maximum adds use over the review period', () => {
  // 270 in 90 days are 3 a day: 21 in 7 days, 90 in 30
  expect(suggestReorderPoint({ used: 270, days: 90, lead_time_days: 7, safety_stock: 5, review_days: 30 })).toEqual({
    average_daily_use: '3.0000',
    lead_time_use: 21,
    reorder_point: 26,
    maximum: 116,
    steps: [
      'Used 270 in 90 days; in 7 days of lead time: 270 x 7 / 90 = 21, rounded up',
      'Reorder point: 21 + safety stock 5 = 26',
      'Maximum: 26 + use of 30 days 90 = 116',
    ],
  });
});

it('rounds up to whole pieces once: 10 in 90 days are 0.1111 a day, 1 in 7 days', () => {
  expect(
    suggestReorderPoint({ used: 10, days: 90, lead_time_days: 7, safety_stock: 0, review_days: 30 }),
  ).toMatchObject({
    average_daily_use: '0.1111',
    lead_time_use: 1,
    reorder_point: 1,
    maximum: 5,
  });
});

it('of what nobody uses, or what is there at once, is the safety stock', () => {
  const none = { used: 0, days: 90, lead_time_days: 7, safety_stock: 4, review_days: 30 };
  expect(suggestReorderPoint(none)).toMatchObject({ reorder_point: 4, maximum: 4 });
  expect(suggestReorderPoint({ ...none, used: 90, lead_time_days: 0 })).toMatchObject({
    reorder_point: 4,
    maximum: 34,
  });
});

it('is no more than a product can hold', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const huge = { used: most, days: 1, lead_time_days: 3650, safety_stock: most, review_days: 3650 };
  expect(suggestReorderPoint(huge)).toMatchObject({ reorder_point: most, maximum: most });
});
