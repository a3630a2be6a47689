"""Figures of the book: each draws on a given `ax`, returns it, and says in words what is seen.

ax = figures.decision_line(x, t, w, b)
figures.show(ax)
"""

from course_lib.figures.activations import blame_by_layer, named_lines, sweet_spots
from course_lib.figures.approximation import curve_stages, power_laws, sum_of_parts
from course_lib.figures.backprop import (
    answer_squares,
    check_curves,
    hidden_grids,
    loss_threads,
    share_bars,
)
from course_lib.figures.base import axes, set_alt, show
from course_lib.figures.beyond import intervals, letter_bars, mean_interval, picture_table
from course_lib.figures.convolution import (
    gallery,
    layer_maps,
    shared_matrix,
    shift_tables,
    sliding_row,
    sound_rows,
)
from course_lib.figures.descent import (
    contour_walk,
    curves,
    descents,
    direction_field,
    losses_by_step,
    slopes,
    valley_strips,
)
from course_lib.figures.folding import (
    fold,
    meeting_point,
    sign_changes,
    staircases,
    success_curves,
    truth_squares,
)
from course_lib.figures.gates import logic_diagram
from course_lib.figures.networks import filters, loss_surface, network_diagram
from course_lib.figures.neurons import (
    circuit_diagram,
    decision_line,
    function_graph,
    log_bars,
    pictures,
    unit_diagram,
)
from course_lib.figures.optimizers import rate_sweep, ravine_walks
from course_lib.figures.overfitting import errors_by_size, fitted_curve
from course_lib.figures.perceptron import (
    line_bundle,
    mark_one,
    mistakes_by_margin,
    mistakes_per_epoch,
    not_plane,
    proof_squeeze,
    training_steps,
    update_vectors,
)
from course_lib.figures.racing import (
    arrivals,
    errors_by_depth,
    ratio_intervals,
    yearly_record,
)
from course_lib.figures.recipes import (
    gain_intervals,
    growth,
    level_means,
    recipe_grid,
    timeline,
)
from course_lib.figures.starts import sizes_by_layer, strips
from course_lib.figures.training import (
    confusion_matrix,
    decision_region,
    gradient_bars,
    histogram_ladder,
    learning_curve,
)

__all__ = [
    "answer_squares",
    "arrivals",
    "axes",
    "blame_by_layer",
    "check_curves",
    "circuit_diagram",
    "confusion_matrix",
    "contour_walk",
    "curve_stages",
    "curves",
    "decision_line",
    "decision_region",
    "descents",
    "direction_field",
    "errors_by_depth",
    "errors_by_size",
    "filters",
    "fitted_curve",
    "fold",
    "function_graph",
    "gain_intervals",
    "gallery",
    "gradient_bars",
    "growth",
    "hidden_grids",
    "histogram_ladder",
    "intervals",
    "layer_maps",
    "learning_curve",
    "letter_bars",
    "level_means",
    "line_bundle",
    "log_bars",
    "logic_diagram",
    "loss_surface",
    "loss_threads",
    "losses_by_step",
    "mark_one",
    "mean_interval",
    "meeting_point",
    "mistakes_by_margin",
    "mistakes_per_epoch",
    "named_lines",
    "network_diagram",
    "not_plane",
    "picture_table",
    "pictures",
    "power_laws",
    "proof_squeeze",
    "rate_sweep",
    "ratio_intervals",
    "ravine_walks",
    "recipe_grid",
    "set_alt",
    "share_bars",
    "shared_matrix",
    "shift_tables",
    "show",
    "sign_changes",
    "sizes_by_layer",
    "sliding_row",
    "slopes",
    "sound_rows",
    "staircases",
    "strips",
    "success_curves",
    "sum_of_parts",
    "sweet_spots",
    "timeline",
    "training_steps",
    "truth_squares",
    "unit_diagram",
    "update_vectors",
    "valley_strips",
    "yearly_record",
]
