/** Most characters of a label's key and of its value (Resource Manager, "Requirements for labels"). */
const longest = 63;

/**
 * Tags in Google's spelling: keys and values of lower-case letters, digits, `-` and `_`, at most 63 characters; a key
 * begins with a letter. What a tag says beyond that becomes `-`.
 *
 * @throws Error when two tags become the same label, or a key has no letter to begin with
 */
export function labelsOf(tags: Readonly<Record<string, string>>): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [tag, value] of Object.entries(tags)) {
    const key = spelled(tag).replace(/^[^a-z]+/, "");
    if (key === "")
      throw new Error(`the tag "${tag}" can't be a label of Google: a label begins with a letter`);
    if (key in labels)
      throw new Error(`two tags become the same label of Google, "${key}": rename the tag "${tag}"`);
    labels[key] = spelled(value);
  }
  return labels;
}

function spelled(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "-")
    .slice(0, longest);
}
