import { Buffer } from 'node:buffer';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import {
  listenerPlan,
  openTcp,
  readSpool,
  sendAndEnd,
  sendDatagrams,
  startTestHub,
  until,
} from '../../support/listen.ts';

const UDP = listenerPlan({ id: 'udp', protocol: 'udp' });
const TCP = listenerPlan({ id: 'tcp', protocol: 'tcp' });

test('datagrams are messages: their end is cut, what is in them stays', async () => {
  const hub = await startTestHub({ listeners: [UDP] });
  await sendDatagrams(hub.port('udp'), [
    '<1>plain',
    '<2>with end\r\n',
    '<3>NUL\0',
    '<4>two\n<5>lines',
    Buffer.from([0x3c, 0x36, 0x3e, 0xff, 0x00, 0x1b]),
    '',
    '\n',
  ]);
  await until(() => hub.listening.stats().listeners[0]?.empty === 2);
  await hub.listening.stop();
  expect(await readSpool(hub.folder)).toEqual({
    '_unknown/udp/syslog.log': [
      '127.0.0.1 <1>plain',
      '127.0.0.1 <2>with end',
      '127.0.0.1 <3>NUL',
      '127.0.0.1 <4>two\n<5>lines',
      '127.0.0.1 <6>\udcff\0\u001b',
    ],
  });
});

test('lines and counted messages over TCP, a last one without end, and a break in the middle', async () => {
  const hub = await startTestHub({ listeners: [TCP] });
  await sendAndEnd(await openTcp(hub.port('tcp')), '<1>a\n7 <2>b\nc\n<3>d\n<4>e');
  await sendAndEnd(await openTcp(hub.port('tcp')), '30 <5>half');
  await hub.listening.stop();
  expect(await readSpool(hub.folder)).toEqual({
    '_unknown/tcp/syslog.log': [
      '127.0.0.1 <1>a',
      '127.0.0.1 <2>b\nc',
      '127.0.0.1 <3>d',
      '127.0.0.1 <4>e',
      '127.0.0.1 <5>half',
    ],
  });
  expect(hub.listening.stats().listeners[0]).toMatchObject({ messages: 5, cut: 1, cutBytes: 23 });
});

describe('whose messages they are', () => {
  const senders = [
    { network: '127.0.0.0/8', unit: 'so-y-te', source: null },
    { network: '127.0.1.0/24', unit: 'so-y-te', source: 'fortigate' },
    { network: '127.0.1.9', unit: null, source: 'relay' },
  ];

  test('the longest network decides; a relay belongs to no unit', async () => {
    const hub = await startTestHub({ listeners: [UDP], senders });
    for (const from of ['127.0.2.1', '127.0.1.1', '127.0.1.9'])
      await sendDatagrams(hub.port('udp'), ['<1>x'], from);
    await until(() => hub.listening.stats().listeners[0]?.messages === 3);
    await hub.listening.stop();
    expect(await readSpool(hub.folder)).toEqual({
      'so-y-te/udp/syslog.log': ['127.0.2.1 <1>x'],
      'so-y-te/fortigate/syslog.log': ['127.0.1.1 <1>x'],
      '_central/relay/syslog.log': ['127.0.1.9 <1>x'],
    });
    expect(hub.problems.filter(({ code }) => code === 'unknown-sender')).toEqual([]);
  });

  test('who is not named as a sender is looked up in the inventory, however long its network', async () => {
    const inventory = [{ network: '127.0.0.0/8', unit: 'so-y-te', source: null }];
    const relays = [{ network: '127.0.1.0/24', unit: null, source: 'relay' }];
    const machine = { network: '127.0.1.7', unit: 'so-y-te', source: null };
    const hub = await startTestHub({
      listeners: [UDP],
      senders: relays,
      inventory: [...inventory, machine],
    });
    for (const from of ['127.0.2.1', '127.0.1.7'])
      await sendDatagrams(hub.port('udp'), ['<1>x'], from);
    await until(() => hub.listening.stats().listeners[0]?.messages === 2);
    await hub.listening.stop();
    expect(await readSpool(hub.folder)).toEqual({
      'so-y-te/udp/syslog.log': ['127.0.2.1 <1>x'],
      '_central/relay/syslog.log': ['127.0.1.7 <1>x'],
    });
  });

  test('an unknown sender is told once, counted and kept', async () => {
    const hub = await startTestHub({ listeners: [UDP], senders: senders.slice(1) });
    for (let i = 0; i < 3; i += 1) await sendDatagrams(hub.port('udp'), ['<1>x'], '127.0.7.7');
    await until(() => hub.listening.stats().listeners[0]?.messages === 3);
    await hub.listening.stop();
    expect(await readSpool(hub.folder)).toEqual({
      '_unknown/udp/syslog.log': ['127.0.7.7 <1>x', '127.0.7.7 <1>x', '127.0.7.7 <1>x'],
    });
    const told = hub.problems.filter(({ code }) => code === 'unknown-sender');
    expect(told.map(({ message }) => message)).toEqual([
      '127.0.7.7 sends to the listener "udp" and is neither in "senders" nor in the inventory',
    ]);
    const [sender] = hub.listening.stats().senders;
    expect({ ...sender, lastMs: 0 }).toEqual({
      listener: 'udp',
      address: '127.0.7.7',
      isKnown: false,
      unit: null,
      source: 'udp',
      lastMs: 0,
      queuedBytes: 0,
      messages: 3,
      bytes: 12,
      dropped: 0,
      droppedBytes: 0,
      cut: 0,
      cutBytes: 0,
      empty: 0,
    });
  });
});

test('a port that is taken is told, and taken over when it is free', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const bound = other.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
  const hub = await startTestHub({ listeners: [{ ...TCP, port }] });
  expect(hub.problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'listener-failed listener "tcp": cannot receive: another program has the port; it is tried again',
  ]);
  expect(hub.listening.stats().listeners[0]).toMatchObject({ isListening: false });
  other.close();
  await until(() => hub.listening.stats().listeners[0]?.isListening === true);
  await sendAndEnd(await openTcp(port), '<1>a\n');
  await hub.listening.stop();
  expect(hub.problems.filter(({ code }) => code === 'listener-failed')).toHaveLength(1);
  expect(Object.values(await readSpool(hub.folder))).toEqual([['127.0.0.1 <1>a']]);
});

test('a second run goes on in the same file', async () => {
  const first = await startTestHub({ listeners: [UDP] });
  await sendDatagrams(first.port('udp'), ['<1>a']);
  await until(() => first.listening.stats().listeners[0]?.messages === 1);
  await first.listening.stop();
  const second = await startTestHub({ listeners: [UDP], spool: { folder: first.folder } });
  expect(second.listening.stats().spool.bytes).toBeGreaterThan(10);
  await sendDatagrams(second.port('udp'), ['<1>b']);
  await until(() => second.listening.stats().listeners[0]?.messages === 1);
  await second.listening.stop();
  expect(await readSpool(first.folder)).toEqual({
    '_unknown/udp/syslog.log': ['127.0.0.1 <1>a', '127.0.0.1 <1>b'],
  });
});
