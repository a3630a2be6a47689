"""nbgrader's settings for this course: run its commands in the folder of this file.

Before the first release change the settings marked *yours*; the instructor page says how.
"""

import os

from nbgrader.converters import Autograde

from course_lib.grading.guards import NotRunIsNotRight, RunEveryCell

c = get_config()  # noqa: F821 - nbgrader puts this name here

# --- yours -----------------------------------------------------------------------------------
c.CourseDirectory.course_id = "deep-learning"
# The folder through which notebooks travel; students' nbgrader must name the same one.
c.Exchange.root = "/srv/nbgrader/exchange"
# Hidden cases are drawn from this text.  Choose your own and keep it from the students: whoever
# knows it can see the cases.  An environment variable of the same name comes first.
os.environ.setdefault("COURSE_LIB_SEED", "change me before the first release")

# --- where things are -------------------------------------------------------------------------
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
# nbgrader copies every file beside a notebook into the release.  The text sources hold answers.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "__pycache__",
    "*.pyc",
    "*.md",
    "*.py",
    "*~",
    ".*",
]

# --- what students see ------------------------------------------------------------------------
c.ClearSolutions.code_stub = {"python": "..."}

# --- grading ----------------------------------------------------------------------------------
# A deleted check comes back and counts; otherwise it would wait to be marked by hand.
c.OverwriteCells.add_missing_cells = True
# The judge stops an endless loop after 2 s and a whole check after about 6 s; this is for all else.
c.Execute.timeout = 60
c.LimitOutput.max_lines = 500
# Cells that were told not to run are run, and a check that left no output earns nothing.
c.Autograde.sanitize_preprocessors = [
    *Autograde.sanitize_preprocessors.default_args[0],
    RunEveryCell,
]
_steps = list(Autograde.autograde_preprocessors.default_args[0])
c.Autograde.autograde_preprocessors = [_steps[0], NotRunIsNotRight, *_steps[1:]]

# --- submissions that come as files -------------------------------------------------------------
# Without a pattern zip_collect collects nothing and still reports success.  This one knows
#   Canvas   last_first_LATE_<user>_<submission>_01_formal_neuron.ipynb
#   Moodle   Full Name_<id>_assignsubmission_file_/01_formal_neuron.ipynb
c.FileNameCollectorPlugin.named_regexp = (
    r".*?(?P<student_id>[^/\\]+?)"
    r"(?:_(?:LATE_)?\d+_\d+_|_\d+_assignsubmission_file_[/\\])"
    r"(?P<file_id>\d\d_[a-z_]+?)(?:-\d+)?\.ipynb$"
)
