"""From the models of a plan's files to the plan of the domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.plan_schema import OPENING
from domain.addressees import Addressee
from domain.deadlines import Deadline, Reading
from domain.figures import Figure, FigureKind
from domain.ladder import Audience, Ladder, Notice, Offset, Rung
from domain.outline import Outline, Section
from domain.plans import Bodies, Duty, Identity, LegalBasis, Plan, Ruling
from domain.tiers import Tier

if TYPE_CHECKING:
    from config.plan_schema import (
        BodiesModel,
        DutyModel,
        FigureModel,
        FiguresModel,
        IdentityModel,
        LaddersModel,
        OutlineModel,
        PlanModel,
        RungModel,
        SectionModel,
    )
    from domain.calendar import WorkingCalendar


def build_plan(
    model: PlanModel,
    *,
    outline: Outline,
    ladders: dict[str, Ladder],
    calendar: WorkingCalendar,
    figures: tuple[Figure, ...] = (),
) -> Plan:
    return Plan(
        identity=_identity(model.identity),
        timezone=model.timezone,
        opens=model.opens,
        closes=model.closes,
        tiers=tuple(Tier(tier.id, tier.name, tier.rank) for tier in model.tiers),
        duties=tuple(_duty(duty, timezone=model.timezone) for duty in model.duties),
        bodies=_bodies(model.bodies),
        outline=outline,
        ladders=ladders,
        rulings=tuple(Ruling(**ruling.model_dump()) for ruling in model.rulings),
        calendar=calendar,
        figures=figures,
    )


def build_outline(model: OutlineModel) -> Outline:
    return Outline(model.title, tuple(_section(section, level=1) for section in model.sections))


def build_figures(model: FiguresModel) -> tuple[Figure, ...]:
    return tuple(_figure(one) for one in model.figures)


def _figure(model: FigureModel) -> Figure:
    return Figure(
        id=model.id,
        name=model.name,
        measure=model.measure,
        section=model.section,
        kind=FigureKind(model.kind),
        is_summed=model.summed,
        rows=tuple(model.rows),
        columns=tuple(model.columns),
        words=tuple(model.words),
        leads=tuple(model.leads),
        near=tuple(model.near),
        unless=tuple(model.unless),
    )


def build_ladders(model: LaddersModel) -> dict[str, Ladder]:
    return {name: Ladder(name, tuple(rung_of(rung) for rung in rungs)) for name, rungs in model.root.items()}


def _bodies(model: BodiesModel) -> Bodies:
    superior_line, issuer_line = model.letterhead
    return Bodies(
        coordinator=model.coordinator,
        office=model.office,
        addressee=model.addressee,
        letterhead=(superior_line, issuer_line),
        position=model.position,
        recipients=tuple(model.recipients),
    )


def _identity(model: IdentityModel) -> Identity:
    return Identity(
        id=model.id,
        number=model.number,
        day=model.day,
        title=model.title,
        task=model.task,
        issuer=model.issuer,
        place=model.place,
        legal_basis=tuple(LegalBasis(**basis.model_dump()) for basis in model.legal_basis),
        distribution=tuple(model.distribution),
    )


def _duty(model: DutyModel, *, timezone: str) -> Duty:
    return Duty(
        id=model.id,
        tier=model.tier,
        name=model.name,
        deadline=_deadline(model, timezone=timezone),
        ladder=model.ladder,
        addressee=model.addressee,
        via=model.via,
        clause=model.clause,
        units=tuple(model.units),
        sections=tuple(model.sections),
    )


def _deadline(model: DutyModel, *, timezone: str) -> Deadline:
    return Deadline(
        day=model.deadline.day,
        reading=Reading(model.deadline.reading),
        timezone=timezone,
        clause=model.clause,
        quote=model.deadline.quote,
        completion_month=model.deadline.completion_month,
        assumed=model.deadline.assumed,
    )


def _section(model: SectionModel, *, level: int) -> Section:
    return Section(
        id=model.id,
        label=model.label,
        title=model.title,
        level=level,
        hints=tuple(model.hints),
        owners=tuple(model.owners),
        tiers=tuple(model.tiers),
        sections=tuple(_section(child, level=level + 1) for child in model.sections),
        addressees=tuple(Addressee(one.id, one.title, tuple(one.words)) for one in model.addressees),
    )


def rung_of(model: RungModel) -> Rung:
    return Rung(
        id=model.id or model.at,
        offset=None if model.at == OPENING else Offset.parse(model.at),
        notices=tuple(Notice(Audience(audience), message) for audience, message in model.notify.items()),
        every_days=model.every_days,
        urgent=model.urgent,
    )
