/** The agency's bodies, systems, machines and networks: what attribution, layers and contacts are read from. */
export interface Inventory {
  /** Name of the province or agency, shown in the header. */
  readonly name: string;
  readonly units: readonly Unit[];
  readonly systems: readonly System[];
  readonly machines: readonly Machine[];
  readonly networks: readonly Network[];
}

export interface Unit {
  readonly id: string;
  readonly name: { readonly vi: string; readonly en: string };
  /** At most 12 cells wide: the dashboard's grid. */
  readonly shortName: string;
  readonly contact: string | null;
  /** Id of the parent unit (communes are child units). */
  readonly parent: string | null;
  /** Names by which consoles and devices call the unit (console groups), compared case- and diacritic-insensitively. */
  readonly consoleGroups: readonly string[];
  /** Whether the unit is expected to send logs: silence is then shown as no data. */
  readonly isMonitored: boolean;
  /** Whether the central anti-malware covers the unit: 31 of the 34 in Hậu Giang (HG24), a gap worth showing. */
  readonly hasAntiMalware: boolean;
}

export interface System {
  readonly id: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly unit: string | null;
  /** Owner where it is not one of the units (free text). */
  readonly owner: string | null;
  /** Security level (cấp độ) 1-5. */
  readonly level: 1 | 2 | 3 | 4 | 5;
}

export interface Machine {
  /** Canonical name. */
  readonly name: string;
  /** Other names, domain names included. */
  readonly aliases: readonly string[];
  readonly addresses: readonly string[];
  readonly unit: string;
  readonly system: string | null;
  readonly role: 'endpoint' | 'server' | 'firewall' | 'sensor';
}

/** A range that stands in where machines are not listed. */
export interface Network {
  /** CIDR, IPv4 or IPv6. */
  readonly cidr: string;
  readonly unit: string;
  readonly system: string | null;
}
