"""A screen reader's look at a program: walks what it tells and prints it as JSON, one object a node.

walk.py NAME: the whole tree. walk.py NAME press WORDS: presses what has this name.
"""

import json
import sys

import pyatspi


def values(node):
    of = {"role": node.getRoleName(), "name": node.name, "help": node.description}
    of["states"] = [pyatspi.stateToString(s) for s in node.getState().getStates()]
    interfaces = pyatspi.listInterfaces(node)
    if "Value" in interfaces:
        value = node.queryValue()
        of["value"] = [value.minimumValue, value.maximumValue, value.currentValue]
    if "Text" in interfaces:
        of["text"] = node.queryText().getText(0, -1)
    if "Action" in interfaces:
        of["actions"] = [node.queryAction().getName(i) for i in range(node.queryAction().nActions)]
    if "Component" in interfaces:
        place = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        of["place"] = [place.x, place.y, place.width, place.height]
    of["children"] = [values(child) for child in node]
    return of


def press(node, words):
    if node.name == words and "Action" in pyatspi.listInterfaces(node):
        return node.queryAction().doAction(0)
    return any(press(child, words) for child in node)


for program in pyatspi.Registry.getDesktop(0):
    if program.name == sys.argv[1]:
        if sys.argv[2:3] == ["press"]:
            print(json.dumps(press(program, sys.argv[3])))
        else:
            print(json.dumps(values(program)))
