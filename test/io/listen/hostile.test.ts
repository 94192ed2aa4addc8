// What a sender may do to the listener, and what an honest sender beside it must not notice.
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import {
  listenerPlan,
  openTcp,
  readSpool,
  sendAndEnd,
  sendDatagrams,
  startTestHub,
  until,
  type TestHub,
} from '../../support/listen.ts';

const TCP = listenerPlan({ id: 'tcp', protocol: 'tcp', maxConnections: 12 });

async function messagesOf(hub: TestHub): Promise<readonly string[]> {
  return Object.values(await readSpool(hub.folder)).flat();
}

function tcpStats(hub: TestHub) {
  const [stats] = hub.listening.stats().listeners;
  if (stats === undefined) throw new Error('no listener');
  return stats;
}

test('a line without end is cut, and the next message is whole', async () => {
  const hub = await startTestHub({ listeners: [TCP] });
  const socket = await openTcp(hub.port('tcp'));
  const mebibyte = Buffer.alloc(1 << 20, 'x');
  for (let i = 0; i < 64; i += 1) if (!socket.write(mebibyte)) await once(socket, 'drain');
  await sendAndEnd(socket, '\n<1>next\n');
  await hub.listening.stop();
  const [cut = '', next] = await messagesOf(hub);
  expect([cut.length, next]).toEqual(['127.0.0.1 '.length + (128 << 10), '127.0.0.1 <1>next']);
  expect(tcpStats(hub)).toMatchObject({ messages: 2, cut: 1, cutBytes: (64 << 20) - (128 << 10) });
});

test('an impossible count ends the connection of a sender that counts, and is told', async () => {
  const hub = await startTestHub({ listeners: [TCP] });
  const socket = await openTcp(hub.port('tcp'));
  await sendAndEnd(socket, '4 <1>a999999999999 <2>b');
  await hub.listening.stop();
  expect(await messagesOf(hub)).toEqual(['127.0.0.1 <1>a', '127.0.0.1 99999999']);
  expect(tcpStats(hub)).toMatchObject({ refused: 1, connections: 0 });
  expect(hub.problems.map(({ code }) => code)).toContain('connections-refused');
});

test('one address may not take all connections', async () => {
  const hub = await startTestHub({ listeners: [TCP] });
  const held: Socket[] = [];
  for (let i = 0; i < 20; i += 1) held.push(await openTcp(hub.port('tcp'), '127.0.0.66'));
  await until(() => tcpStats(hub).refused === 17);
  await sendAndEnd(await openTcp(hub.port('tcp'), '127.0.0.2'), '<1>a\n');
  await hub.listening.stop();
  expect(await messagesOf(hub)).toEqual(['127.0.0.2 <1>a']);
  expect(held).toHaveLength(20);
});

test('when there is no room, whoever has been silent for a minute goes', async () => {
  let nowMs = 1_800_000_000_000;
  const hub = await startTestHub({ listeners: [TCP] }, { nowMs: () => nowMs });
  const held: Socket[] = [];
  for (let i = 0; i < 12; i += 1) {
    const socket = await openTcp(hub.port('tcp'), `127.0.1.${Math.floor(i / 3)}`);
    held.push(socket);
    socket.write(`<1>open ${i}`);
    await until(() => tcpStats(hub).connections === i + 1);
    nowMs += 1000;
  }
  const refused = await openTcp(hub.port('tcp'), '127.0.0.2');
  await once(refused.resume(), 'close');
  nowMs += 60_000;
  await sendAndEnd(await openTcp(hub.port('tcp'), '127.0.0.2'), '<1>a\n');
  await hub.listening.stop();
  const messages = await messagesOf(hub);
  expect(messages[0]).toBe('127.0.1.0 <1>open 0');
  expect(messages).toContain('127.0.0.2 <1>a');
  expect(messages).toHaveLength(13);
});

test('forged addresses share a place when there are too many; their lines still name them', async () => {
  const hub = await startTestHub({ listeners: [listenerPlan({ id: 'udp', protocol: 'udp' })] });
  for (let i = 0; i < 1030; i += 1)
    await sendDatagrams(hub.port('udp'), [`<1>${i}`], `127.1.${i >> 8}.${i & 255}`);
  await until(() => hub.listening.stats().listeners[0]?.messages === 1030);
  await hub.listening.stop();
  const messages = await messagesOf(hub);
  expect(new Set(messages.map((message) => message.split(' ')[0])).size).toBe(1030);
  const shared = hub.listening.stats().senders.find(({ address }) => address === null);
  expect(shared).toMatchObject({ messages: 6, isKnown: false });
  expect(hub.problems.filter(({ code }) => code === 'unknown-sender')).toHaveLength(50);
});

test('a sender that is faster than the disk waits and loses nothing', async () => {
  const limits = { senderBytes: 1 << 20, pauseBytes: 64 << 10, totalBytes: 4 << 20 };
  const hub = await startTestHub({ listeners: [TCP] }, { limits, gatherMs: 30 });
  let maxQueued = 0;
  const timer = setInterval(() => {
    maxQueued = Math.max(maxQueued, hub.listening.stats().spool.queuedBytes);
  }, 1);
  const line = `<1>${'x'.repeat(500)}\n`;
  const senders = Array.from({ length: 3 }, async (_, i) => {
    const socket = await openTcp(hub.port('tcp'), `127.0.0.${i + 1}`);
    await sendAndEnd(socket, line.repeat(10_000));
  });
  await Promise.all(senders);
  clearInterval(timer);
  await hub.listening.stop();
  expect(await messagesOf(hub)).toHaveLength(30_000);
  expect(tcpStats(hub)).toMatchObject({ messages: 30_000, dropped: 0 });
  expect(maxQueued).toBeLessThan(4 << 20);
});

test('bytes that are no text', async () => {
  const hub = await startTestHub({ listeners: [TCP] });
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  await sendAndEnd(
    await openTcp(hub.port('tcp')),
    Buffer.concat([Buffer.from('260 <13>'), bytes, Buffer.from('<1>a\n')]),
  );
  await hub.listening.stop();
  const [first = '', second] = await messagesOf(hub);
  expect([first.length, second]).toEqual(['127.0.0.1 '.length + 260, '127.0.0.1 <1>a']);
});
