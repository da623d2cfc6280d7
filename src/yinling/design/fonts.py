"""The Chinese font of printed letters: Noto Sans SC (OFL), from npm, regular and bold."""

from pathlib import Path

from yinling.design.finders import node_modules

FAMILY = "Noto Sans SC"
WEIGHTS = {400: "400Regular", 700: "700Bold"}


def letter_font_folders() -> list[Path]:
    """Folders to hand to typst as `font_paths`; empty where the packages are not installed."""
    root = node_modules() / "@expo-google-fonts" / "noto-sans-sc"
    return [root / folder for folder in WEIGHTS.values() if (root / folder).is_dir()]


def letter_font_file(weight: int = 400) -> Path:
    """The TrueType file of one weight (400 or 700)."""
    name = WEIGHTS[weight]
    return node_modules() / "@expo-google-fonts" / "noto-sans-sc" / name / f"NotoSansSC_{name}.ttf"
