"""What the verbs of the change book say in words."""

VERBS = {
    "access.log_in": "登录",
    "access.log_out": "退出登录",
    "access.log_in_refused": "登录被拒绝",
    "access.change_password": "更换密码",
    "access.reset_password": "设首次密码",
    "access.open_user": "开设用户",
    "access.close_user": "停用用户",
    "access.reopen_user": "启用用户",
    "access.give_post": "授予岗位",
    "access.end_post": "终止岗位",
    "access.take_post": "选择岗位",
    "books.open_account": "开设账户",
    "books.post": "记账",
    "documents.keep": "存入材料",
}


def verb_in_words(verb: str) -> str:
    """The words of a verb; the verb itself where it has none."""
    return VERBS.get(verb, verb)
