// Linux counts the datagrams of each socket that found its receive buffer full: the last column of /proc/net/udp.
import { readFile } from 'node:fs/promises';
import { parseIpAddress } from '../../util/ip-address.ts';

/** Datagrams dropped for the socket bound to the address and port; null where the system does not tell. */
export async function readKernelDrops(address: string, port: number): Promise<number | null> {
  const isIpv6 = address.includes(':');
  try {
    const table = await readFile(isIpv6 ? '/proc/net/udp6' : '/proc/net/udp', 'latin1');
    return findDrops(table, kernelAddress(address, port));
  } catch {
    return null; // ENOENT, EACCES: not Linux, or a sandbox
  }
}

/** `sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode ref pointer drops` */
function findDrops(table: string, local: string): number | null {
  const [header = '', ...rows] = table.split('\n');
  if (!header.trimEnd().endsWith('drops')) return null;
  for (const row of rows) {
    const columns = row.trim().split(/\s+/);
    if (columns[1] !== local) continue;
    const drops = Number(columns.at(-1));
    return Number.isInteger(drops) ? drops : null;
  }
  return null;
}

/** `0100007F:1F90`: words of four bytes, each as the (little-endian) machine holds it. */
function kernelAddress(address: string, port: number): string {
  const parsed = parseIpAddress(address);
  const isIpv6 = address.includes(':');
  const bytes: string[] = [];
  let value = parsed?.value ?? 0n;
  for (let i = 0; i < (isIpv6 ? 16 : 4); i += 1) {
    bytes.unshift((value & 0xffn).toString(16).padStart(2, '0'));
    value >>= 8n;
  }
  const words: string[] = [];
  for (let at = 0; at < bytes.length; at += 4)
    words.push(
      bytes
        .slice(at, at + 4)
        .toReversed()
        .join(''),
    );
  return `${words.join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}
