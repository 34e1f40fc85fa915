import { z } from "zod";
import { nameOf } from "../local/events";
import { json, type Json } from "./json";
import { type Operation, operationOf, weightier } from "./operations";

/** What happens to one resource, from all events about it. */
export interface Step {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly operation: Operation;
  /** Whether it is something outside the engine, and no component. */
  readonly custom: boolean;
  readonly parent: string | undefined;
  readonly protect: boolean;
  /** Inputs and outputs before, for what existed; as the engine writes them. */
  readonly before: State | undefined;
  /** Inputs after, for what goes on to exist. */
  readonly after: State | undefined;
  /** Properties whose change the provider reports, with its kind: `update`, `add-replace` and so on. */
  readonly details: ReadonlyMap<string, Detail>;
  /** Properties that make it a replacement. */
  readonly replacing: readonly string[];
  /** Whether a replacement takes the old one away first. */
  readonly deletesFirst: boolean;
  readonly failed: boolean;
}

export interface State {
  readonly inputs: Readonly<Record<string, Json>>;
  readonly outputs: Readonly<Record<string, Json>>;
}

const detail = z.object({ diffKind: z.string(), inputDiff: z.boolean().optional() });
export type Detail = z.infer<typeof detail>;

const properties = z
  .record(z.string(), json)
  .nullish()
  .transform((found) => found ?? {});
const state = z.object({
  custom: z.boolean().optional(),
  parent: z.string().optional(),
  protect: z.boolean().optional(),
  inputs: properties,
  outputs: properties,
});
const metadata = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: state.nullish(),
  new: state.nullish(),
  keys: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), detail).nullish(),
});
const about = z.object({ metadata });
/** The parts of `apitype.EngineEvent` that tell of resources; `tools/local/events.ts` reads the others. */
const event = z.object({
  preludeEvent: z.object({}).optional(),
  resourcePreEvent: about.optional(),
  resOpFailedEvent: about.optional(),
  summaryEvent: z.object({ isPreview: z.boolean().optional(), result: z.string().optional() }).optional(),
});

export interface EventLog {
  readonly steps: readonly Step[];
  readonly preview: boolean;
  /** Whether the engine says that it came to its end. */
  readonly succeeded: boolean;
}

/**
 * Reads what `pulumi … --event-log FILE` wrote, or what `pulumi up --json` printed: one event per line. Lines that are cut
 * off, as the last one of a killed run, are passed over.
 */
export function readEvents(lines: readonly string[]): EventLog {
  const steps = new Map<string, Step>();
  let preview = false;
  let succeeded = false;
  for (const line of lines) {
    const found = eventIn(line);
    if (found === undefined) continue;
    const { resourcePreEvent: begun, resOpFailedEvent: failed, summaryEvent: summary } = found;
    const { metadata: told } = begun ?? failed ?? {};
    if (told) steps.set(told.urn, merged(steps.get(told.urn), told, failed !== undefined));
    if (summary) {
      preview = summary.isPreview ?? false;
      succeeded = summary.result === undefined || summary.result === "succeeded";
    }
  }
  return { steps: [...steps.values()], preview, succeeded };
}

function merged(known: Step | undefined, told: z.infer<typeof metadata>, failed: boolean): Step {
  const operation = operationOf(told.op);
  const old = told.old ?? undefined;
  const next = told.op.startsWith("delete") ? undefined : (told.new ?? undefined);
  const shown = next ?? old ?? told.new ?? undefined;
  return {
    urn: told.urn,
    type: told.type,
    name: nameOf(told.urn),
    operation: known ? weightier(known.operation, operation) : operation,
    custom: known?.custom ?? shown?.custom ?? false,
    parent: known?.parent ?? (shown?.parent === "" ? undefined : shown?.parent),
    protect: (known?.protect ?? false) || (old ?? shown)?.protect === true,
    before: known?.before ?? old,
    after: known?.after ?? next,
    details: new Map([...(known?.details ?? []), ...Object.entries(told.detailedDiff ?? {})]),
    replacing: known?.replacing.length ? known.replacing : (told.keys ?? []),
    deletesFirst:
      (known?.deletesFirst ?? false) || (told.op === "delete-replaced" && known?.after === undefined),
    failed: (known?.failed ?? false) || failed,
  };
}

function eventIn(line: string): z.infer<typeof event> | undefined {
  try {
    return event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
