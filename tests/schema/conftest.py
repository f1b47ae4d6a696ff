"""A schema that mentions everything the vocabulary has, and nothing else."""

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import StrawberryObjectDefinition

import schema as vocabulary_package
from schema.customer_export import CustomerExport
from schema.customer_import import CustomerImport
from schema.group import CustomerGroup
from schema.page import Connection
from schema.scalars import SCALARS, URL


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(vocabulary_package.__path__, "schema."):
        yield importlib.import_module(found.name)


def declared_types() -> list[type]:
    """Return every class that a module of the package declares as a type or input."""
    return [
        declared
        for module in modules()
        for declared in vars(module).values()
        if isinstance(declared, type)
        and declared.__module__ == module.__name__
        and isinstance(
            definition := vars(declared).get("__strawberry_definition__"), StrawberryObjectDefinition
        )
        and not definition.is_graphql_generic
        and not definition.is_interface
    ]


@strawberry.type(description="Mentions what no type of the vocabulary mentions.")
class Query:
    groups: Connection[CustomerGroup] = strawberry.field(description="Groups.")
    imports: Connection[CustomerImport] = strawberry.field(description="Imports.")
    exports: Connection[CustomerExport] = strawberry.field(description="Exports.")
    day: date = strawberry.field(description="A day.")
    address: URL = strawberry.field(description="A web address.")


@pytest.fixture(scope="session")
def vocabulary() -> strawberry.Schema:
    return strawberry.Schema(Query, types=declared_types(), config=StrawberryConfig(scalar_map=SCALARS))
