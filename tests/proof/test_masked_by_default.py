"""No page of the staff pages shows a value of anybody, until they ask for it.

Each role opens every page there is, and every page that these link to, sends odd and
empty forms, and gets errors. What comes back, with headers and cookies, is searched
for values that occur nowhere else, in every spelling that a program might give them.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.template.base import Template
from django.utils import timezone

from orders import fulfilment, placing, telling
from orders.addresses import Address
from privacy import access
from privacy.cases import deciding, filing, moving
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind, State
from privacy.exports import asking
from privacy.exports.asking import Wish
from privacy.letters import returned
from privacy.models import Letter
from privacy.people import Person
from privacy.purposes import Purpose
from privacy.retention import holding
from privacy.retention.hold import LegalHold
from privacy.retention.holding import Target
from privacy.showing import values
from shop.roles import ROLES
from tests.orders.conftest import PEN
from tests.orders.desk import page_of, slip_of
from tests.proof import opening, searching
from tests.proof.staff_pages import Desk, addresses

EMAIL, NAME = "wrenna.quillsby@zelkova.example.net", "Wrenna Quillsby-Thrupp"
HOME = Address("GB", "41 Vennelgarth", "Undercroft Q", "Skerrowmouth", "", "ZE9 8QX")
WORDS = "Strike my Zanzibarite letter from the record"
ANSWER = "Which of the Oxbridgeware letters was it"
LOOKED = "They rang about a Quernstone parcel"
HELD = "A claim about Bladderwrack vellum"
OTHERS = ("Ysolde Kittermaster", "ysolde@pangolin.example.net", "gone@oryx.example.net")
TYPED = (EMAIL, NAME, HOME.line1, HOME.line2, HOME.city, HOME.postcode)
CANARIES = (*TYPED, WORDS, ANSWER, LOOKED, HELD, *OTHERS)
SECRETS = ("orders.Order.link", "privacy.Case.link")
WHY = {"reason": "problem", "words": "Their parcel came open"}


@pytest.fixture
def colleague(db):
    """Somebody of the shop with a name, who did all that the pages tell of."""
    return Person.objects.create_superuser(OTHERS[1], "a long secret", name=OTHERS[0])


@pytest.fixture
def order(colleague):
    """Somebody bought, and everything happened that leaves a value behind."""
    at = timezone.now() - timedelta(days=3)
    placed = [_placed(at) for _ in range(2)]
    fulfilment.mark_paid(order=placed[0], at=at, by=colleague)
    person = placed[0].person
    case = _asked(person, at)
    deciding.ask(case=case, sentence=ANSWER, by=colleague, at=at)
    letter = Letter.objects.filter(person=person).first()
    letter.address = OTHERS[2]
    letter.save()
    returned.note(letter=letter, status="5.1.1", at=at)
    holding.hold(
        what=Target(person.pk),
        reason=LegalHold.Reason.CLAIM,
        words=HELD,
        until=timezone.localdate() + timedelta(days=9),
        by=colleague,
        at=at,
    )
    access.record(
        person=person,
        by=colleague,
        fields=["orders.Order.contact_name"],
        purpose=Purpose.AFTER_SALES,
        reason=access.Reason.PROBLEM,
        words=LOOKED,
        at=at,
        row_id=placed[0].pk,
    )
    _takes_out(at)
    return placed[0]


def _takes_out(at):
    """Somebody asks for names and addresses in a file."""
    wish = Wish(
        sheet="orders",
        purpose=Purpose.AFTER_SALES,
        columns=("orders.Order.contact_name", "orders.Order.delivery_address"),
        since=at.date(),
        until=at.date(),
        reason=access.Reason.LAW,
        words="The sheriff asks who bought it",
    )
    asker = Desk("privacy_officer", "asks").person
    asking.ask(wish=wish, by=asker, once=uuid4(), at=timezone.now())


def _placed(at):
    return placing.place(
        checkout_id=uuid4(),
        email=EMAIL,
        name=NAME,
        address=HOME,
        items=[PEN],
        delivery="own",
        payment="transfer",
        consent_sentence=None,
        at=at,
    )


def _asked(person, at):
    made = filing.file(
        kind=Kind.ERASE, email=EMAIL, demand=Demand(words=WORDS), country="GB", at=at
    )
    Case.objects.filter(pk=made.pk).update(person=person, identity_proven_at=at)
    case = Case.objects.get(pk=made.pk)
    for state in (State.VERIFIED, State.IN_REVIEW):
        if case.may_become(state):
            moving.move(case, state, what="to_review", at=at)
    return case


def found(desk, canaries):
    """Return where which of the canaries stands, in whatever spelling."""
    if not searching.search(canaries, {"all": b"\n".join(desk.lines)}):
        return []
    return searching.search(
        canaries,
        {f"{path}: {line[:200]!r}": line for line, path in desk.lines.items()},
    )


def test_no_role_reads_a_value_on_any_page_until_it_asks(order, monkeypatch):
    sealed = opening.sealed_texts()
    secrets = [text for label in SECRETS for text in sealed[label]]
    assert secrets
    known = {text for texts in sealed.values() for text in texts}
    assert [each for each in CANARIES if not any(each in text for text in known)] == []
    canaries = [*CANARIES, *secrets]
    paths = addresses()
    # Django's test client copies what each template is given: nobody looks at it here.
    monkeypatch.setattr(
        Template, "_render", lambda self, told: self.nodelist.render(told)
    )
    opened = {}
    for role in ("superuser", "nobody", *ROLES):
        desk = Desk(role)
        desk.walk(["/staff/", *paths], most=4 if role == "superuser" else 1)
        assert [p for p, got in desk.statuses.items() if got >= 500] == [], role
        opened[role] = {path for path, got in desk.statuses.items() if got == 200}
        if role == "superuser":
            # What is not there for one who may do everything is there for nobody.
            missing = {path for path, got in desk.statuses.items() if got in {404, 405}}
            _makes_mistakes(desk, order, paths, monkeypatch)
            paths = [path for path in paths if path not in missing]
        assert found(desk, canaries) == [], role
    # Each was somewhere: a page that nobody may open would have nothing to find.
    assert {page_of(order), slip_of(order)} <= opened["packing"]
    assert "/staff/privacy/letter/" in opened["privacy_officer"]
    approves = [path for path in opened["privacy_approver"] if "/export/" in path]
    assert any(path.endswith("/change/") for path in approves)
    assert page_of(order) not in opened["nobody"]
    assert searching.search(canaries, {"log": repr(_log()).encode()}) == []
    _shows_what_is_asked_for(order, canaries)


def _makes_mistakes(desk, order, paths, monkeypatch):
    """Search for somebody, send every form empty, get every error."""
    for typed in (EMAIL, EMAIL[1:], order.number, NAME):
        answer = desk.post("/staff/orders/order/find/", q=typed)
        desk.get(answer.headers.get("Location", "/staff/"))
    desk.get(f"/staff/orders/order/?contact_email={order.pk}")
    with monkeypatch.context() as patched:
        patched.setattr(telling, "arrival", lambda order: 1 / 0)
        assert desk.get(page_of(order)).status_code == 500
    for path in paths:
        desk.post(path)
    assert {200, 302, 303, 400, 404, 405, 422} <= {*desk.statuses.values()}


def _log():
    return list(LogEntry.objects.values_list("object_repr", "change_message"))


def _shows_what_is_asked_for(order, canaries):
    """What was asked for is found: so all else would have been, had it been there."""
    helper, page = Desk("after_sales", "again"), page_of(order)
    for name, value in (("contact_email", EMAIL), ("delivery_address", HOME.line1)):
        helper.post(values.path(order, name), back=page, **WHY)
        helper.get(page)
        assert any(value.lower() in each.lower() for each in found(helper, canaries))
    assert not any(NAME in each for each in found(helper, [NAME]))
