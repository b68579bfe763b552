"""Who somebody is, and what is theirs."""

from pasar.market.identity.models import EndedSession, Person


def standing(person_id: int, sid: str) -> Person | None:
    """The person of a session, unless they are switched off or the session was ended at the server."""
    ended = EndedSession.objects.filter(sid=sid)
    return (
        Person.objects.filter(pk=person_id, is_active=True).exclude(pk__in=ended.values("person_id")).first()
    )
