"""A measured figure, what it is compared with, and where it was measured."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def machine() -> str:
    """Cores, their kind, memory."""
    model, memory_gb = "", 0
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
        total = next(
            line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal")
        )
        memory_gb = round(int(total.split()[1]) / 1024 / 1024)
    except (OSError, StopIteration):
        pass
    return f"{os.cpu_count()} cores{', ' + model if model else ''}{f', {memory_gb} GB' if memory_gb else ''}"


def commit() -> str:
    """The commit measured, "+" when the folder differs from it; empty without git."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return ""
    return found.stdout.strip()


@dataclass(frozen=True)
class Figure:
    """reference: what the same run gave for the thing compared with. seconds: of the measured part."""

    name: str
    figure: float
    unit: str
    reference: float
    reference_name: str
    seconds: float
    detail: dict[str, object] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return self.figure / self.reference if self.reference else 0.0

    def json(self) -> str:
        return json.dumps(
            {
                "name": self.name, "figure": round(self.figure, 1), "unit": self.unit,
                "reference": round(self.reference, 1), "ratio": round(self.ratio, 4), "seconds": round(self.seconds, 1),
                "machine": machine(), "commit": commit(), "reference_name": self.reference_name, **self.detail,
            }
        )  # fmt: skip

    def text(self) -> str:
        lines = [
            f"{self.name}: {self.figure:,.1f} {self.unit}",
            f"  {self.ratio:.3f} of {self.reference_name}, {self.reference:,.1f} in the same run",
        ]
        lines += [f"  {name.replace('_', ' ')}: {value}" for name, value in self.detail.items()]
        return "\n".join(lines)
