"""What Django does for staff and the trail has to know: signing in, and rights."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models import Model
from django.db.models.signals import m2m_changed, pre_delete
from django.utils import timezone

from privacy import flags
from privacy.people import Person
from privacy.trail import recording
from privacy.trail.entry import Kind

_CHANGES = {"post_add": "given", "post_remove": "taken", "pre_clear": "cleared"}
_WATCHED: dict[str, Any] = {
    "groups of a person": Person.groups.through,
    "rights of a person": Person.user_permissions.through,
    "rights of a group": Group.permissions.through,
}
_NAMES: dict[type[Model], str] = {Group: "name", Permission: "codename"}

_acting: ContextVar[Person | None] = ContextVar("acting", default=None)


@contextmanager
def acting(person: Person) -> Iterator[None]:
    """Say who of the staff does what Django tells of until the block ends."""
    token = _acting.set(person)
    try:
        yield
    finally:
        _acting.reset(token)


def _signed_in(user: Any, **kwargs: Any) -> None:
    _sign_in("signed_in", user)


def _signed_out(user: Any, **kwargs: Any) -> None:
    _sign_in("signed_out", user)


def _sign_in(what: str, user: Any) -> None:
    if user is not None and user.is_staff:
        recording.record(kind=Kind.SIGN_IN, what=what, by=user, at=timezone.now())


def _rights_changed(
    instance: Any,
    action: str,
    model: type[Model],
    pk_set: Collection[Any] | None,
    **kwargs: Any,
) -> None:
    """Record which groups and rights were given or taken, and whose they are."""
    if action not in _CHANGES or not (pk_set or action == "pre_clear"):
        return
    what = _CHANGES[action]
    if isinstance(instance, Person):
        _record(what, [instance], _labels(model, pk_set))
    elif model is Person:
        people = instance.user_set.all()
        if pk_set:
            people = Person.objects.filter(pk__in=pk_set)
        _record(what, people, _labels(type(instance), [instance.pk]))
    else:
        group = _labels(type(instance), [instance.pk])
        _record(what, [None], [*group, *_labels(model, pk_set)])


def _flags_change(
    person: Person, what: str, names: Collection[str], **kwargs: Any
) -> None:
    """Record who becomes or stops being of the staff, or one who may do everything."""
    labels = [f"privacy.Person.{name}" for name in names]
    _record(what, [person], labels)


def _group_goes(instance: Group, **kwargs: Any) -> None:
    """Record that a group was deleted, and that each of its people lost it."""
    label = _labels(Group, [instance.pk])
    _record("deleted", [None, *instance.user_set.all()], label)


def _record(what: str, people: Iterable[Person | None], labels: list[str]) -> None:
    for person in people:
        # What an erasure takes away stands in the ledger.
        if person is None or person.erasing_since is None:
            recording.record(
                kind=Kind.RIGHTS,
                what=what,
                by=_acting.get(),
                about=person,
                fields=labels,
                at=timezone.now(),
            )


def _labels(model: type[Model], keys: Collection[Any] | None) -> list[str]:
    """Return labels such as "auth.Group packing"; of all that were there, the model's.

    Groups and rights by name, which says the same after a backup came back.
    """
    rows = model._default_manager.filter(pk__in=keys or ())
    names = rows.values_list(_NAMES.get(model, "pk"), flat=True)
    return [f"{model._meta.label} {name}" for name in names] or [model._meta.label]


user_logged_in.connect(_signed_in, dispatch_uid="the trail knows who came")
user_logged_out.connect(_signed_out, dispatch_uid="the trail knows who left")
for _name, _sender in _WATCHED.items():
    m2m_changed.connect(_rights_changed, sender=_sender, dispatch_uid=_name)
pre_delete.connect(_group_goes, sender=Group, dispatch_uid="a group goes")
flags.changes.connect(_flags_change, dispatch_uid="the trail knows who is staff")
