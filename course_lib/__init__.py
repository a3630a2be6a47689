"""The library behind the book *Why Didn't We Think of Deep Learning?*

Nothing is imported here, so that ``import course_lib`` costs little more than ``import numpy``.
Each subject has its own module: ``from course_lib.perceptron import train_perceptron``.
"""

__version__ = "0.1.0"
