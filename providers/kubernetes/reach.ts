import { isIP } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import type { Peer } from "../../components/kubernetes/namespace";
import type { Destination } from "../../components/kubernetes/network-policy";

/** Host and port of an address; the port that its scheme stands for where it names none. */
export interface Host {
  readonly host: string;
  readonly port: number;
}

const schemePorts: Readonly<Record<string, number>> = {
  "http:": 80,
  "https:": 443,
  "postgres:": 5432,
  "postgresql:": 5432,
  "redis:": 6379,
  "rediss:": 6379,
};

/**
 * @param what it is an address of, for the message, which repeats nothing of it: it may hold a password
 * @throws pulumi.RunError when it is none
 */
export function hostOf(address: string, what: string): Host {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const port = url && (url.port === "" ? schemePorts[url.protocol] : Number(url.port));
  if (url === undefined || port === undefined || url.hostname === "")
    throw new pulumi.RunError(
      `the address of the ${what} is not one such as SCHEME://USER:PASSWORD@HOST:PORT/NAME of a known scheme`,
    );
  return { host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port };
}

/**
 * Whom a network policy has to name for a host. It knows addresses and pods, and no names: a Service of the cluster is its
 * namespace's pods, and a host outside is every address outside, on the one port.
 */
export function peersOf(host: string): readonly Peer[] {
  const version = isIP(host);
  if (version !== 0) return [{ ipBlock: { cidr: `${host}/${version === 4 ? "32" : "128"}` } }];
  const [, namespace] = /^[^.]+\.([^.]+)\.svc(?:\.|$)/.exec(host) ?? [];
  if (namespace !== undefined)
    return [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } }];
  // A name of one part is a Service beside the stack's own pods.
  if (!host.includes(".")) return [{ podSelector: {} }];
  return outside;
}

const outside = [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }];

/** The way to an address that is no secret. */
export function wayTo(address: string, what: string): Destination {
  const { host, port } = hostOf(address, what);
  return { peers: peersOf(host), ports: [port] };
}

/** The way to a secret address: where it leads is no secret. */
export function wayToSecret(address: pulumi.Output<string>, what: string): Destination {
  const found = pulumi.unsecret(address).apply((text) => {
    const { host, port } = hostOf(text, what);
    return { peers: peersOf(host), port };
  });
  return { peers: found.peers.apply((peers) => peers), ports: [found.port] };
}
