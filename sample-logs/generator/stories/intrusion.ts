// Story 5, the data centre: the mail and SSO server scans its neighbours, then moves on over SMB and remote desktop.
import type { Book } from '../book.ts';
import { at, seconds } from '../clock.ts';
import { trafficFields } from '../fortigate.ts';
import type { Province } from '../province.ts';
import { flowOf } from '../quiet.ts';
import { createRandom } from '../random.ts';

const SOURCE = '10.95.107.11';
const FIRST_TARGET = '10.95.104.11';

export function tellIntrusion(book: Book, province: Province): void {
  const random = createRandom('intrusion');
  const push = (timeMs: number, flow: Parameters<typeof flowOf>[1]): void => {
    const fields = trafficFields(flowOf(random, { from: 'dmz', to: 'dmz', ...flow }));
    book.dataCentre.push({ timeMs, fields });
  };
  for (let index = 0; index < 110; index += 1) {
    push(at('10:02:00') + index * seconds(2), {
      source: SOURCE,
      target: FIRST_TARGET,
      port: 1000 + index * 7,
      service: 'other',
      action: 'deny',
    });
  }
  for (let index = 0; index < 55; index += 1) {
    push(at('10:07:00') + index * seconds(4), {
      source: SOURCE,
      target: `10.95.${String(103 + (index % 5))}.${String(11 + Math.floor(index / 5))}`,
      port: 1433,
      service: 'MS-SQL',
      action: 'deny',
    });
  }
  const targets = province.servers.filter(({ address }) => address !== SOURCE).slice(0, 20);
  for (const [index, { address }] of targets.entries()) {
    push(at('10:14:00') + index * seconds(23), {
      source: SOURCE,
      target: address,
      port: index % 3 === 2 ? 3389 : 445,
      service: index % 3 === 2 ? 'RDP' : 'SMB',
      action: index % 4 === 3 ? 'timeout' : 'close',
    });
  }
}
