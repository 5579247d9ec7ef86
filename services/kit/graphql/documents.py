"""Parsed, limited and validated documents, kept by their text."""

from collections import OrderedDict
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoFragmentCyclesRule,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from services.kit.graphql import errors
from services.kit.graphql.executor import Plans
from services.kit.graphql.limits import Limiter, Limits
from services.kit.graphql.literals import faulty_field
from services.kit.graphql.measures import PageVariable
from services.kit.graphql.texts import NO_NUL, literal_with_nul

_RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)
_LARGEST_ERROR_LIST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that may be executed as it is."""

    node: DocumentNode
    operations: dict[str | None, OperationDefinitionNode]
    introspects: bool
    page_variables: tuple[PageVariable, ...]
    plans: Plans


class RejectedDocument(Exception):
    """A text that cannot be executed; ``errors`` are coded and never empty."""

    def __init__(self, *found: GraphQLError) -> None:
        super().__init__(found[0].message)
        self.errors = list(found)


class DocumentCache:
    """The last ``size`` documents that were accepted, least recently used leaving first.

    Rejected texts are not kept, so that a stranger cannot fill the cache with them.
    """

    def __init__(self, schema: GraphQLSchema, limits: Limits, size: int = 500) -> None:
        self._schema = schema
        self._limits = limits
        self._limiter = Limiter(schema, limits)
        self._size = size
        self._kept: OrderedDict[str, Document] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, text: str) -> Document:
        """Return the document of a text; raises RejectedDocument."""
        document = self._kept.get(text)
        if document is not None:
            self._kept.move_to_end(text)
            return document
        document = self._kept[text] = self._read(text)
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return document

    def _read(self, text: str) -> Document:
        node = self._parse(text)
        shape = self._limiter.measure(node)
        if shape.excesses:
            raise RejectedDocument(*shape.excesses)
        faults = validate(
            self._schema,
            node,
            [NoFragmentCyclesRule] if shape.cyclic else _RULES,
            max_errors=_LARGEST_ERROR_LIST,
            hide_suggestions=True,
            allow_empty_selection_sets=False,
        )
        if faults:
            raise RejectedDocument(*(_coded(fault, node) for fault in faults))
        return Document(
            node=node,
            operations={
                item.name.value if item.name else None: item
                for item in node.definitions
                if isinstance(item, OperationDefinitionNode)
            },
            introspects=shape.introspects,
            page_variables=shape.page_variables,
            plans=Plans(node),
        )

    def _parse(self, text: str) -> DocumentNode:
        if len(text) > self._limits.characters:
            message = f"查询文本不得超过 {self._limits.characters} 个字符。"
            raise RejectedDocument(errors.coded(errors.LIMIT_EXCEEDED, message))
        try:
            document = parse(
                text, max_lexical_tokens=self._limits.tokens, max_comments=self._limits.tokens
            )
        except GraphQLError as fault:
            code = errors.LIMIT_EXCEEDED if "more than" in fault.message else errors.SYNTAX
            raise RejectedDocument(errors.with_code(fault, code)) from None
        if literal_with_nul(document, text):
            raise RejectedDocument(errors.coded(errors.BAD_INPUT, NO_NUL))
        return document


def _coded(fault: GraphQLError, document: DocumentNode) -> GraphQLError:
    field = faulty_field(fault, document)
    code = errors.BAD_INPUT if field is not None else errors.INVALID_DOCUMENT
    return errors.with_code(fault, code, field)
