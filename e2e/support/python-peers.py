"""SAML software of another make. Reads cases as JSON lines, and answers the verdicts on each in one line.

`onelogin` is a whole service provider, and `xmlsec` is libxmlsec1, which verifies both signatures and nothing else.
"""

import base64
import json
import sys
from urllib.parse import urlsplit

import xmlsec
from lxml import etree
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils

BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-"
RESPONSE = "/*[local-name()='Response']"
SIGNED = [RESPONSE, RESPONSE + "/*[local-name()='Assertion']"]


def settings_of(case):
    return OneLogin_Saml2_Settings(
        {
            "strict": True,
            "sp": {
                "entityId": case["entityId"],
                "assertionConsumerService": {"url": case["acsUrl"], "binding": BINDING + "POST"},
            },
            "idp": {
                "entityId": case["issuer"],
                "singleSignOnService": {
                    "url": case["issuer"] + "/idp/endpoint/HttpRedirect",
                    "binding": BINDING + "Redirect",
                },
                "x509cert": case["certificate"],
            },
            "security": {
                "wantMessagesSigned": True,
                "wantAssertionsSigned": True,
                "wantNameId": True,
                "rejectDeprecatedAlgorithm": True,
                "requestedAuthnContext": False,
            },
        }
    )


def ask_onelogin(case):
    """Raises nothing for a response that it judges, and something or other for one that it cannot read."""
    OneLogin_Saml2_Utils.now = staticmethod(lambda: case["now"])
    acs = urlsplit(case["acsUrl"])
    request = {"https": "on", "http_host": acs.netloc, "script_name": acs.path, "get_data": {}, "post_data": {}}
    response = OneLogin_Saml2_Response(settings_of(case), case["samlResponse"])
    return None if response.is_valid(request, case["requestId"]) else str(response.get_error())


def ask_xmlsec(case):
    root = etree.fromstring(base64.b64decode(case["samlResponse"]), etree.XMLParser(resolve_entities=False))
    for signed in SIGNED:
        [signature] = root.xpath(signed + "/*[local-name()='Signature']")
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(case["certificate"], xmlsec.constants.KeyDataFormatCertPem)
        for element in root.xpath(" | ".join(SIGNED)):
            context.register_id(element, "ID", None)
        context.verify(signature)


def verdict(ask, case):
    try:
        error = ask(case)
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
    return {"valid": error is None, "error": error}


for line in sys.stdin:
    case = json.loads(line)
    print(json.dumps({"onelogin": verdict(ask_onelogin, case), "xmlsec": verdict(ask_xmlsec, case)}))
