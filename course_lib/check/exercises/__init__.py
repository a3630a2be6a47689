"""The exercises, found by the names of these modules: ch02b_learning is the second of chapter 2.

Each module offers a tuple EXERCISES.  To add one: write the reference and two right answers that
look different, cases that the student sees, `more(rng)` for those that the student does not, the
usual mistakes with what to say about each, and three hints.  The tests in tests/check then prove
that every mistake is told from every other and that no right answer is refused.
"""
