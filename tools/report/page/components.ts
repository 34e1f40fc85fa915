import type { Viz } from "@viz-js/viz";
import { excerpts } from "../differences";
import { html, Markup } from "../html";
import { operations, signs, words } from "../operations";
import { anchorOf, type Inside, insideOf } from "../picture";
import { changing, type Component, type Report, type Resource } from "../report";

/** Most properties that are shown of one resource. */
const mostProperties = 200;

/** Each component: what it needs, the picture of its resources, and every change with its properties. */
export function componentSections({ components, preview }: Report, viz: Viz): Markup {
  const neededBy = (name: string): string[] =>
    components.filter(({ needs }) => needs.includes(name)).map((component) => component.name);
  return html`<h2 id="components">Components</h2>
    <p class="quiet">Enter opens what is chosen; Escape closes it and goes back.</p>
    <div class="buttons">
      <button type="button" data-open="all" hidden>Open every change</button
      ><button type="button" data-open="none" hidden>Close all</button>
    </div>
    ${components.map((component) => section(component, neededBy(component.name), preview, viz))}`;
}

function section(component: Component, neededBy: readonly string[], preview: boolean, viz: Viz): Markup {
  const { name, resources, counts, needs } = component;
  const inside = insideOf(viz, component);
  const same = resources.filter(({ operation }) => operation === "same");
  const sorted = operations
    .filter((operation) => operation !== "same")
    .flatMap((operation) => resources.filter((resource) => resource.operation === operation));
  return html`<details class="component${changing(component) > 0 && " changes"}">
    <summary>
      <h3>${name}</h3>
      ${[...counts].map(
        ([operation, count]) =>
          html`<span class="chip ${operation}"
            >${signs[operation]} ${count} ${words(operation, preview)}</span
          >`,
      )}
    </summary>
    <div class="body" id="${anchorOf(name)}" tabindex="-1">
      ${needs.length > 0 && html`<p>Needs ${linksTo(needs)}.</p>`}
      ${neededBy.length > 0 && html`<p>Needed by ${linksTo(neededBy)}.</p>`}
      ${sorted.map((resource) => change(resource, preview))} ${inside && picture(name, inside)}
      ${
        same.length > 0 &&
        html`<details>
          <summary>${same.length} unchanged</summary>
          <div class="body">
            <ul class="names">
              ${same.map((one) => html`<li>${one.name} <span class="quiet">${one.kind}</span></li>`)}
            </ul>
          </div>
        </details>`
      }
    </div>
  </details>`;
}

function picture(name: string, { svg, alone }: Inside): Markup {
  const rest = alone === 0 ? "" : `; ${alone} that stand alone are only listed`;
  return html`<h4>What needs what in ${name}${rest}</h4>
    <div class="picture inside" role="group" tabindex="0" aria-label="What needs what in ${name}">
      ${new Markup(svg)}
    </div>`;
}

function linksTo(names: readonly string[]): Markup {
  return html`${names.map((name, index) => html`${index > 0 && ", "}<a href="#${anchorOf(name)}">${name}</a>`)}`;
}

function change(resource: Resource, preview: boolean): Markup {
  const { operation, name, kind, type, differences, protect, failed, needs } = resource;
  const told = differences.slice(0, mostProperties);
  const more = differences.length - told.length;
  const [before, after] = [
    told.some((one) => one.before !== undefined),
    told.some((one) => one.after !== undefined),
  ];
  return html`<details class="change ${operation}">
    <summary>
      <span class="sign" aria-hidden="true">${signs[operation]}</span> <code>${name}</code>
      <span class="quiet">${kind}, ${words(operation, preview)}${protect && ", protected"}</span
      >${failed && html` <span class="failed">failed</span>`}
    </summary>
    <div class="body">
      <p class="quiet">
        <code>${type}</code
        >${needs.length > 0 && html`; needs ${needs.length} other ${needs.length === 1 ? "resource" : "resources"}: ${needs.map((urn) => urn.split("::").at(-1) ?? urn).join(", ")}`}
      </p>
      ${
        told.length === 0
          ? html`<p>No property is told.</p>`
          : html`<div class="wide">
              <table>
                <thead>
                  <tr>
                    <th scope="col">property</th>
                    ${before && html`<th scope="col">before</th>`}${after && html`<th scope="col">after</th>`}
                  </tr>
                </thead>
                <tbody>
                  ${told.map((one) => row(one, before, after))}
                </tbody>
              </table>
            </div>`
      }
      ${more > 0 && html`<p>${more} more properties.</p>`}
    </div>
  </details>`;
}

function row(difference: Resource["differences"][number], before: boolean, after: boolean): Markup {
  const texts = excerpts(difference);
  return html`<tr>
    <td class="path">
      <code>${difference.path}</code
      >${difference.replaces && html` <span class="chip replace">± makes it a replacement</span>`}
    </td>
    ${before && cell("before", texts.before)}${after && cell("after", texts.after)}
  </tr> `;
}

function cell(side: "before" | "after", text: string | undefined): Markup {
  if (text === undefined) return html`<td class="quiet">none</td>`;
  return html`<td class="${side}"><span class="value">${text === "" ? '""' : text}</span></td>`;
}
