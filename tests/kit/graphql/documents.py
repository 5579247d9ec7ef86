"""Random valid documents over the demonstration schema."""

from random import Random
from typing import Any

LEAVES = {
    "Task": (
        *("id", "key", "title", "severity", "dueAt", "count", "weight", "open", "notes", "shout"),
        *("__typename", "greeting", 'greeting(to: "me")', "greeting(to: $to)"),
    ),
    "Office": ("id", "name", "slowName", "__typename"),
    "Node": ("id", "__typename"),
}
OBJECTS = {"Task": {"owner": "Office", "helpers": "Office"}, "Office": {"parent": "Office"}}
ROOTS = {"maybeTasks": "Task", "allTasks": "Task", "things": "Node"}
SWITCHES = ("", "", "", " @skip(if: $a)", " @include(if: $b)", " @include(if: true)")
VARIABLES = {"a": "Boolean!", "b": "Boolean!", "to": "String!"}


def make_document(seed: int) -> tuple[str, dict[str, Any]]:
    """Return a document with its variables; fragments may be spread many times."""
    return _Maker(Random(seed)).document()


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.fragments: dict[str, str] = {}

    def document(self) -> tuple[str, dict[str, Any]]:
        bodies: dict[str, str] = {}
        for number in range(self.random.randint(0, 3)):
            kind = self.random.choice(("Task", "Office"))
            name = f"F{number}{kind}"
            bodies[name] = f"fragment {name} on {kind} {{ {self.selections(kind, 2)} }}"
            self.fragments[name] = kind  # after its body, so that none contains itself
        roots = self.random.sample(sorted(ROOTS), self.random.randint(1, 3))
        body = " ".join(f"{root} {{ {self.selections(ROOTS[root], 3)} }}" for root in roots)
        text = f"{{ {body} }} {self.used(body, bodies)}"
        declared = [f"${name}: {kind}" for name, kind in VARIABLES.items() if f"${name})" in text]
        signature = f"({', '.join(declared)})" if declared else ""
        values = {"a": self.flip(), "b": self.flip(), "to": "them"}
        return f"query Q{signature} {text}", values

    def flip(self) -> bool:
        return self.random.random() < 0.5

    def used(self, body: str, bodies: dict[str, str]) -> str:
        kept = ""
        for name in reversed(bodies):
            if f"...{name}" in body + kept:
                kept += bodies[name] + " "
        return kept

    def selections(self, kind: str, depth: int) -> str:
        return " ".join(self.selection(kind, depth) for _ in range(self.random.randint(1, 4)))

    def selection(self, kind: str, depth: int) -> str:
        switch = self.random.choice(SWITCHES)
        within = [name for name, on in self.fragments.items() if kind in (on, "Node")]
        shapes = ["leaf", "leaf", "leaf", *(["spread"] if within else [])]
        if depth:
            shapes += ["inline", *(["object", "object"] if kind in OBJECTS else [])]
        shape = self.random.choice(shapes)
        if shape == "spread":
            return f"...{self.random.choice(within)}{switch}"
        if shape == "inline":
            on = self.random.choice(("Task", "Office")) if kind == "Node" else kind
            condition = "" if kind != "Node" and self.flip() else f" on {on}"
            return f"...{condition}{switch} {{ {self.selections(on, depth - 1)} }}"
        if shape == "object":
            name = self.random.choice(sorted(OBJECTS[kind]))
            inner = self.selections(OBJECTS[kind][name], depth - 1)
            return f"{self.alias(name)}{name}{switch} {{ {inner} }}"
        leaf = self.random.choice(LEAVES[kind])
        return f"{self.alias(leaf)}{leaf}{switch}"

    def alias(self, name: str) -> str:
        """An alias that always means the same field with the same arguments."""
        word = "".join(letter for letter in name if letter.isalnum())
        if "(" in name:
            return f"{word}: "
        return f"a{word}: " if self.random.random() < 0.1 else ""
