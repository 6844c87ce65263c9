"""Reports of our own making, in numbers: real-looking figures and prose, the habits of real pages,
planted faults, written as every kind of file. What was put in is known, so what is read can be judged.
"""
