"""Canada's AIA: sets of answers scored a second, beside its algorithm in JavaScript where Node is there.

The JavaScript is our own, after the public description, and runs on SurveyJS's `survey-core` where Node finds it (for
example `NODE_PATH=…/node_modules`); otherwise on the bare points, without rules. Both must come to the same scores.
"""

import json
import random
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.benchmarks.figures import Row, best, must
from tests.core.aia import as_bytes
from tests.core.test_aia_apart import grown, random_answers
from tests.core.test_survey import PROFILE
from toolkit.core.survey_scoring import prepared, score_both
from toolkit.exchange.survey_file import read_answers, read_scoring
from toolkit.exchange.surveyjs import read_surveyjs

SETS = 100
SCRIPT = Path(__file__).with_name("surveys.cjs")
NO_NODE = "no Node here, so no JavaScript to hold it against"


def run():
    """One row: AIA scorings a second, live and completed."""
    raw, dice = grown(), random.Random(20261122)
    every = [random_answers(raw, dice) for _ in range(SETS)]
    survey = read_surveyjs(as_bytes(raw), "aia").survey
    ready = prepared(survey, read_scoring(PROFILE))
    given = [read_answers(one, survey)[0] for one in every]
    taken = best(lambda: [score_both(ready, one) for one in given], 2)
    peer, rate, scores = _javascript(raw, every)
    for one, theirs in zip(given, scores, strict=bool(scores)) if scores else ():
        live, done = score_both(ready, one)
        ours = [[float(x) for x in (s.raw, s.mitigation, s.current, s.level)] for s in (live, done)]
        must(ours == theirs, f"JavaScript comes to {theirs}, we to {ours}")
    return [Row("portfolio", "AIA: sets of answers scored, live and completed", SETS / taken, "/s", peer, rate)]


def _javascript(raw, every):
    """What it ran on, sets a second, and its scores; without Node a sentence and nothing."""
    node = shutil.which("node")
    if node is None:
        return NO_NODE, None, []
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"survey": raw, "answers": every}, file)
        file.flush()
        ran = subprocess.run([node, SCRIPT, file.name], capture_output=True, text=True, check=True)
    found = json.loads(ran.stdout)
    return found["on"], SETS / found["seconds"], found["scores"] if found["rules"] else []
