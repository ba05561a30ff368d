"""Who acts: the people the desk offers, and the keys the API accepts."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from campaigns.errors import missing
from campaigns.office import KEEPER
from campaigns.roles import PUBLIC, SYSTEM
from registry import Actor

if TYPE_CHECKING:
    from campaigns.office import Office


def people(office: Office) -> tuple[Actor, ...]:
    """Everybody who may sit down at the desk, by id."""
    with office.registry.reading() as tx:
        return tuple(sorted(tx.people.all(), key=lambda actor: actor.id))


def actor_by_id(office: Office, actor_id: str) -> Actor:
    """The person with this id; raises CampaignRefused ``person.unknown``."""
    standing = {actor.id: actor for actor in (KEEPER, SYSTEM, PUBLIC)}
    with office.registry.reading() as tx:
        actor = tx.people.get(actor_id) or standing.get(actor_id)
    if actor is None:
        raise missing("person", "人员", actor_id)
    return actor


def actor_by_key(office: Office, key: str) -> Actor | None:
    """The owner of an API key: the administrator's from the settings, else a person's own."""
    admin_key = office.settings.api_key
    if admin_key and hmac.compare_digest(admin_key.encode(), key.encode()):
        return KEEPER
    with office.registry.reading() as tx:
        return tx.people.by_key(key)
