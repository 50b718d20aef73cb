from __future__ import annotations

from django.urls import path

from newsdesk.accounts.views import account, links, members, people, projects, sign_in

app_name = "accounts"
urlpatterns = [
    path("", projects.list_projects, name="projects"),
    path("welcome/<str:token>/", links.welcome, name="welcome"),
    path("in/<str:token>/", links.sign_in, name="sign-in-link"),
    path("invite/<str:token>/", links.invite, name="invite"),
    path("accounts/forgotten/", sign_in.forgotten, name="forgotten"),
    path("accounts/", account.show, name="account"),
    path("accounts/sessions/end/", account.end_other_sessions, name="end-other-sessions"),
    path("accounts/sessions/<int:session_id>/end/", account.end_session, name="end-session"),
    path("people/", people.list_people, name="people"),
    path("people/<int:person_id>/close/", people.close, name="close-account"),
    path("people/<int:person_id>/reopen/", people.reopen, name="reopen-account"),
    path(
        "people/<int:person_id>/second-step/", people.forget_second_step, name="forget-second-step"
    ),
    path("projects/<slug:slug>/settings/", projects.settings, name="settings"),
    path("projects/<slug:slug>/guidelines/", projects.guidelines, name="guidelines"),
    path("projects/<slug:slug>/delete/", projects.delete, name="delete"),
    path("projects/<slug:slug>/members/", members.list_members, name="members"),
    path("projects/<slug:slug>/members/<int:user_id>/role/", members.change_role, name="role"),
    path("projects/<slug:slug>/members/<int:user_id>/suspend/", members.suspend, name="suspend"),
    path("projects/<slug:slug>/members/<int:user_id>/resume/", members.resume, name="resume"),
    path("projects/<slug:slug>/members/<int:user_id>/remove/", members.remove, name="remove"),
    path("projects/<slug:slug>/invitations/<int:link_id>/revoke/", members.revoke, name="revoke"),
]
