import { amount, text } from "../reading";
import type { Properties, World } from "../rules";

/** Default ports by engine. */
const ports: Readonly<Record<string, number>> = {
  postgres: 5432,
  "aurora-postgresql": 5432,
  mysql: 3306,
  mariadb: 3306,
  "aurora-mysql": 3306,
};

/** The host name that a database gets. */
export function endpointOf(inputs: Properties, world: World, suffix = ""): string {
  const name = text(inputs["identifier"]) ?? text(inputs["clusterIdentifier"]) ?? "";
  // Twelve characters that AWS gives an account in a region; the same for all of its databases there.
  return `${name}.${suffix}cabcdefghijk.${world.region}.rds.amazonaws.com`;
}

/** The port that a database listens on: the one given, or its engine's own. */
export const port = ({ inputs }: { inputs: Properties }): number =>
  amount(inputs["port"]) ?? ports[text(inputs["engine"]) ?? ""] ?? 5432;
