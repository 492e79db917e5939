"""The linter's checks on conditions: known names, and for each rule an exact search whether it can ever be true.

The search is a tableau with backtracking over profile options and legal answers. It knows that some fields take one
option, that exclusive options stand alone, and how a fact follows from options, questions and `ask_when`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.content import schema, schema_items, schema_readiness, schema_rules
from toolkit.content.check_report import At, Notes
from toolkit.content.check_shapes import Content
from toolkit.core.conditions import All, Always, Any, Condition, Fact, Not, names
from toolkit.core.model import FactDeclaration, FieldKind, ProfileField

BUDGET = 20_000
"""Search steps for one condition; beyond, it counts as satisfiable (real conditions need fewer than 500)."""

MOST_ALWAYS = 25
"""Items that every system may face; more would leave little to tailor."""

Goal = tuple[Condition, bool]
Atoms = Mapping[str, bool]
NEVER = Not(Always())


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition in a file."""

    file: str
    at: At
    what: str
    condition: Condition


class World:
    """All combinations of profile options and legal answers, as constraints."""

    def __init__(self, profile: Sequence[ProfileField], facts: Sequence[FactDeclaration]) -> None:
        self.fields = {field.id: field for field in profile}
        self.facts = {fact.id: fact for fact in facts}
        self.atoms = {f"{field.id}:{option.id}" for field in profile for option in field.options}
        self.asserted: dict[str, list[Condition]] = {}
        for field in profile:
            for option in field.options:
                for name in option.facts:
                    self.asserted.setdefault(name, []).append(Fact(f"{field.id}:{option.id}"))
        self.steps = 0

    def known(self, name: str) -> bool:
        """Whether conditions may use a name."""
        return name in self.atoms or name in self.facts

    def asks(self, name: str) -> bool:
        """Whether a name is a fact with a question."""
        return name in self.facts and bool(self.facts[name].question)

    def possible(self, condition: Condition) -> bool:
        """Whether some combination makes the condition true; exact within the budget."""
        self.steps = 0
        try:
            return self._search(((condition, True),), {})
        except RecursionError:  # questions that build on each other in a ring, which has a message of its own
            return True

    def certain(self, condition: Condition) -> bool:
        """Whether every combination makes the condition true."""
        return not self.possible(Not(condition))

    def ways(self, name: str) -> Condition:
        """A fact in terms of options and of its question, as `facts_of` derives it."""
        ways = list(self.asserted.get(name, ()))
        declaration = self.facts[name]
        if declaration.question:
            ways.append(All((Fact(f"?{name}"), declaration.ask_when)))
        return Any(tuple(ways)) if ways else NEVER

    def _search(self, goals: tuple[Goal, ...], chosen: Atoms) -> bool:
        while goals and self.steps <= BUDGET:
            self.steps += 1
            (condition, wanted), goals = goals[0], goals[1:]
            match condition:
                case Always():
                    if not wanted:
                        return False
                case Not(of):
                    goals = ((of, not wanted), *goals)
                case All(parts) | Any(parts) if isinstance(condition, All) is wanted:
                    goals = (*((part, wanted) for part in parts), *goals)
                case All(parts) | Any(parts):
                    return any(self._search(((part, wanted), *goals), chosen) for part in parts)
                case Fact(name) if name in self.facts:
                    goals = ((self.ways(name), wanted), *goals)
                case Fact(name):
                    if not self._fits(name, wanted, chosen):
                        return False
                    chosen = {**chosen, name: wanted}
        return True

    def _fits(self, atom: str, wanted: bool, chosen: Atoms) -> bool:
        if atom in chosen:
            return chosen[atom] is wanted
        field = self.fields.get(atom.partition(":")[0])
        if field is None:
            return True
        picks = {option: chosen.get(f"{field.id}:{option.id}") for option in field.options}
        mine = next(option for option in field.options if f"{field.id}:{option.id}" == atom)
        if not wanted:  # an answered field has at least one option chosen
            return any(pick is not False for option, pick in picks.items() if option is not mine)
        others = [option for option, pick in picks.items() if pick]
        alone = field.kind is FieldKind.ONE or mine.exclusive or any(option.exclusive for option in others)
        return not (others and alone)


