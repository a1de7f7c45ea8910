"""What a whole guest checkout asks of the two databases."""

from django.db import connections
from django.test.utils import CaptureQueriesContext

BUDGET = 60
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def test_a_whole_guest_checkout_takes_at_most_sixty_queries(client, pen, envelopes):
    main = CaptureQueriesContext(connections["default"])
    vault = CaptureQueriesContext(connections["vault"])
    with main, vault:
        assert client.get("/departments/desk/").status_code == 200
        assert client.get("/products/pen/").status_code == 200
        client.get(client.add("pen")["Location"])
        client.get("/checkout/details/")
        client.get(client.details()["Location"])
        check = client.get(client.delivery()["Location"])
        placed = client.order(check)
        assert client.get(placed["Location"]).status_code == 200
    said = [each["sql"] for each in (*main.captured_queries, *vault.captured_queries)]
    asked = [sql for sql in said if not sql.startswith(TRANSACTION)]
    assert len(asked) <= BUDGET, "\n".join(asked)
    assert len(asked) > 20  # The count counts something.
