"""Letters in the staff pages: what waits and why, masked; a text is never shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html

from privacy import masking
from privacy.encryption import keys
from privacy.letters import returned
from privacy.letters.models import Held, Letter
from privacy.letters.preview_pages import PreviewPages
from privacy.purposes import Purpose
from privacy.showing import values
from privacy.showing.values import Sight

_ACT = "privacy.review_case"
_LOOK = (_ACT, "privacy.approve_case")
_NOW = "j M Y, H:i"
_SHOWN = (
    '<span><span class="masked">{}</span> <a href="{}">Show'
    '<span class="visually-hidden"> this address</span></a></span>'
)
WHY = {
    Held.LIMIT: "as many letters as may go at once have gone",
    Held.ADDRESS: "letters to its address come back",
}
NEEDS_A_LOOK = "All that does not go as it should"


values.offer(
    "privacy.Letter",
    Sight(
        fields=("address", "to_address"),
        rights=_LOOK,
        purpose=Purpose.OWN_REQUEST,
        whose=lambda letter: letter.person or letter.case.person,
    ),
)


class MaskedChangeList(ChangeList):
    """A page of letters whose keys are fetched in one query."""

    def get_results(self, request: HttpRequest) -> None:
        """Find the rows, then the keys of everyone on them at once."""
        super().get_results(request)
        keys.prefetch({letter.holder_id for letter in self.result_list})


class StandFilter(admin.SimpleListFilter):
    """Letters by where they stand; at first those that do not go as they should."""

    title = "where it stands"
    parameter_name = "stand"
    FINDS = {
        "held": ("Held back", Q(sent_at=None, given_up_at=None) & ~Q(held="")),
        "failed": ("Tried, and tried again", Q(attempts__gt=1, sent_at=None)),
        "given_up": ("Given up", Q(given_up_at__isnull=False)),
        "back": ("Came back", Q(came_back_at__isnull=False)),
    }

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        """Offer each of them, and all letters."""
        found = [(key, label) for key, (label, _) in self.FINDS.items()]
        return [*found, ("all", "All letters")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Name the first choice for what it finds: it is not all of them."""
        first, *others = super().choices(changelist)
        yield {**first, "display": NEEDS_A_LOOK}
        yield from others

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Letter]
    ) -> QuerySet[Letter]:
        """Keep those that are in the chosen place, or in any that needs a look."""
        chosen = self.value()
        if chosen == "all":
            return queryset
        if chosen in self.FINDS:
            return queryset.filter(self.FINDS[chosen][1])
        wrong = Q(pk__in=())
        for _, finds in self.FINDS.values():
            wrong |= finds
        return queryset.filter(wrong)


@admin.register(Letter)
class LetterAdmin(PreviewPages):
    """The list of letters, with one act: to try an address again."""

    list_display = ("to", "stands", "what_for", "template", "queued")
    list_display_links = None
    list_filter = (StandFilter,)
    list_select_related = ("person", "case")
    list_per_page = 50
    ordering = ("-queued_at",)
    sortable_by = ("queued",)
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = ("try_again",)
    change_list_template = "admin/privacy/letters.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody types a letter in here: each is written by what it is about."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Letters go on their date."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was written stays as it is."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever works on requests may look."""
        user: Any = request.user
        return any(user.has_perm(right) for right in _LOOK)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        """Whoever may work on requests lets an address be tried again."""
        user: Any = request.user
        return bool(user.has_perm(_ACT))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show letters in the list of sections to those who may look."""
        return self.has_view_permission(request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Use the list that fetches keys at once."""
        return MaskedChangeList

    def get_urls(self) -> list[URLPattern]:
        """Return the address of the list, and of previews: no page shows a letter."""
        shown = self.admin_site.admin_view(self.changelist_view)
        listed = path("", shown, name="privacy_letter_changelist")
        return [listed, *self.preview_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Show the list under its own name; only whoever may act sends its form."""
        if request.method == "POST" and not self.has_resend_permission(request):
            raise PermissionDenied
        named = {"title": "Letters", **(extra_context or {})}
        shown: HttpResponse = super().changelist_view(request, named)
        return shown

    @admin.display(description="What for")
    def what_for(self, letter: Letter) -> str:
        """Its purpose, in words."""
        return Purpose(letter.purpose).words.capitalize()

    @admin.display(description="Written", ordering="queued_at")
    def queued(self, letter: Letter) -> str:
        """When it was written, in the shop's time."""
        return _moment(letter.queued_at)

    @admin.display(description="To")
    def to(self, letter: Letter) -> str:
        """The masked address that it went to, or goes to, and the way to show it."""
        holder: Any = letter.person or letter.case
        for row, name in (
            (letter, "address"),
            (letter, "to_address"),
            (holder, "email"),
        ):
            found = masking.masked(row, name)
            if found == masking.ERASED:
                break
            if found:
                back = reverse("admin:privacy_letter_changelist")
                there = f"{values.path(row, name)}?back={back}"
                return format_html(_SHOWN, found, there)
        return masking.ERASED

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Allow the filter on the page: nobody looks for an address in here, unseen."""
        return lookup == StandFilter.parameter_name

    @admin.display(description="Where it stands")
    def stands(self, letter: Letter) -> str:
        """Whether it went, and if not why, in words."""
        return ". ".join(_stands(letter))

    @admin.action(description="Try the address again", permissions=["resend"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Letter]) -> None:
        """Let letters go to addresses that others came back from."""
        at, tried = timezone.now(), 0
        for letter in queryset.filter(held=Held.ADDRESS):
            returned.try_again(letter=letter, at=at)
            self.log_change(request, letter, "Let its address be tried again.")
            tried += 1
        self.message_user(
            request,
            "What waits for these addresses is tried within a minute."
            if tried
            else "None of these waits for an address.",
            messages.SUCCESS if tried else messages.WARNING,
        )


def _stands(letter: Letter) -> Iterator[str]:
    why = f": {WHY[Held(letter.held)]}" if letter.held else ""
    if letter.given_up_at:
        yield f"Given up on {_moment(letter.given_up_at)}{why}"
    elif letter.sent_at:
        yield f"Went on {_moment(letter.sent_at)}"
    elif letter.held:
        yield f"Held back until {_moment(letter.next_try_at)}{why}"
    else:
        yield f"Waits for its next try on {_moment(letter.next_try_at)}"
    if letter.came_back_at:
        yield f"Came back on {_moment(letter.came_back_at)} ({letter.status})"


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), _NOW)
