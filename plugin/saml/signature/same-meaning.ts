import type { Attribute, Element } from '../reading/element.ts';
import { attributesOf, nameOf } from '../reading/elements.ts';

type Node = Element | string;

/** What two elements may differ in. */
type Allowance = {
  /** A child of the first element that the second lacks: the signature. */
  leftOut?: Element | undefined;
  /** Attributes that the second has, because its canonicalization took them over from around the first. */
  inherited?: Attribute[];
};

/**
 * Where two elements differ in what they mean, as the name of the first element that does; undefined if they mean the
 * same. Elements have the same names (namespace and local name), the same attributes in any order, and the same child
 * elements and texts in the same order. Prefixes and declarations of namespaces do not count.
 */
export function differenceBetween(
  one: Element,
  other: Element,
  { leftOut, inherited = [] }: Allowance = {},
): string | undefined {
  const isSameElement =
    one.localName === other.localName &&
    one.namespaceURI === other.namespaceURI &&
    hasSameAttributes([...attributesOf(one), ...inherited], attributesOf(other));
  const nodes = leftOut === undefined ? one.childNodes : without(leftOut, one.childNodes);
  if (!isSameElement || nodes.length !== other.childNodes.length) {
    return nameOf(one);
  }
  for (const [index, node] of nodes.entries()) {
    const difference = differenceBetweenNodes(one, node, other.childNodes[index]!);
    if (difference !== undefined) {
      return difference;
    }
  }
  return undefined;
}

function differenceBetweenNodes(parent: Element, one: Node, other: Node): string | undefined {
  if (typeof one === 'string' || typeof other === 'string') {
    return one === other ? undefined : nameOf(parent);
  }
  return differenceBetween(one, other);
}

/** No element has two attributes of the same name. */
function hasSameAttributes(some: Attribute[], others: Attribute[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ localName, namespaceURI, value }) =>
      others.some(
        (other) => other.localName === localName && other.namespaceURI === namespaceURI && other.value === value,
      ),
    )
  );
}

/** The nodes without one of them. Texts that stood around it come together. */
function without(leftOut: Element, nodes: readonly Node[]): Node[] {
  const left: Node[] = [];
  for (const node of nodes.filter((one) => one !== leftOut)) {
    const last = left.at(-1);
    if (typeof node === 'string' && typeof last === 'string') {
      left[left.length - 1] = last + node;
    } else {
      left.push(node);
    }
  }
  return left;
}
