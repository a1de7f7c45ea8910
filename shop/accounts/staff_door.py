"""The staff's own sign-in page: the limits of the site's, and on to the second step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from privacy import people, second_factors
from privacy.encryption.blind import normalised_email
from privacy.people import Person
from privacy.second_factors import devices
from shop.accounts import limits, passwords
from shop.accounts.forms import LONGEST, ChangeForm

NOT_RIGHT = "The email or password is not right, or it is not a staff login."


class StaffSignInForm(AdminAuthenticationForm):
    """Email address and password; tries count as at the customers' door."""

    use_required_attribute = False
    error_messages = {"invalid_login": NOT_RIGHT, "inactive": NOT_RIGHT}

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kw: Any):
        """Name the fields as the site does."""
        super().__init__(request, *args, **kw)
        address, password = self.fields["username"], self.fields["password"]
        address.label = "Email address"
        address.error_messages["required"] = "Enter your email address"
        password.error_messages["required"] = "Enter your password"
        password.max_length = LONGEST  # type: ignore[attr-defined] # a CharField

    def clean(self) -> dict[str, Any]:
        """Count the try, then compare. Raises TooManyTries past a limit."""
        typed = str(self.cleaned_data.get("username") or "")
        if not (self.request and typed and self.cleaned_data.get("password")):
            return self.cleaned_data
        at, network = timezone.now(), limits.network(self.request)
        device = _known_device(self.request, typed)
        if not device:
            limits.SIGN_IN_NETWORK.count(network, at=at)
        counted = normalised_email(typed), device or network
        limits.SIGN_IN.count(*counted, at=at)
        found: dict[str, Any] = super().clean()
        limits.SIGN_IN.forget(*counted, at=at)
        return found

    def get_invalid_login_error(self) -> forms.ValidationError:
        """Say the same whatever was wrong."""
        return forms.ValidationError(NOT_RIGHT, code="invalid_login")


class StaffPasswordForm(ChangeForm):
    """The password so far, and the next one, as customers change theirs."""

    def __init__(self, user: Person, *args: Any, **kwargs: Any) -> None:
        """Ask `user`."""
        super().__init__(*args, person=user, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Count the try, then compare. Raises TooManyTries past the limit."""
        limits.CHANGE.count(str(self.person.pk), at=timezone.now())
        return super().clean_password()

    def save(self) -> Person:
        """Change it: the owner hears of it by letter, and the trail is told."""
        chosen = self.cleaned_data["new_password"]
        passwords.change(person=self.person, password=chosen, at=timezone.now())
        return self.person


def _known_device(request: HttpRequest, email: str) -> str:
    """Return the browser's number where its owner showed a factor in it before.

    Tries there count for it alone: strangers in the same network lock nobody out.
    """
    number = request.COOKIES.get(devices.COOKIE, "")
    person = people.find(email=email) if number else None
    return number if person and devices.is_known(person, number) else ""


def password_change(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """Show the form within the staff pages' frame, and change the password."""
    view: Any = PasswordChangeView.as_view(
        form_class=StaffPasswordForm,
        success_url=reverse("admin:password_change_done"),
        extra_context=frame,
    )
    answer: HttpResponse = view(request)
    return answer


def waits(request: HttpRequest) -> bool:
    """Tell whether somebody of the staff has typed the password and no more."""
    user: Any = request.user
    known = user.is_active and getattr(user, "is_staff", False)
    return known and not second_factors.is_verified(request)


def second_step(request: HttpRequest) -> HttpResponse:
    """Send the browser on, with the page that was asked for in the first place."""
    said = request.GET.get(REDIRECT_FIELD_NAME, "")
    query = f"?{urlencode({REDIRECT_FIELD_NAME: said})}" if said else ""
    return HttpResponseRedirect(f"{reverse('admin:factor')}{query}", status=303)
