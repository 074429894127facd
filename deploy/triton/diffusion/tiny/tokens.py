"""A tokenizer of T5's kind, made without a download."""
import string

from transformers import T5Tokenizer

WORDS = (
    "a an and the of in on at to with by is river water waterfall sea wave cloud smoke fog flame fire candle tree leaf"
    " grass wind hair snow rain light sun moon night city car person cat dog slowly gently fast flows moves blows falls"
    " rises flickers still static blurry camera zoom pan left right up down video picture"
).split()


def tokenizer():
    """Known words first, single characters for all others; ids 0 to 2 are padding, end and unknown, as in T5."""
    special = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
    words = [("▁" + word, -4.0) for word in WORDS]
    characters = [(character, -8.0) for character in string.digits + string.ascii_letters + string.punctuation]
    return T5Tokenizer(vocab=special + words + characters, extra_ids=0)