def check_conditions(content: Content, notes: Notes) -> dict[str, int]:
    """Note unknown names, rules that can never hold and facts that lead nowhere; counts `always_items`."""
    if not content.sure("field", "fact"):
        return {}
    world = world_of(content)
    used: set[str] = set()
    always = 0
    for rule in rules(content):
        unknown = sorted({name for name in names(rule.condition) if not world.known(name)})
        used.update(names(rule.condition))
        for name in unknown:
            advice = "check the spelling, or declare it in facts.yaml or profile.yaml"
            notes.error(
                rule.file, rule.at, "unknown-fact", f"the condition names {name}, which does not exist; {advice}"
            )
        if not unknown:
            _possible(rule, world, notes)
            always += rule.what == "item" and world.certain(rule.condition)
    _facts(content, world, used, notes)
    if always > MOST_ALWAYS:
        problem = f"{always} items apply to every system; give some of them a condition ({MOST_ALWAYS} at most)"
        notes.warn("questionnaires/risk/", (), "too-many-always", problem)
    return {"always_items": always}


def world_of(content: Content) -> World:
    """The combinations that the profile and the facts allow."""
    profile = [one.core() for _, file in content.all(schema.ProfileFile) for one in file.fields]
    facts = [one.core() for _, file in content.all(schema.FactsFile) for one in file.facts]
    return World(profile, facts)


def rules(content: Content) -> Iterator[Rule]:
    """Every condition of every file."""
    for path, items in content.all(schema_items.ItemsFile):
        yield from (Rule(path, ("items", x.id, "applies_when"), "item", x.applies_when) for x in items.items)
    for path, facts in content.all(schema.FactsFile):
        yield from (Rule(path, ("facts", x.id, "ask_when"), "question", x.ask_when) for x in facts.facts if x.question)
    for path, book in content.all(schema_readiness.WorkbookFile):
        what = "workbook-question"
        yield from (Rule(path, ("questions", x.id, "applies_when"), what, x.applies_when) for x in book.questions)
    for path, odd in content.all(schema.ContradictionsFile):
        at = "contradictions"
        yield from (Rule(path, (at, x.id, "when"), "contradiction", x.when) for x in odd.contradictions)
    for path, pack in content.all(schema_rules.PackFile):
        yield Rule(path, ("binding_when",), "pack", pack.binding_when)
        for trigger in pack.triggers:
            place = ("triggers", trigger.id)
            whole = [trigger.when, pack.binding_when]
            if trigger.unless is not None:
                yield Rule(path, (*place, "unless"), "exception", All((trigger.when, trigger.unless)))
                whole.append(Not(trigger.unless))
            yield Rule(path, (*place, "when"), "trigger", All(tuple(whole)))


def _possible(rule: Rule, world: World, notes: Notes) -> None:
    if not world.possible(rule.condition):
        advice = "no combination of answers makes its condition true; mend the condition"
        notes.error(rule.file, rule.at, f"unreachable-{rule.what}", f"this {rule.what} can never apply: {advice}")


def _facts(content: Content, world: World, used: set[str], notes: Notes) -> None:
    for path, file in content.all(schema.FactsFile):
        above: set[str] = set()
        for fact in file.facts:
            at = ("facts", fact.id)
            later = {
                name for name in names(fact.ask_when) if name in world.facts and world.facts[name].question
            } - above
            if later:
                problem = f"its question builds on {', '.join(sorted(later))}, which must stand above it; move it down"
                notes.error(path, (*at, "ask_when"), "question-order", problem)
            if world.ways(fact.id) == NEVER:
                problem = "nothing asserts or asks it; let an option assert it, give it a question, or remove it"
                notes.error(path, at, "unreachable-fact", f"{fact.id}: {problem}")
            elif fact.id not in used and content.sure("item", "trigger"):
                problem = "no condition uses it; use it in one, or remove it"
                notes.warn(path, at, "orphan-fact", f"{fact.id}: {problem}")
            above.add(fact.id)
