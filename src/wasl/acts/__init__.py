"""The one door: every statement a member could later dispute enters the record here, and nowhere else.

Import from the modules (`wasl.acts.perform`, `wasl.acts.act`): this package file stays empty so that
settings and command-line tools can read `wasl.acts.home` before Django is set up.
"""
