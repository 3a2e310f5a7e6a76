"""tmp"""
class Hotkeys:
    def __init__(self, house): pass
    def start(self): pass
    def stop(self): pass
    def want_digits(self, w): pass
    def fitness(self): return {"part":"hotkeys","state":"off","why":""}
