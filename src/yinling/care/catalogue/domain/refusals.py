"""Why a change of the catalogue is refused: one named exception each, with the sentence the person reads."""


class CatalogueRefused(Exception):
    """A change that may not be made; `words` is the plain sentence."""

    words = "现在不能这样修改。"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)
        self.words = words or self.words


class NotPermitted(CatalogueRefused):
    """The role does not fit."""

    words = "您没有修改服务目录的权限。"


class UnknownService(CatalogueRefused, LookupError):
    """No item has this code."""

    words = "服务目录里没有这个项目。"


class CodeTaken(CatalogueRefused):
    """Another item has this code."""

    words = "这个编号已经有项目使用，请换一个。"


class AboveCeiling(CatalogueRefused):
    """A provider's price above the district's."""

    words = "价格不能高于区里的最高价。"


class PriceInThePast(CatalogueRefused):
    """Prices are not changed for days gone by."""

    words = "价格只能从今天或以后起执行，不能改以前的。"


class NoPrice(CatalogueRefused, LookupError):
    """Neither the provider nor the district has a price on the day."""

    words = "这个项目还没有价格。"
