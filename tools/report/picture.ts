import type { Viz } from "@viz-js/viz";
import { type Operation, operations, signedCounts, signs } from "./operations";
import { changing, type Component, type Report, type Resource } from "./report";

/** Name under which the page keeps a component, for links. */
export function anchorOf(component: string): string {
  return `component-${component.replaceAll(/[^\w-]/g, "-")}`;
}

/** The operation by which a component is coloured: all of it comes or goes, or some of it changes. */
export function lookOf({ counts }: Pick<Component, "counts">): Operation {
  const present = operations.filter((operation) => (counts.get(operation) ?? 0) > 0);
  const changes = present.filter((operation) => operation !== "same");
  if (changes.length === 0) return "same";
  return present.length === 1 ? (present[0] ?? "same") : changes.includes("replace") ? "replace" : "update";
}

/** The components of a stack, each a node that leads to its own part of the page, with what needs what. */
export function overview(viz: Viz, { components }: Report): string {
  const nodes = components.map((component) => {
    const counts = signedCounts(component.counts);
    const size = component.resources.length;
    const lines = [component.name, counts === "" ? `${size} unchanged` : `${counts}  of ${size}`];
    return node(component.name, lines, lookOf(component), anchorOf(component.name));
  });
  const links = new Map(components.map(({ name, needs }) => [name, new Set(needs)]));
  return svg(viz, "TB", [...nodes, ...edges(links)]);
}

/** The resources of a component with what needs what among them, and how many have nothing to do with the others. */
export interface Inside {
  readonly svg: string;
  readonly alone: number;
}

/** Undefined where nothing needs anything: a list says as much. */
export function insideOf(viz: Viz, { resources }: Component): Inside | undefined {
  const own = new Set(resources.map(({ urn }) => urn));
  const links = new Map(
    resources.map(({ urn, needs }) => [urn, new Set(needs.filter((need) => own.has(need)))]),
  );
  const needed = new Set([...links.values()].flatMap((needs) => [...needs]));
  const tied = resources.filter(({ urn }) => needed.has(urn) || (links.get(urn)?.size ?? 0) > 0);
  if (tied.length === 0) return undefined;
  const nodes = tied.map((resource) =>
    node(
      resource.urn,
      [`${signs[resource.operation]} ${shortName(resource)}`, resource.kind],
      resource.operation,
    ),
  );
  return { svg: svg(viz, "LR", [...nodes, ...edges(links)]), alone: resources.length - tied.length };
}

/** The name of a resource without its component's, which stands above it. */
function shortName({ name, component }: Resource): string {
  return name.startsWith(`${component}-`) ? name.slice(component.length + 1) : name;
}

function node(id: string, lines: readonly string[], look: Operation, link?: string): string {
  const attributes = {
    label: lines.join("\n"),
    class: look,
    tooltip: lines.join(", "),
    ...(link === undefined ? {} : { URL: `#${link}`, id: `${link}-node` }),
  };
  const written = Object.entries(attributes).map(([key, value]) => `${key}=${quoted(value)}`);
  return `${quoted(id)} [${written.join(", ")}]`;
}

function edges(links: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return shortest(links)
    .map(([from, to]) => `${quoted(from)} -> ${quoted(to)}`)
    .sort();
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** Colours come from the page's style sheet, by the classes of nodes and edges. */
function svg(viz: Viz, direction: "TB" | "LR", statements: readonly string[]): string {
  const dot = `digraph {
    graph [rankdir=${direction}, bgcolor="transparent", nodesep=0.22, ranksep=0.45, tooltip=" "]
    node [shape=box, style="rounded", margin="0.24,0.08", fontname="Helvetica", fontsize=12]
    edge [arrowsize=0.6, tooltip=" "]
    ${statements.join("\n    ")}
  }`;
  const drawn = viz.renderString(dot, { format: "svg", engine: "dot" });
  // Graphviz counts its ids anew in each picture; on one page they would stand for several things.
  return drawn.slice(drawn.indexOf("<svg")).replaceAll(/ id="(?!component)[^"]*"/g, "");
}

/** The links without those that a longer way says already. */
function shortest(links: ReadonlyMap<string, ReadonlySet<string>>): [string, string][] {
  return [...links].flatMap(([from, targets]) =>
    [...targets]
      .filter((to) => ![...targets].some((other) => other !== to && reaches(links, other, to, from)))
      .map((to): [string, string] => [from, to]),
  );
}

/** Whether a way leads from one to another that does not go through a third: components may need one another. */
function reaches(
  links: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  to: string,
  without: string,
): boolean {
  const seen = new Set([without]);
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...(links.get(at) ?? []));
  }
  return false;
}

/** Components with a change first: what the page and the comment begin with. */
export function changed(components: readonly Component[]): Component[] {
  return components.filter((component) => changing(component) > 0);
}
