"""The shop's product table, with no more columns than the list shows or asks for."""

from __future__ import annotations

from django.db import models


class Product(models.Model):
    """A row of the shop's own table."""

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100)
    detail = models.CharField(max_length=80)
    price = models.DecimalField(max_digits=14, decimal_places=0)
    picture = models.CharField(max_length=120)
    department_id = models.IntegerField()
    listed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "shop_product"

    def __str__(self) -> str:
        return self.name
