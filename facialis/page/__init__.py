"""A plan as a page for the terminal: ``page(plan)`` gives what rich prints, at any width."""

from facialis.page.whole import page

__all__ = ["page"]
