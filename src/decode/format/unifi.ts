import type { FieldValue } from '../../event/event.ts';
import type { MessageFormat } from '../format.ts';

/** `name,02005e100001,v4.0.54 hostapd[7]: `, also `("U7PG2,02005e100001,v3.9.19") hostapd: ` with the model. */
const HEAD =
  /^\(?"?([^\s,"()]{1,64}),([0-9a-f]{12}),v?([\w.+-]{1,40})"?\)?:? (?:([\w./-]{1,48})(?:\[(\d{1,10})\])?: )?/i;

/** UniFi access points and switches, whose host is name, hardware address and firmware. Gateways write as Linux does, the application CEF. */
export const unifi: MessageFormat = {
  name: 'unifi-device',
  title: 'UniFi access points and switches',
  reference:
    'https://help.ui.com/hc/en-us/articles/33349041044119-UniFi-System-Logs-SIEM-Integration',
  samples: [
    {
      lines: [
        '<30>Nov 20 08:02:03 ap-tang-2,02005e100001,v4.0.54+10625 hostapd[1123]: ath0: STA 02:00:5e:10:00:02 IEEE 802.11: associated',
      ],
      fields: {
        device_mac: '02:00:5e:10:00:01',
        device_version: '4.0.54+10625',
        process: 'hostapd',
        pid: '1123',
        client_mac: '02:00:5e:10:00:02',
        message: 'ath0: STA 02:00:5e:10:00:02 IEEE 802.11: associated',
      },
      time: '2026-11-20T01:02:03.000Z',
      host: 'ap-tang-2',
    },
    {
      lines: [
        '<30>Nov 20 08:02:03 ap-02 ("U7PG2,02005e100001,v3.9.19.8123") hostapd: ath1: STA 02:00:5e:10:00:02 disassociated',
      ],
      fields: { device_version: '3.9.19.8123', process: 'hostapd' },
      time: '2026-11-20T01:02:03.000Z',
      host: 'ap-02',
    },
  ],
  programs: [],
  begins: /\(?"?[^\s,"()]{1,64},[0-9a-f]{12},v?[\w.+-]{1,40}"?\)?:? /iy,
  isBare: false,
  read(text, envelope) {
    const head = HEAD.exec(text);
    if (head === null) return 'no host of name, hardware address and version';
    const [whole, host = null, mac = '', version = '', process, pid] = head;
    const message = text.slice(whole.length);
    const client = /\bSTA ([0-9a-f:]{17})\b/i.exec(message.slice(0, 512))?.[1];
    const fields = new Map<string, FieldValue>([
      ['device_mac', mac.toLowerCase().replaceAll(/(..)(?=.)/g, '$1:')],
      ['device_version', version],
      ['message', message],
    ]);
    const rest = { process, pid, client_mac: client };
    for (const [name, value] of Object.entries(rest))
      if (value !== undefined) fields.set(name, value);
    return { dialect: 'unifi', timeMs: null, host: envelope.host ?? host, fields };
  },
};
