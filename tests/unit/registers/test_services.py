"""Services: classes of the service layer and what is needed from outside."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import entries_of, keys_of, recognised, register_of, values_of
from webapp.registers import REGISTERS


@pytest.mark.parametrize(
    ("head", "roles"),
    [
        ("| Service | Purpose | Config Needed |", ["service", "purpose", "config"]),
        ("| External Service | Description | Config |", ["service", "purpose", "config"]),
        ("| Servicio | Propósito | Configuración |", ["service", "purpose", "config"]),
        ("| Service | Responsibility | Methods |", ["service", "purpose", "methods"]),
    ],
)
def test_a_table_with_a_service_and_its_purpose(head: str, roles: list[str]) -> None:
    text = f"{head}\n|-|-|-|\n| Stripe | payments | a key |\n| - | - | - |\n"
    assert recognised(text) == ("services", roles)
    assert keys_of(text, "services") == ["stripe"]


def test_python_classes_under_a_heading_about_services() -> None:
    code = (
        '```python\nclass MailService:\n    """\n    Sends mail.\n    """\n\n'
        "    def send(self): ...\n    async def retry(self): ...\n"
        "    def _log(self): ...\n```\n"
    )
    assert values_of(f"## Service Layer\n\n### Main\n\n{code}", "services") == [
        {"service": "MailService", "purpose": "Sends mail.", "methods": "send, retry"}
    ]
    assert values_of(f"## Capa de servicios\n\n{code}", "services")[0]["service"] == "MailService"
    assert entries_of(f"## Security\n\n{code}") == []


def test_the_line_counts_from_the_fence() -> None:
    found = entries_of("## Services\n\n```python\n# first\nclass A:\n    def f(self): ...\n```\n", "services")
    assert [(entry.line, entry.key) for entry in found] == [(2, "a")]


def test_list_items_with_a_ticked_or_bold_name() -> None:
    text = (
        "## Services\n\n- `MailService`: sends **mail**\n- **Clock** — knows the time\n"
        "- something vague: yes\n"
    )
    assert values_of(text, "services") == [
        {"service": "MailService", "purpose": "sends mail"},
        {"service": "Clock", "purpose": "knows the time"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "## Services\n\n| Component | Responsibility |\n|-|-|\n| Pool | holds |\n",
        "| Service | Monthly Cost |\n|-|-|\n| Database | 5 |\n",
        "## Services\n\n- Our customers come first\n",
    ],
)
def test_lookalikes_are_left_alone(text: str) -> None:
    assert register_of(text) is None


def test_services_never_clash() -> None:
    one = {"service": "MailService"}
    assert REGISTERS["services"].claims(one) == []
