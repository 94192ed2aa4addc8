import { readFile } from 'node:fs/promises';
import type { SecureContextOptions } from 'node:tls';
import type { TlsClientConfig } from '../../config/channel-settings.ts';

/** Read anew for each message: a renewed certificate holds at once. @throws what the system throws */
export async function readTlsOptions({
  ca,
  cert,
  key,
}: TlsClientConfig): Promise<SecureContextOptions> {
  return {
    minVersion: 'TLSv1.2',
    ...(ca === null ? {} : { ca: await readFile(ca) }),
    ...(cert === null ? {} : { cert: await readFile(cert) }),
    ...(key === null ? {} : { key: await readFile(key) }),
  };
}
