"""The pages of the members."""

from django.urls import path

from wasl.members.views import keeping, member, members, officers, relations, roles, saying

urlpatterns = [
    path("members/", members.members, name="members"),
    path("members/admit/", keeping.AdmitMemberView.as_view(), name="member-admit"),
    path("members/compare/", members.compare, name="member-compare"),
    path("members/<str:code>/", member.member, name="member"),
    path("members/<str:code>/host/", keeping.HostBureauView.as_view(), name="bureau-host"),
    path("members/<str:code>/suspend/", keeping.SuspendView.as_view(), name="rights-suspend"),
    path("secretariat/", member.secretariat, name="secretariat"),
    path("suspensions/<int:entry>/restore/", keeping.RestoreView.as_view(), name="rights-restore"),
    path("bureau/describe/", saying.DescribeBureauView.as_view(), name="bureau-describe"),
    path("bureau/key/", saying.RotateKeyView.as_view(), name="key-rotate"),
    path("officers/", officers.officers, name="officers"),
    path("officers/register/", saying.RegisterOfficerView.as_view(), name="officer-register"),
    path("officers/<int:entry>/", officers.officer, name="officer"),
    path("officers/<int:entry>/photograph/", officers.photograph, name="officer-photograph"),
    path(
        "officers/<int:entry>/photograph/change/",
        saying.ChangePhotographView.as_view(),
        name="officer-photograph-change",
    ),
    path("officers/<int:entry>/appoint/", saying.AppointView.as_view(), name="officer-appoint"),
    path("officers/<int:entry>/erase/", saying.EraseOfficerView.as_view(), name="officer-erase"),
    path("mandates/<int:entry>/end/", saying.EndMandateView.as_view(), name="mandate-end"),
    path("partners/", relations.partners, name="partners"),
    path("partners/admit/", keeping.AdmitPartnerView.as_view(), name="partner-admit"),
    path("partners/<slug:word>/", relations.partner, name="partner"),
    path("partners/<slug:word>/change/", keeping.ChangePartnerView.as_view(), name="partner-change"),
    path("partners/<slug:word>/end/", keeping.EndPartnerView.as_view(), name="partner-end"),
    path("agreements/", relations.agreements, name="agreements"),
    path("agreements/conclude/", keeping.ConcludeView.as_view(), name="agreement-conclude"),
    path("agreements/<int:entry>/", relations.agreement, name="agreement"),
    path("agreements/<int:entry>/end/", keeping.EndAgreementView.as_view(), name="agreement-end"),
    path("roles/", roles.all_roles, name="roles"),
]
