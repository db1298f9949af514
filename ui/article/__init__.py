"""The article view: lays out, paints, selects and chooses on Arabic text, exactly."""

from ui.article.marks import Mark, MarkLook
from ui.article.view import ArticleView

__all__ = ["ArticleView", "Mark", "MarkLook"]
