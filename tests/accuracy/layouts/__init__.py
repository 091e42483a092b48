"""Layouts: functions that write one file of one kind, registered by their family. A layout takes a Maker and gives a File."""

import importlib
import pkgutil

REGISTER = []


def layout(family, weight=2):
    """Registers a layout; weight is how many files of it a corpus of size 1 has."""

    def register(function):
        REGISTER.append((family, function, weight))
        return function

    return register


def load():
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        importlib.import_module(f"{__name__}.{module}")
    return sorted(REGISTER, key=lambda row: (row[0], row[1].__name__))
