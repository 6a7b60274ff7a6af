"""`/api/v1`, the rooms' routers; and `/api/yente`, what clients of OpenSanctions' matching API speak."""

from wasl import __version__
from wasl.accounts.api import router as accounts_router
from wasl.accounts.notifications_api import router as notifications_router
from wasl.acts.api import router as acts_router
from wasl.api.interface import Api
from wasl.checks.api.checking import router as checks_router
from wasl.checks.api.clearances import router as clearances_router
from wasl.checks.api.lists import router as lists_router
from wasl.checks.api.log import router as check_log_router
from wasl.checks.api.yente import router as yente_router
from wasl.members.api import router as members_router
from wasl.web.api import router as record_router
from wasl.web.search_api import router as search_router

api = Api(title="Wasl", version=__version__, urls_namespace="api")
api.add_router("", acts_router)
api.add_router("", record_router)
api.add_router("", search_router)
api.add_router("", notifications_router)
api.add_router("", members_router)
api.add_router("", accounts_router)
api.add_router("", checks_router)
api.add_router("", check_log_router)
api.add_router("", clearances_router)
api.add_router("", lists_router)

yente = Api(title="Wasl, as yente", version=__version__, urls_namespace="yente")
yente.add_router("", yente_router)
