"""The JSON files of a folder of weights in diffusers layout."""
import json


def read(weights, file):
    """The object in weights/file. Raises ValueError that names the file."""
    path = weights / file
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"{path} is missing (expected: weights in diffusers layout)") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no JSON: {error}") from None
    if not isinstance(content, dict):
        raise ValueError(f"{path} holds a {type(content).__name__} (expected: an object)")
    return content


def need(config, key, kind, where):
    """config[key], which must be of a type, or of one of several. Booleans are no numbers."""
    value = config.get(key)
    wrong = not isinstance(value, kind) or isinstance(value, bool) and kind is not bool
    if wrong:
        names = " or ".join(k.__name__ for k in (kind if isinstance(kind, tuple) else (kind,)))
        raise ValueError(f"{key}: {value!r} in {where} (expected: {names})")
    return value


def check(what, value, expected, where):
    if value != expected:
        raise ValueError(f"{what}: {value!r} in {where} (expected: {expected!r})")
