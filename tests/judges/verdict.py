"""How a judge says that it decides otherwise."""


class Difference(Exception):
    pass


def check(condition, *words):
    if not condition:
        raise Difference(" ".join(str(word) for word in words))
