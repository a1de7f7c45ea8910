"""The letters that a test finds in the database, and the links in them."""

import re

from privacy import purposes
from privacy.models import Letter
from privacy.purposes import Purpose


def letters(template):
    return list(Letter.objects.filter(template=template))


def link_in(letter, path):
    with purposes.using(Purpose.OFFICIAL_NOTICE):
        return re.search(rf"/accounts/{path}/[\w-]+/", letter.content.text)[0]
