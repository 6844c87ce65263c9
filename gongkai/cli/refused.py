"""How a command says that it cannot be carried out."""


class Refused(Exception):
    """The command cannot be carried out; the message says why in Chinese."""
