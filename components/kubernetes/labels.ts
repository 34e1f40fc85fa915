/** Most characters of a label's value (Kubernetes documentation, "Labels and Selectors"). */
const longest = 63;

/** Text as the value of a label: what a label can't have becomes `-`, and it begins and ends with a letter or digit. */
export function labelValue(text: string): string {
  return trimmed(text.replace(/[^A-Za-z0-9_.-]/g, "-").slice(0, longest));
}

/** A stack's tags as labels. */
export function labelsOf(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).map(([tag, value]) => [trimmed(tag.slice(0, longest)), labelValue(value)]),
  );
}

/** What tells one program's pods from all others in a namespace, those of another stack among them. */
export interface Selector extends Readonly<Record<string, string>> {
  readonly "app.kubernetes.io/name": string;
  readonly "app.kubernetes.io/instance": string;
}

function trimmed(text: string): string {
  return text.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}
