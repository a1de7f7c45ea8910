"""The house stands as it was drawn: floors, sizes, names, and nothing inline.

Every scan is first shown something bad, so that finding nothing means something.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.template import TemplateSyntaxError, engines
from django.template.loader import get_template
from django.test.utils import isolate_apps

from shop.celery import app
from tests.house import code, floors, tree, words

OURS = ("privacy/", "orders/", "shop/", "deploy/", "bench/", "tests/", "manage.py")
BUILT = {"static/foldwell.css"}  # the stylesheets, joined


def python(*under):
    """Return the text of our modules; migrations are written by Django."""
    found = tree.texts(".py", under=under or OURS)
    return {path: text for path, text in found.items() if "/migrations/" not in path}


def templates(*suffixes):
    """Return the text of every template by its name."""
    found = tree.texts(*suffixes or (".html", ".txt"), under=("templates/",))
    return {path.removeprefix("templates/"): text for path, text in found.items()}


def our_migrations():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = loader.disk_migrations.values()
    return [each for each in known if floors.floor(each.app_label) is not None]


# --- Things point down -----------------------------------------------------------


def test_foreign_keys_point_down():
    assert floors.foreign_keys(apps.get_models(include_auto_created=True)) == []


@isolate_apps("privacy", "orders", "shop")
def test_a_foreign_key_that_points_up_is_found():
    class Thing(models.Model):
        class Meta:
            app_label = "shop"

    class Order(models.Model):
        thing = models.ForeignKey(Thing, models.CASCADE)

        class Meta:
            app_label = "orders"

    class Person(models.Model):
        orders = models.ManyToManyField(Order)

        class Meta:
            app_label = "privacy"

    assert floors.foreign_keys([Thing, Order, Person]) == [
        "orders.Order.thing -> shop.Thing",
        "privacy.Person.orders -> orders.Order",
    ]


def test_migrations_depend_downwards():
    found = our_migrations()
    assert {"privacy", "orders", "shop"} <= {each.app_label for each in found}
    assert floors.migrations(found) == []


def test_a_migration_that_points_up_is_found():
    upward = migrations.Migration("0002_upward", "orders")
    upward.dependencies = [("privacy", "0001_first"), ("shop", "0001_first")]
    pushed = migrations.Migration("0003_pushed", "shop")
    pushed.run_before = [("privacy", "0002_next")]
    assert floors.migrations([upward, pushed]) == [
        "orders.0002_upward: orders -> shop",
        "shop.0003_pushed: privacy -> shop",
    ]


def test_templates_extend_include_and_link_downwards():
    assert floors.templates(templates()) == []


def test_a_template_that_points_up_is_found():
    bad = {
        "orders/order.html": '{% extends "shop/page.html" %}{% url "shop:home" %}',
        "letters/orders/paid.txt": "{% include 'letters/shop/part.txt' %}",
        "privacy/policy.html": '{% url "orders:order" secret %}',
        "base.html": '{% include "shop/top.html" %}{% url "shop:home" %}',
        "shop/home.html": '{% extends "base.html" %}{% url "orders:order" s %}',
    }
    assert floors.templates(bad) == [
        "orders/order.html: extends shop/page.html",
        "orders/order.html: url shop",
        "letters/orders/paid.txt: include letters/shop/part.txt",
        "privacy/policy.html: url orders",
        "base.html: include shop/top.html",
    ]


def test_code_names_no_page_or_template_of_a_higher_floor():
    assert floors.names_in_code(python("privacy/", "orders/")) == []


def test_a_name_that_points_up_is_found():
    bad = {"orders/views.py": 'reverse("shop:home"); render(r, "orders/a.html")'}
    assert floors.names_in_code(bad) == ["orders/views.py: shop:home"]


# --- Pages ------------------------------------------------------------------------


@pytest.mark.parametrize("name", templates())
def test_every_template_compiles(name):
    get_template(name)


def test_a_template_that_does_not_compile_is_found():
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string("{% if %}")


def test_no_page_has_inline_script_or_style():
    assert code.inline(templates(".html")) == []


def test_no_picture_has_a_script():
    pictures = code.inline(tree.texts(".svg", under=("static/", "templates/")))
    assert [each for each in pictures if "style" not in each] == []


def test_inline_script_and_style_are_found():
    bad = {
        "a.html": '<p style="{{ x }}">\n<style></style><script>1</script>',
        "b.html": '<a href="javascript:1" {% if x %}onclick="y()"{% endif %}>',
        "letters/c.html": '<p style="margin:0"><script></script>',
        "good.html": '<script type="module" src="{% static "a.js" %}"></script>',
    }
    assert code.inline(bad) == [
        "a.html:1 style=",
        "a.html:2 <style>",
        "a.html:2 <script> without src",
        "b.html:1 href=javascript:1",
        "b.html:1 onclick=y()",
        "letters/c.html:1 <script> without src",
    ]


# --- Sizes and names ----------------------------------------------------------------


def test_functions_are_short():
    assert code.long_functions(python()) == []


def test_a_long_function_is_found():
    bad = {"a.py": "def f():\n" + "    x = 1\n" * 40 + "def g():\n    pass\n"}
    assert code.long_functions(bad) == ["a.py:1 f: 41 lines"]


def test_modules_templates_and_stylesheets_are_short():
    styles = tree.texts(".css", under=("static/",))
    kept = {path: text for path, text in styles.items() if path not in BUILT}
    assert code.long_files(python() | templates() | kept) == []


def test_long_files_are_found():
    lines = {"a.py": 301, "b.py": 300, "c.html": 121, "d.css": 151, "e.css": 150}
    found = code.long_files({name: "\n" * count for name, count in lines.items()})
    assert [each.split(":")[0] for each in found] == ["a.py", "c.html", "d.css"]


def test_every_module_says_what_it_knows():
    assert code.without_docstring(python()) == []


def test_a_module_without_docstring_is_found():
    bad = {"a.py": "x = 1\n", "b.py": '"""Knows b."""\n', "__init__.py": ""}
    assert code.without_docstring(bad) == ["a.py"]


def test_modules_are_named_for_what_the_business_does():
    assert code.meaningless_names(tree.tracked()) == []


def test_a_meaningless_name_is_found():
    bad = ["shop/utils.py", "orders/services/tax.py", "shop/stock.py", "css/utils.css"]
    assert code.meaningless_names(bad) == bad[:2]


def test_no_migration_was_named_by_a_machine():
    assert [each.name for each in our_migrations() if "_auto_" in each.name] == []


# --- Tasks ---------------------------------------------------------------------------


def test_tasks_take_ids_and_moments_only():
    app.loader.import_default_modules()
    ours = {
        name: task.run
        for name, task in app.tasks.items()
        if name.startswith(("privacy.", "orders.", "shop."))
    }
    assert "privacy.letters.tasks.send" in ours
    assert code.task_arguments(ours) == []


def test_a_task_that_takes_more_is_found():
    def good(letter_id: str, asked_at: str): ...

    def bad(email: str, order_id: dict, *ids: str): ...

    assert code.task_arguments({"good": good, "bad": bad}) == [
        "bad(email: str)",
        "bad(order_id: dict)",
        "bad(*ids: str)",
    ]


# --- Words ----------------------------------------------------------------------


def test_no_tracked_file_names_a_registry_or_a_machine():
    every = tree.texts()
    assert len(every) > 100
    assert words.registries(every) == []
    assert words.machine_paths(every) == []


def test_registries_and_machine_paths_are_found():
    bad = {"a.txt": "from https://files.python" + "hosted.org/x and /ho" + "me/jo/x"}
    assert len(words.registries(bad)) == 1
    assert words.machine_paths(bad) == ["a.txt: /ho" + "me/jo"]


@pytest.mark.parametrize(
    "name", ["requirements.in", "requirements-test.in", "requirements-localstripe.in"]
)
def test_every_dependency_has_its_reason(name):
    text = (tree.ROOT / name).read_text()
    assert any(line[:1].isalpha() for line in text.splitlines())
    assert words.without_reason(text) == []


def test_a_dependency_without_reason_is_found():
    bad = "# heading\ndjango~=5.2  # the framework\ncelery[redis]\nredis  # ?\n"
    assert words.without_reason(bad) == ["celery[redis]", "redis  # ?"]
