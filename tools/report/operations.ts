/** What an update does to a resource, in the words of a report; the engine tells replacements in several steps. */
export const operations = [
  "replace",
  "delete",
  "create",
  "update",
  "import",
  "read",
  "refresh",
  "same",
] as const;

export type Operation = (typeof operations)[number];

/** The engine's steps (`deploy.StepOp`) that are not named like the operation that they are part of. */
const parts: Readonly<Record<string, Operation>> = {
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "discard-replaced": "replace",
  "import-replacement": "replace",
  "read-replacement": "replace",
};

export function operationOf(step: string): Operation {
  return parts[step] ?? operations.find((operation) => operation === step) ?? "same";
}

/** The one of two that says more of what happens to a resource. */
export function weightier(one: Operation, other: Operation): Operation {
  return operations.indexOf(one) <= operations.indexOf(other) ? one : other;
}

/** Signs and words, so that no change is told by its colour alone. */
export const signs: Readonly<Record<Operation, string>> = {
  replace: "±",
  delete: "−",
  create: "+",
  update: "~",
  import: "=",
  read: "<",
  refresh: "↻",
  same: "·",
};

const planned: Readonly<Record<Operation, string>> = {
  replace: "to replace",
  delete: "to delete",
  create: "to create",
  update: "to update",
  import: "to import",
  read: "to read",
  refresh: "to refresh",
  same: "unchanged",
};

const done: Readonly<Record<Operation, string>> = {
  replace: "replaced",
  delete: "deleted",
  create: "created",
  update: "updated",
  import: "imported",
  read: "read",
  refresh: "refreshed",
  same: "unchanged",
};

/** `to create` of a preview, `created` of an update. */
export function words(operation: Operation, preview: boolean): string {
  return (preview ? planned : done)[operation];
}

/** How many of each operation, those that happen least often first in the order of their weight. */
export type Counts = ReadonlyMap<Operation, number>;

export function countOperations(of: readonly { readonly operation: Operation }[]): Counts {
  return new Map(
    operations
      .map((operation) => [operation, of.filter((one) => one.operation === operation).length] as const)
      .filter(([, count]) => count > 0),
  );
}

/** `+3 ~1`; empty when nothing changes. */
export function signedCounts(counts: Counts): string {
  return [...counts]
    .filter(([operation]) => operation !== "same")
    .map(([operation, count]) => `${signs[operation]}${count}`)
    .join(" ");
}

/** `3 to create, 1 to update, 370 unchanged`. */
export function countsInWords(counts: Counts, preview: boolean): string {
  const texts = [...counts].map(([operation, count]) => `${count} ${words(operation, preview)}`);
  return texts.length === 0 ? "no resources" : texts.join(", ");
}
