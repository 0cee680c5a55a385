"""The page that sheets are typed in at, as somebody at the desk uses it."""

from django.urls import reverse


def address(batch, page="sheet", *more):
    return reverse(f"admin:needs_batch_{page}", args=[batch.pk, *more])


def empty(client, address):
    """What a browser sends of a page that nobody touched."""
    form = client.get(address).context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, False)} | {
        name: "" for name, field in form.fields.items() if form[name].value() is None
    }


def save(client, address, **typed):
    return client.post(address, empty(client, address) | {name.replace("_", "-"): said for name, said in typed.items()})


def messages(client, response):
    return [str(message) for message in client.get(response.url).context["messages"]]


def wrong(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def begun_at(response):
    form = response.context["form"]
    return [name for name in form.fields if "autofocus" in form.fields[name].widget.attrs]
