import type { Clock } from "./clock";
import type { Faults } from "./faults";
import type { Checked, Naming, Plan } from "./planning";
import type { Properties } from "./rules";
import type { Catalog } from "./schema/catalog";
import type { Store } from "./store";
import type { Subject } from "./subject";

/** What the engine asks about resources. Properties are as the engine writes them, secrets marked. */
export interface Provider {
  check(subject: Subject, old: Properties, wire: Properties, naming: Naming): Promise<Checked>;
  diff(
    subject: Subject,
    oldWire: Properties,
    wire: Properties,
    ignore: readonly string[],
    oldOutputs?: Properties,
  ): Promise<Plan>;
  /** @param seconds that the engine lets it take; 0 where the program says nothing */
  create(
    subject: Subject,
    wire: Properties,
    preview: boolean,
    seconds?: number,
  ): Promise<{ id: string; outputs: Properties }>;
  update(
    subject: Subject,
    id: string,
    oldOutputs: Properties,
    oldInputs: Properties,
    wire: Properties,
    preview: boolean,
    seconds?: number,
    ignore?: readonly string[],
  ): Promise<Properties>;
  read(
    subject: Subject,
    id: string,
    oldOutputs: Properties,
    oldInputs: Properties,
  ): Promise<{ inputs: Properties; outputs: Properties } | undefined>;
  delete(subject: Subject, id: string, oldOutputs: Properties, seconds?: number): Promise<void>;
  invoke(token: string, wire: Properties): Promise<Properties>;
}

/** What a plugin gives to a provider that it makes. */
export interface ProviderParts {
  readonly catalog: Catalog;
  readonly store: Store;
  readonly faults: Faults;
  readonly clock: Clock;
}
