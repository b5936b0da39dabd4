"""The engine: pure. Facts, knowledge and a moment go in, a plan with its reasons comes out."""

from services.recommender.engine.compile import Files, compile_knowledge
from services.recommender.engine.decide import content_hash, decide
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.facts import Facts
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.vocabulary import RawFinding, Vocabulary

__all__ = [
    "Facts",
    "Files",
    "Knowledge",
    "PathwayError",
    "RawFinding",
    "Vocabulary",
    "compile_knowledge",
    "content_hash",
    "decide",
]
