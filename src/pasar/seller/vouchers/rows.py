"""A promotion as its seller looks at it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pasar.countries import Country
from pasar.market.promotions import words
from pasar.market.promotions.queries import PromotionView
from pasar.market.promotions.shapes import Promotion

State = Literal["planned", "running", "used_up", "ended"]


@dataclass(frozen=True, slots=True)
class Row:
    promotion: Promotion
    view: PromotionView
    worth: str
    conditions: list[str]
    class_name: str
    state: State

    @property
    def over(self) -> bool:
        return self.state == "ended"


def row(view: PromotionView, country: Country, language: str, at: datetime) -> Row:
    told = view.promotion
    state: State = "running"
    if told.ends_at <= at:
        state = "ended"
    elif view.used_up:
        state = "used_up"
    elif told.starts_at > at:
        state = "planned"
    return Row(
        promotion=told,
        view=view,
        worth=words.worth(told, country, language),
        conditions=words.conditions(told, country, language),
        class_name=str(words.CLASS_NAMES[told.class_key]),
        state=state,
    )
