"""What several annotators say of a document, as questions, and the answers. Pure; no numpy, no store.

`values` says what can be decided, `clusters` puts what belongs together into one question, `mentions` and `slots` make
the questions of each stage, `rules` answers where a rule may, `rulings` are the answers, `case` is one document with
its questions and answers.
"""
