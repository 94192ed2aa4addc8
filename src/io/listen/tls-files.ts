import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { SecureContextOptions } from 'node:tls';
import type { TlsPlan } from '../../ports/listen.ts';

/** What a TLS server needs, and when its certificate ends. */
export interface TlsMaterial {
  readonly options: SecureContextOptions;
  readonly validToMs: number;
  /** Changes when one of the files does. */
  readonly version: string;
}

/** @throws what the system throws, or an Error that says what is wrong with the certificate */
export async function loadTls(plan: TlsPlan): Promise<TlsMaterial> {
  const version = await tlsVersion(plan);
  const cert = await readFile(plan.certPath);
  const key = await readFile(plan.keyPath);
  const ca = plan.caPath === null ? null : await readFile(plan.caPath);
  return {
    options: { cert, key, minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca }) },
    validToMs: Date.parse(new X509Certificate(cert).validTo),
    version,
  };
}

/** Cheap to ask again and again. @throws what the system throws */
export async function tlsVersion({ certPath, keyPath, caPath }: TlsPlan): Promise<string> {
  const times: string[] = [];
  for (const path of [certPath, keyPath, ...(caPath === null ? [] : [caPath])]) {
    const { mtimeMs, ino, size } = await stat(path);
    times.push(`${ino}:${mtimeMs}:${size}`);
  }
  return times.join();
}
