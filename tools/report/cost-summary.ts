import type { CostChange, Direction } from "./cost";

/** Changes of the same kind, direction and details: 18 new alarms are one line. */
export interface CostLine {
  readonly what: string;
  readonly direction: Direction;
  readonly details: readonly string[];
  /** Names of the resources. */
  readonly names: readonly string[];
}

const order: readonly Direction[] = ["more", "less", "different"];

/** What differs in cost, what costs more first, then what has details, then what is most numerous. */
export function costLines(costs: readonly CostChange[]): CostLine[] {
  const lines = new Map<string, CostLine>();
  for (const { what, direction, details, name } of costs) {
    const key = JSON.stringify([what, direction, details]);
    const names = [...(lines.get(key)?.names ?? []), name];
    lines.set(key, { what, direction, details, names });
  }
  return [...lines.values()].sort(
    (a, b) =>
      order.indexOf(a.direction) - order.indexOf(b.direction) ||
      Number(b.details.length > 0) - Number(a.details.length > 0) ||
      b.names.length - a.names.length,
  );
}

/** Signs that go with the words. */
export const directions: Readonly<Record<Direction, string>> = {
  more: "▲ more",
  less: "▼ less",
  different: "◆ different",
};
