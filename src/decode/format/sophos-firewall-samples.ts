import type { FormatSample } from '../format-sample.ts';

const TIME = '2026-11-20T01:02:03.000Z';

/** Lines in the shape of Sophos's log file guide, with documentation addresses. */
export const SOPHOS_FIREWALL_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      '<30>device="SFW" date=2026-11-20 time=08:02:03 timezone="+07" device_name="XG230" device_id=C2207ABCDEFGH01 log_id=010102600002 log_type="Firewall" log_component="Firewall Rule" log_subtype="Denied" status="Deny" priority=Information duration=0 fw_rule_id=12 nat_rule_id=0 policy_type=1 user_name="an.nv@example.net" ether_type=IPv4 (0x0800) in_interface="Port1" out_interface="Port2" src_mac=02:00:5e:10:00:01 src_ip=10.20.1.7 src_country_code=R1 dst_ip=203.0.113.9 dst_country_code=USA protocol="TCP" src_port=51514 dst_port=3389 sent_pkts=1  recv_pkts=0 sent_bytes=60 recv_bytes=0 srczone="LAN" dstzone="WAN" message="" app_is_cloud=0',
    ],
    fields: {
      device_id: 'C2207ABCDEFGH01',
      log_component: 'Firewall Rule',
      log_subtype: 'Denied',
      ether_type: 'IPv4 (0x0800)',
      src_ip: '10.20.1.7',
      dst_port: '3389',
      recv_bytes: '0',
    },
    time: TIME,
    host: 'XG230',
  },
  {
    lines: [
      '<30>Nov 20 08:02:03 fw-01 device_name="SFW" timestamp="2026-11-20T08:02:03+0700" device_model="XGS2300" device_serial_id="X23008ABCDEFGH1" log_id="062009617502" log_type="Event" log_component="GUI" log_subtype="Admin" status="Failed" log_version=1 severity="Warning" user_name="admin" src_ip="203.0.113.9" message="User admin failed to log in to WebAdmin because of wrong credentials"',
    ],
    fields: { device_model: 'XGS2300', status: 'Failed', user_name: 'admin', log_version: '1' },
    time: TIME,
    host: 'fw-01',
  },
  {
    lines: [
      'device_name="SFW" timestamp="2026-11-20T01:02:03Z" device_model="XGS87" device_serial_id="X087ABCDEFGH001" log_id="050902616002" log_type="Content Filtering" log_component="HTTP" log_subtype="Denied" severity="Information" url="http://example.org/a?x=1" domain="example.org" http_status="403"',
    ],
    fields: { url: 'http://example.org/a?x=1', http_status: '403' },
    time: TIME,
    host: 'X087ABCDEFGH001',
  },
  {
    lines: [
      '<30>device="SFW" date=2026-11-20 time=08:02:03 timezone="ICT" device_name="XG230" device_id=C2207ABCDEFGH01 log_id=075000617071 log_type="WAF" log_component="Web Application Firewall" priority=Information user_name="-" server=mail.example.net sourceip=203.0.113.9 localip=192.0.2.25 ws_protocol="HTTP/1.1" url=/owa/ method=POST httpstatus=401 bytessent=569 bytesrcv=141',
    ],
    fields: { log_type: 'WAF', sourceip: '203.0.113.9', method: 'POST', httpstatus: '401' },
    time: TIME,
    host: 'XG230',
  },
];
