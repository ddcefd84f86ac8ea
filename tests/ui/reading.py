"""Read back what the app writes: numbers, sums, and formulas in LaTeX."""

import re

NUMBER = re.compile(r"−?(?:\d+(?:\.\d+)?(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|∞)")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read_number(text: str) -> float:
    """Read a number the way the figures write it."""
    text = text.replace("−", "-").replace("∞", "inf")
    if "·10" in text:
        mantissa, exponent = text.split("·10")
        return float(f"{mantissa}e{exponent.translate(_RAISED)}")
    return float(text)


def last_digit(text: str) -> float:
    """How far a number may be off that was rounded to the digits shown."""
    mantissa, _, exponent = text.partition("·10")
    decimals = len(mantissa.partition(".")[2])
    return 0.5 * 10.0 ** (int(exponent.translate(_RAISED) or 0) - decimals)


def calculated(text: str) -> float:
    """Work out a sum of products and squares as it is written, by the rules of school."""
    assert re.fullmatch(r"[\d.() −+·/²]*", text), text
    for sign, operator in (("−", "-"), ("·", "*"), ("²", "**2")):
        text = text.replace(sign, operator)
    return float(eval(text))  # noqa: S307 - digits and signs only


# --- LaTeX -----------------------------------------------------------------------------------

# What our formulas use of KaTeX. A command that is not listed is a slip of the pen, or new: then
# see that KaTeX knows it, and add it.
COMMANDS = {
    "textcolor", "text", "mathrm", "begin", "end", "overset", "left", "right", "frac", "tfrac",
    "cdot", "times", "approx", "le", "ge", "sqrt", "to", "infty", "lVert", "rVert", "Vert", "prod",
    "sum", "partial", "lambda", "sigma", "dots", "pi", "Phi", "max", "min", "tanh", "ln", "arctan",
    "sin",
}  # fmt: skip
_INK = re.compile(r"\\textcolor\{#[0-9A-F]{6}\}")
_WORDS = re.compile(r"\\(?:text|mathrm)\{([^{}]*)\}")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-z]+)\}(?:\{c+\})?")
_COMMAND = re.compile(r"\\[A-Za-z]+")


def complaints_about(formula: str) -> list[str]:
    """What KaTeX would refuse or set wrongly in a formula, without its dollar signs."""
    found = []
    bare = re.sub(r"\\[{}]", "", formula)
    depth = 0
    for sign in bare:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            break
    if depth:
        found.append("braces are not balanced")
    open_ones: list[str] = []
    for kind, name in _ENVIRONMENT.findall(formula):
        if kind == "begin":
            open_ones.append(name)
        elif not open_ones or open_ones.pop() != name:
            found.append(f"{name} ends where it is not open")
    found += [f"{name} is not closed" for name in open_ones]
    if formula.count(r"\left") != formula.count(r"\right"):
        found.append("left without right")
    unknown = {command[1:] for command in _COMMAND.findall(formula)} - COMMANDS
    found += [f"unknown command {name}" for name in sorted(unknown)]
    found += [f"command in words: {words}" for words in _WORDS.findall(formula) if "\\" in words]
    if re.search(r"\\mathrm\{[^{}]* ", formula):
        found.append("mathrm swallows the blank between two words")
    rest = _COMMAND.sub(" ", _WORDS.sub(" ", _ENVIRONMENT.sub(" ", _INK.sub(" ", formula))))
    if re.search(r"[A-Za-z]{2,}", rest):
        found.append(f"words set as products of letters: {rest.strip()}")
    if not rest.isascii():
        found.append(f"signs that are no LaTeX: {''.join(c for c in rest if not c.isascii())}")
    found += [f"{sign} means something else in LaTeX" for sign in "#%$" if sign in rest]
    if "&" in rest and not _ENVIRONMENT.search(formula):
        found.append("& outside a table")
    return found


FORMULA = re.compile(r"(?<!\\)\$([^$]*)\$")


def formulas_in(markdown: str) -> list[str]:
    """The formulas of a Markdown text, without their dollar signs; code is not looked at."""
    prose = re.sub(r"`[^`]*`", "", re.sub(r"```.*?```", "", markdown, flags=re.DOTALL))
    assert prose.count("$") % 2 == 0, f"half a formula: {prose}"
    return FORMULA.findall(prose)
