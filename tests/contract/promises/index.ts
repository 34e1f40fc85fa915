import type { CloudDescription, OwnedPart } from "../../../components/cloud";
import type { Specification } from "../../../components/specification";
import type { Evidence } from "../evidence";
import { dataPromises } from "./data";
import { networkPromises } from "./network";
import { recoveryPromises } from "./recovery";
import { servicePromises } from "./services";
import { watchPromises } from "./watching";

/** What a promise is judged on. */
export interface Situation {
  readonly evidence: Evidence;
  readonly specification: Specification;
  /** What the cloud says that it can do: what it lacks is no broken promise. */
  readonly cloud: CloudDescription;
}

/** Something that the platform guarantees on every cloud. */
export interface Promised {
  /** The sentence that a reader is told. */
  readonly promise: string;
  /** What keeps it; where a stack is a guest, that may be its host's own. Default: what every stack makes. */
  readonly part?: OwnedPart;
  /** What breaks it, in words; empty where it is kept. */
  readonly broken: (situation: Situation) => readonly string[];
}

/** Every promise of the components, in the order of the design's table. */
export const promises: readonly Promised[] = [
  ...networkPromises,
  ...servicePromises,
  ...dataPromises,
  ...watchPromises,
  ...recoveryPromises,
];

/** Whether a part of the platform is not the stack's. */
export function isOwners({ existing }: CloudDescription, part: OwnedPart | undefined): boolean {
  return part !== undefined && existing?.owned[part] !== undefined;
}

/** Every promise that is not kept, with what breaks it: `the promise: what breaks it`. */
export function brokenPromises(situation: Situation): string[] {
  return promises
    .filter(({ part }) => !isOwners(situation.cloud, part))
    .flatMap(({ promise, broken }) => broken(situation).map((reason) => `${promise}: ${reason}`));
}
