"""Forms of the desk as a browser sends them, and what the desk answers."""


def typed_form(client, address):
    """What a browser would send from this page if nobody touched it."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {field.html_name: text_of(field) for form in forms for field in form if text_of(field) not in (None, False)}


def text_of(field):
    return (
        field.field.widget.format_value(field.value()) if hasattr(field.field.widget, "input_type") else field.value()
    )


def messages(response):
    return [str(message) for message in response.context["messages"]]


def errors(response):
    return {name: [*found] for name, found in response.context["adminform"].form.errors.items()}
