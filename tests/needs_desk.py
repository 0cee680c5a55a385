"""Pages of the needs' desk as people see them there: where they lie, and what they say."""

from django.contrib.messages import get_messages
from django.urls import reverse

from tests.reading import text


def page(row, name="change"):
    return reverse(f"admin:needs_{row._meta.model_name}_{name}", args=[row.pk])


def said(response):
    content = response.content.decode().split('id="content-main"', 1)[1].split(">", 1)[1]
    return text(content.split('id="footer"')[0].rsplit("<", 1)[0])


def messages(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response):
    """Every sentence of the form that came back."""
    return [text(str(error)) for error in response.context["errors"]]
