"""`/api/v1`: members, roles, partners, agreements, and the officers of one's own party."""

from ninja import Router

from wasl.members.api import members, officers, relations

router = Router()
router.add_router("", members.router)
router.add_router("", relations.router)
router.add_router("", officers.router)
