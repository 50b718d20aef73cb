"""Who works here, on which project, in which role."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `is_staff` makes a site administrator, who creates projects.

    `keys` are those of the reader's commands that the person has chosen, by the command's name.
    Without `has_single_keys` letters, digits and signs alone are no commands.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    keys = models.JSONField(default=dict, blank=True)
    has_single_keys = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        words = str(self).split()
        return (words[0][:1] + words[-1][:1] if len(words) > 1 else str(self)[:2]).upper()


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> ProjectQuerySet:
        """The projects this person is an active member of; nobody else's exist for them."""
        return self.filter(memberships__in=Membership.objects.active().filter(user=user))

    def with_role(self, user: User, *roles: Role) -> ProjectQuerySet:
        """The projects in which this person has one of the roles."""
        held = Membership.objects.active().filter(user=user, role__in=roles)
        return self.filter(memberships__in=held)


class Project(models.Model):
    """A team's workspace: members, scheme, articles."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=150)
    guidelines = models.TextField(blank=True)
    annotators_per_article = models.PositiveSmallIntegerField(default=1)
    may_approve_own = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(annotators_per_article__gte=1, annotators_per_article__lte=5),
                name="project_has_one_to_five_annotators",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """Each role may do what the ones before it may, and more."""

    VIEWER = "viewer"
    ANNOTATOR = "annotator"
    REVIEWER = "reviewer"
    MANAGER = "manager"

    @property
    def and_above(self) -> list[Role]:
        roles = list(Role)
        return roles[roles.index(self) :]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> MembershipQuerySet:
        return self.filter(is_suspended=False, user__is_active=True)


class Membership(models.Model):
    """One person's role in one project."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    is_suspended = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "project"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="membership_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    @property
    def suspension(self) -> str:
        """What who is suspended reads."""
        return f"A manager of {self.project} has suspended you. Ask them to let you in again."

    def may(self, role: Role) -> bool:
        """Whether this membership includes what `role` may do."""
        return not self.is_suspended and Role(self.role) in role.and_above


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    def open(self) -> OneTimeLinkQuerySet:
        """Those that still work."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class OneTimeLink(models.Model):
    """A link that signs somebody in once. Only the token's hash is stored."""

    class Kind(models.TextChoices):
        WELCOME = "welcome"
        SIGN_IN = "sign_in"
        INVITE = "invite"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    project = models.ForeignKey(Project, models.CASCADE, null=True)
    role = models.CharField(max_length=10, choices=Role.choices, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="invite") | (Q(project__isnull=False) & ~Q(role="")),
                name="one_time_link_invites_to_a_project_and_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.email}".strip()
