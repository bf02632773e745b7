"""Security: checks under a heading about it."""

from __future__ import annotations

import pytest

from tests.unit.registers.reading import entries_of, keys_of, recognised, register_of, values_of


@pytest.mark.parametrize(
    "heading", ["Security Considerations", "Security", "5. Seguridad", "Threat model", "Security & privacy"]
)
def test_a_checklist_under_the_heading(heading: str) -> None:
    text = f"# FEAT-001: Sign in\n\n## {heading}\n\n- [ ] Rate limiting\n- [x] **Input** validation\n"
    assert values_of(text, "security") == [
        {"check": "Rate limiting", "done": "no"},
        {"check": "Input validation", "done": "yes"},
    ]


def test_steps_and_bullets_count_and_what_stands_under_them_does_not() -> None:
    text = "## Security\n\n1. **Secrets**: in the environment\n   - never in the log\n2. TLS only\n"
    assert keys_of(text, "security") == ["secrets in the environment", "tls only"]
    assert keys_of("## Security\n\n### Sessions\n\n- End on sign-out\n", "security") == ["end on sign out"]


def test_tables_of_threats_anywhere_and_of_aspects_under_the_heading() -> None:
    threats = "| Threat | Severity | Mitigation |\n|-|-|-|\n| Theft | High | Encryption |\n"
    assert recognised(threats) == ("security", ["check", "severity", "approach"])
    assert recognised("| Amenaza | Gravedad | Mitigación |\n|-|-|-|\n") == (
        "security",
        ["check", "severity", "approach"],
    )
    aspects = "| Aspect | Approach | Status |\n|-|-|-|\n| Login | Rate limit | Done |\n"
    assert values_of(f"## Security\n\n{aspects}", "security") == [
        {"check": "Login", "approach": "Rate limit", "status": "Done", "done": "yes"}
    ]
    assert register_of(aspects) is None


@pytest.mark.parametrize(
    "text",
    [
        "## Security\n\n### Definition of Done\n\n- [ ] All merged\n",
        "## Risks\n\n| Risk | Impact | Mitigation |\n|-|-|-|\n| Late | High | Hurry |\n",
        "# FEAT-002: Security - Technical Design\n\n## Goals\n\n- fast\n",
        "# Account security and sign in\n\n## Steps to reproduce\n\n- click\n",
        "## Security\n\n```python\nclass Encryptor:\n    key: str\n```\n",
    ],
)
def test_lookalikes_are_left_alone(text: str) -> None:
    assert entries_of(text) == []


def test_a_section_of_questions_within_security_holds_questions() -> None:
    assert [
        entry.register for entry in entries_of("## Security\n\n### Open questions\n\n- [ ] Who signs?\n")
    ] == ["questions"]
