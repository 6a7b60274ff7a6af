"""What the rights of this room are called; which role has which, `roles.toml` says."""

from django.utils.translation import gettext_lazy as _

from wasl.web import access

access.rights_called(
    officers_read=_("See the officers of one's own party"),
    officers_manage=_("Register officers, appoint them, end their mandates"),
    keys_manage=_("Replace the party's key"),
    bureau_describe=_("Say how the bureau is reached and when"),
    members_manage=_("Admit members and host their bureaus"),
    partners_manage=_("Record partners and agreements"),
    rights_suspend=_("Suspend and restore rights of members"),
)
