"""What clients of OpenSanctions' matching API (yente) speak, answered by Wasl's lists and rules.

Source: yente 5.5, https://api.opensanctions.org/openapi.json. What it can and Wasl cannot is refused by name
(`not-supported`), never left out in silence.
"""

from ninja import Router

from wasl.checks.api.yente import lists, matching

router = Router(tags=["yente"])
router.add_router("", matching.router)
router.add_router("", lists.router)
