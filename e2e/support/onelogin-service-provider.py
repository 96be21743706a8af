"""A whole SAML service provider of another make: reads cases as JSON lines, answers a verdict for each."""

import json
import sys
from urllib.parse import urlsplit

from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.settings import OneLogin_Saml2_Settings

BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-"


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


for line in sys.stdin:
    case = json.loads(line)
    acs = urlsplit(case["acsUrl"])
    request = {"https": "on", "http_host": acs.netloc, "script_name": acs.path, "get_data": {}, "post_data": {}}
    response = OneLogin_Saml2_Response(settings_of(case), case["samlResponse"])
    valid = response.is_valid(request, case["requestId"])
    print(json.dumps({"name": case["name"], "valid": bool(valid), "error": response.get_error()}))
