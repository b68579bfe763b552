from pasar.runtime import translations


def texts_of(source: str) -> list:
    return [
        (message, context)
        for _line, message, _comments, context in translations._texts_of_template(source, "a.html")
    ]


def test_texts_of_a_template_are_found_whatever_surrounds_them():
    source = """
      {% if new %}<h1>{% translate "New address" %}</h1>{% else %}
    {% translate 'Edit "it"' %}{% endif %}
    {% blocktranslate trimmed count n=n %}
        One piece of {{ name }}
    {% plural %}
        {{ n }} pieces of {{ name }}
    {% endblocktranslate %}
    {% translate "May" context "month" %}
    """
    assert texts_of(source) == [
        ("New address", None),
        ('Edit "it"', None),
        (("One piece of %(name)s", "%(n)s pieces of %(name)s"), None),
        ("May", "month"),
    ]


def test_a_translation_may_not_lose_or_invent_a_placeholder():
    from babel.messages.catalog import Message

    assert translations._placeholders(Message("%(n)s left", "sisa %(n)s")) == ""
    assert "missing" in translations._placeholders(Message("%(n)s left", "sisa"))
    assert "unknown" in translations._placeholders(Message("%(n)s left", "sisa %(m)s"))
