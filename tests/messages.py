"""The German texts that stand in code and templates, as the catalogues of other languages need them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import templatize

SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
# What Django makes of a template are calls, between letters that stand for everything else.
TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"(?:\bn?gettext|_)\({TEXT}(?:, {TEXT}, .*?)?\)")
# A text alone, or one thing and many.
Message = str | tuple[str, str]


def messages_in(file: Path) -> set[Message]:
    source = file.read_text(encoding="utf-8")
    return set(_in_code(source) if file.suffix == ".py" else _in_template(source))


def _in_template(source: str) -> Iterator[Message]:
    for one, many in CALL.findall(templatize(source)):
        yield (ast.literal_eval(one), ast.literal_eval(many)) if many else ast.literal_eval(one)


def _in_code(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if node.func.id in SINGULAR and texts:
                yield texts[0]
            if node.func.id in PLURAL:
                yield texts[0], texts[1]
