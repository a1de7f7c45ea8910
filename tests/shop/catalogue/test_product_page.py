"""What a visitor sees of one product."""

from __future__ import annotations

from shop.catalogue import shelves
from shop.catalogue.models import Variant


# --- Products ------------------------------------------------------------------
def test_a_product_says_what_it_is(client, make, at):
    make(
        "Night Post",
        description="Heavy.",
        material="Kraft paper",
        letterbox=True,
        was_price=1250,
    )
    html = client.get("/products/product-1/").content.decode()
    for words in ("<h1>Night Post</h1>", "<p>Heavy.</p>", "Kraft paper", "In stock"):
        assert words in html
    assert '<s><span class="vh">Was </span>£12.50</s>' in html
    assert "Fits a letterbox" in html
    assert "Delivery from £" in html


def test_one_variant_goes_straight_into_the_basket(client, make):
    make()
    html = client.get("/products/product-1/").content.decode()
    form = html.split('action="/basket/add/"')[1].split("</form>")[0]
    assert '<input type="hidden" name="sku" value="SKU-1-0">' in form
    assert 'name="quantity"' in form
    assert "csrfmiddlewaretoken" not in html


def test_variants_are_choices_with_their_stock(client, make):
    make(stocks=[0, 3, 9])
    html = client.get("/products/product-1/").content.decode()
    assert 'value="SKU-1-0"' not in html
    assert 'value="SKU-1-1" checked' in html
    assert 'value="SKU-1-2">' in html
    assert ">Sold out<" in html
    assert ">Only 3 left<" in html


def test_variants_with_their_own_price_say_it(client, make):
    product = make(stocks=[5, 5])
    Variant.objects.filter(sku="SKU-1-1").update(price=1400)
    shelves.settle(products=[product.id])
    html = client.get("/products/product-1/").content.decode()
    assert "From £9.50" in html
    assert "Kind 1, £14.00" in html


def test_what_is_sold_out_cannot_be_added(client, make):
    make(stock=0)
    html = client.get("/products/product-1/").content.decode()
    assert "Sold out" in html
    assert "Delivery from" not in html
    assert "/basket/add/" not in html


def test_a_product_that_has_no_variant_is_sold_out(client, make):
    make()
    Variant.objects.all().delete()
    assert b"Sold out" in client.get("/products/product-1/").content


def test_others_of_the_department_are_shown_but_not_itself(client, many, names):
    response = client.get("/products/envelope-0/")
    assert len(names(response)) == 4
    assert many[0].name not in names(response)


def test_a_withdrawn_product_is_gone_and_says_so(client, make, at):
    make("Night Post", withdrawn_at=at)
    response = client.get("/products/product-1/")
    html = response.content.decode()
    assert response.status_code == 410
    assert "We stopped selling this on 22 November 2026." in html
    assert "/basket/add/" not in html


def test_an_unknown_product_is_not_found(client, envelopes):
    assert client.get("/products/none/").status_code == 404
