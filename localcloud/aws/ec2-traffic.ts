import { amount, refuse } from "../reading";
import type { Problem, Value } from "../rules";

const protocols = ["tcp", "udp", "icmp", "icmpv6", "-1", "all", "6", "17", "1", "58"];

/** What is wrong with the ports of a rule: TCP and UDP need both, 0 to 65535, in order. */
export function portProblems(
  prefix: string,
  protocol: string | undefined,
  from: Value,
  to: Value,
): readonly Problem[] {
  const [low, high] = [amount(from), amount(to)];
  if (protocol === undefined) return [];
  if (!protocols.includes(protocol) && !/^\d{1,3}$/.test(protocol))
    return refuse(
      `${prefix}protocol`,
      `invalid value '${protocol}' for the IP protocol: tcp, udp, icmp, icmpv6, a number, or -1 for all`,
    );
  if (!["tcp", "udp", "6", "17"].includes(protocol)) return [];
  if (low === undefined || high === undefined)
    return refuse(
      `${prefix}fromPort`,
      "Invalid value for portRange: both from and to ports are needed with TCP/UDP",
    );
  if (low < 0 || low > 65535) return refuse(`${prefix}fromPort`, "a port is a number from 0 to 65535");
  if (high < 0 || high > 65535) return refuse(`${prefix}toPort`, "a port is a number from 0 to 65535");
  return low > high ? refuse(`${prefix}fromPort`, "Invalid TCP/UDP port range: from is above to") : [];
}

/** What is wrong with a block of addresses, found by `wrong`. */
export function blockProblems(
  path: string,
  cidr: Value | undefined,
  wrong: (cidr: string) => string | undefined,
) {
  const reason = typeof cidr === "string" ? wrong(cidr) : undefined;
  return reason === undefined ? [] : refuse(path, `InvalidParameterValue: ${reason}`);
}
