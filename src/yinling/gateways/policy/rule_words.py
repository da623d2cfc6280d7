"""What the rules engine finds wrong in a definition, said in plain Chinese, with the name that may have been meant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

# Beginnings of the engine's own sentences, and what they mean to whoever writes a pack. {} is what follows.
SENTENCES: Sequence[tuple[str, str]] = (
    (r"unknown name: (.+)", "没有叫“{}”的事实、参数、读法或条件"),
    (r"unknown parameter: (.+)", "parameters/ 中没有参数“{}”"),
    (r"the name of a fact or a parameter: (.+)", "“{}”已经是事实或参数的名字，档次的值请换一个名字"),
    (r"not an expression: (.+)", "式子写得不完整或不合语法：{}"),
    (r"not a function of the rule language: (.+)", "没有“{}”这个函数，只能用 age、date、in_area、min、max、ratio"),
    (r"(\w+) takes plain arguments only", "函数 {} 的括号里只能写值，不能写“名称=值”"),
    (r"(\w+) does not take \d+ arguments", "函数 {} 括号里的值多了或少了"),
    (r"divide by a positive whole number only", "只能除以写定的正整数"),
    (r"`in` needs a list of constants on its right", "in 的右边要写一列写定的值，如 ['a', 'b']"),
    (r"not allowed here: (.+)", "式子里不能用这种写法（{}）：只能比较、加减乘、整除，用 and、or、not 相连"),
    (r"a constant of this kind is not allowed: (.+)", "式子里不能写这种值：{}"),
    (r"names do not begin with an underscore: (.+)", "名字不能以下划线开头：{}"),
    (r"longer than (\d+) characters", "式子太长，不能超过 {} 个字符"),
    (r"more than (\d+) parts", "式子太复杂，不能超过 {} 个部分；请拆成几个条件"),
    (r"more than (\d+) conditions", "条件不能超过 {} 条"),
    (r"words are needed for what is not money", "给的不是钱，要在 gives 里写明给什么（words）"),
    (r"a shared row holds numbers only", "同一户取最高一档的，档次里只能写数，不能写参数的名字"),
    (r"sharing needs a known fact and the hit policy max", "share_best_row 要写一个事实，并且 hit_policy 是 max"),
    (r"no value named (.+) to rank by", "按最高一档给的，每一档都要有 ranked_by 写的那个值（{}）"),
    (r"(\S+) does not come after (\S+)", "生效日期要从早到晚：{} 不晚于 {}"),
)


def plain(message: str, known: Mapping[str, str]) -> str:
    """The engine's sentence in Chinese; as it is where none fits. `known` are names that could be meant."""
    for pattern, words in SENTENCES:
        if found := re.fullmatch(pattern, message):
            return words.format(*found.groups()) + (_meant(found[1], known) if "unknown" in pattern else "")
    return message


def _meant(names: str, known: Mapping[str, str]) -> str:
    near = [each for name in names.split(", ") for each in nearest(name, known)]
    shown = [f"{each}（{known[each]}）" if known[each] else each for each in dict.fromkeys(near)]
    return f"；是不是 {'、'.join(shown)}？" if shown else ""


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Names written almost alike, the likeliest first."""
    return get_close_matches(name, list(known), n=2, cutoff=0.6)
