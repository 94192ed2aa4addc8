import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from '../../src/util/heap.ts';

test('what goes in comes out, the least first, however both are mixed', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ max: 9 }), fc.constant(null))), (steps) => {
      const heap = new Heap<number>((a, b) => a - b);
      let model: number[] = [];
      for (const step of steps) {
        if (step === null) {
          expect(heap.take()).toBe(model[0]);
          model = model.slice(1);
        } else {
          heap.add(step);
          model = [...model, step].toSorted((a, b) => a - b);
        }
        expect([heap.first, heap.size]).toEqual([model[0], model.length]);
      }
    }),
  );
});
