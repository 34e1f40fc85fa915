import type { Clock } from "./clock";
import type { Faults } from "./faults";
import { differences, type Change } from "./interpreter/difference";
import { judgeInputs } from "./interpreter/input-rules";
import { previewOutputs } from "./interpreter/outputs";
import { UnseenWorld } from "./interpreter/world";
import { Refusal } from "./refusal";
import type { Problem, Properties, ResourceRules, StatelessRules } from "./rules";
import type { CatalogEntry } from "./schema/catalog";
import { maskSecrets, secretPlaces } from "./secrets";
import type { Subject } from "./subject";
import { hasUnknown, unwrap, wrapSecrets } from "./values";

/** Resources that live in Pulumi's state only: nothing is stored, and a read gives back what the state says. */
export class StatelessProvider {
  constructor(
    private readonly faults: Faults,
    private readonly clock: Clock,
  ) {}

  check(
    rules: StatelessRules,
    entry: CatalogEntry,
    wire: Properties,
  ): { inputs: Properties; problems: Problem[] } {
    const { properties, secrets } = unwrap(wire);
    return {
      inputs: rules.prepare === undefined ? wire : wrapSecrets(rules.prepare(properties), secrets),
      problems: maskSecrets(
        [...entry.validate(properties), ...judgeInputs(asTable(rules), properties, nowhere)],
        { properties, secrets },
        undefined,
      ),
    };
  }

  diff(rules: StatelessRules, old: Properties, wire: Properties, ignore: readonly string[]): Change[] {
    const { immutable } = rules;
    return differences(unwrap(old).properties, unwrap(wire).properties, { immutable, mutable: [], ignore });
  }

  /** Makes the resource, or makes it again with other inputs. */
  async make(
    subject: Subject,
    rules: StatelessRules,
    entry: CatalogEntry,
    wire: Properties,
    operation: { readonly kind: "create" | "update"; readonly preview: boolean },
  ): Promise<{ id: string; outputs: Properties }> {
    const given = unwrap(wire);
    const { schema } = entry;
    const inputs = given.properties;
    const seal = (outputs: Properties): Properties =>
      wrapSecrets(outputs, secretPlaces(given, outputs, undefined, schema));
    if (operation.preview) {
      const unknown = previewOutputs({
        schema,
        rules: asTable(rules),
        every: undefined,
        inputs,
        world: nowhere,
      });
      return { id: "", outputs: seal({ ...unknown, ...rules.known?.(withoutUnknown(inputs)) }) };
    }
    return this.faults.around({ operation: operation.kind, ...subject }, async () => {
      await this.clock.pass(0);
      const complete = { ...rules.defaults, ...inputs };
      try {
        const { id, outputs } = rules.make(complete);
        return { id, outputs: seal({ ...declared(complete, entry), ...outputs, id }) };
      } catch (error) {
        throw new Refusal(
          `creating ${subject.type}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    });
  }

  read(
    rules: StatelessRules,
    entry: CatalogEntry,
    id: string,
    outputs: Properties,
    inputs: Properties,
  ): { id: string; inputs: Properties; outputs: Properties } {
    if (Object.keys(outputs).length > 0 || rules.adopt === undefined) return { id, inputs, outputs };
    const adopted = rules.adopt(id);
    const sealed = wrapSecrets(
      { ...rules.defaults, ...adopted.outputs, id: adopted.id },
      entry.schema.secretOutputs.map((name) => [name]),
    );
    const names = Object.keys(entry.schema.inputs.properties ?? {});
    const given = Object.entries(adopted.outputs).filter(([name]) => names.includes(name));
    return { id: adopted.id, inputs: Object.fromEntries(given), outputs: sealed };
  }
}

function withoutUnknown(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => !hasUnknown(value)));
}

/** They are nowhere: their rules may not look at other resources. */
const nowhere = new UnseenWorld("", "global", {});

function asTable(rules: StatelessRules): ResourceRules {
  const { type, defaults, limits, check } = rules;
  return {
    type,
    id: "",
    ...(defaults === undefined ? {} : { defaults }),
    ...(limits === undefined ? {} : { limits }),
    ...(check === undefined ? {} : { check }),
  };
}

/** Inputs that are outputs too. */
function declared(inputs: Properties, { schema }: CatalogEntry): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => schema.outputs[name] !== undefined));
}
