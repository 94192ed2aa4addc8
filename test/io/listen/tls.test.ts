import { writeFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { expect, test } from 'vitest';
import {
  listenerPlan,
  openTcp,
  openTls,
  readSpool,
  sendAndEnd,
  startTestHub,
  until,
} from '../../support/listen.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

interface Certificate {
  readonly key: string;
  readonly cert: string;
}

async function makeCertificate(name = 'soc', days = 365, ca?: Certificate): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keySize: 2048,
    notAfterDate: new Date(Date.now() + days * 86_400_000),
    extensions: [{ name: 'basicConstraints', cA: name === 'authority' }],
    ...(ca === undefined ? {} : { ca }),
  });
  return { key, cert };
}

async function writeCertificate(folder: string, { key, cert }: Certificate) {
  const [certPath, keyPath] = [join(folder, 'soc.pem'), join(folder, 'soc.key')];
  await writeFile(certPath, cert);
  await writeFile(keyPath, key);
  return { certPath, keyPath, caPath: null };
}

test('messages over TLS; TLS 1.1 and what is no TLS are refused and counted', async () => {
  const tls = await writeCertificate(await createTempFolder(), await makeCertificate());
  const hub = await startTestHub({
    listeners: [listenerPlan({ id: 'tls', protocol: 'tls', tls })],
  });
  const port = hub.port('tls');
  await sendAndEnd(await openTls(port, {}), '8 <1>a\nb c<2>d\n');
  await expect(openTls(port, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })).rejects.toThrow(/./);
  await sendAndEnd(await openTcp(port), '<1>plain text on the port of TLS\n');
  await until(() => (hub.listening.stats().listeners[0]?.badHandshakes ?? 0) >= 2);
  await until(() => hub.listening.stats().listeners[0]?.connections === 0);
  await hub.listening.stop();
  expect(await readSpool(hub.folder)).toEqual({
    '_unknown/tls/syslog.log': ['127.0.0.1 <1>a\nb c', '127.0.0.1 <2>d'],
  });
  expect(new Set(hub.problems.map(({ code }) => code))).toEqual(
    new Set(['unknown-sender', 'tls-handshake']),
  );
});

test('with a ca, only senders with a certificate of it are heard', async () => {
  const folder = await createTempFolder();
  const authority = await makeCertificate('authority');
  const client = await makeCertificate('client', 365, authority);
  const stranger = await makeCertificate('stranger');
  const caPath = join(folder, 'ca.pem');
  await writeFile(caPath, authority.cert);
  const tls = { ...(await writeCertificate(folder, await makeCertificate())), caPath };
  const hub = await startTestHub({
    listeners: [listenerPlan({ id: 'tls', protocol: 'tls', tls })],
  });
  await sendAndEnd(await openTls(hub.port('tls'), client), '<1>known\n');
  for (const options of [stranger, {}]) {
    const socket = await openTls(hub.port('tls'), options);
    await sendAndEnd(socket, '<1>stranger\n');
  }
  await until(() => hub.listening.stats().listeners[0]?.badHandshakes === 2);
  await hub.listening.stop();
  expect(Object.values(await readSpool(hub.folder))).toEqual([['127.0.0.1 <1>known']]);
});

test('a certificate that ends soon is told; files that are missing are told and waited for', async () => {
  const folder = await createTempFolder();
  const tls = {
    certPath: join(folder, 'soc.pem'),
    keyPath: join(folder, 'soc.key'),
    caPath: null,
  };
  const hub = await startTestHub({
    listeners: [listenerPlan({ id: 'tls', protocol: 'tls', tls })],
  });
  expect(hub.problems.map(({ code }) => code)).toEqual(['listener-failed']);
  await writeFile(tls.certPath, 'no certificate');
  await writeFile(tls.keyPath, 'no key');
  await until(() => hub.problems.length > 1);
  await writeCertificate(folder, await makeCertificate('soc', 10));
  await until(() => hub.listening.stats().listeners[0]?.isListening === true);
  const codes = hub.problems.map(({ code }) => code);
  // How often it failed depends on what it met between two of our writes.
  expect([...new Set(codes)]).toEqual(['listener-failed', 'certificate-ends']);
  expect(codes.filter((code) => code === 'certificate-ends')).toHaveLength(1);
});

test('a renewed certificate holds for new connections without a restart', async () => {
  const folder = await createTempFolder();
  const tls = await writeCertificate(folder, await makeCertificate());
  const hub = await startTestHub(
    { listeners: [listenerPlan({ id: 'tls', protocol: 'tls', tls })] },
    { renewMs: 10 },
  );
  const before = await openTls(hub.port('tls'), {});
  const renewed = await makeCertificate();
  await writeFile(tls.certPath, 'half a certif');
  await until(() => hub.problems.some(({ code }) => code === 'tls-renewal'));
  await writeCertificate(folder, renewed);
  const { fingerprint256 } = new X509Certificate(renewed.cert);
  await until(async () => {
    const socket = await openTls(hub.port('tls'), {});
    const shown = socket.getPeerCertificate().fingerprint256;
    socket.destroy();
    return shown === fingerprint256;
  });
  before.write('<1>still heard\n');
  await until(() => hub.listening.stats().listeners[0]?.messages === 1);
  expect(hub.problems.filter(({ code }) => code === 'tls-renewal')).toHaveLength(1);
});
