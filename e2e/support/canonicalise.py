"""Canonicalises documents with libxml2: reads them as JSON lines, and answers the canonical form or an error for each."""

import base64
import json
import sys

from lxml import etree

for line in sys.stdin:
    case = json.loads(line)
    try:
        tree = etree.fromstring(base64.b64decode(case["xml"]), etree.XMLParser(resolve_entities=False)).getroottree()
        apex = tree if case["apex"] is None else next(tree.iter(case["apex"]))
        canonical = etree.tostring(
            apex,
            method="c14n",
            exclusive=case["exclusive"],
            with_comments=case["comments"],
            inclusive_ns_prefixes=case["prefixList"] if case["exclusive"] else None,
        )
        print(json.dumps({"canonical": canonical.decode()}))
    except (etree.LxmlError, StopIteration) as problem:
        print(json.dumps({"error": str(problem)}))
