"""How far annotators agree: pure functions over records and rows, with numpy; nothing here reads a project.

`coding` measures things with fixed units (document labels, tokens, labels on equal boundaries), `spans` and
`annotator.matching` mentions, `unitizing` and `gamma` whole segmentations, `events` events with arguments,
`boundaries` says why boundaries differ. `statistics` counts one batch of documents, `summary` sums the counts, and
`catalogue` holds the definition and the source of every measure.

Import it late: numpy takes a tenth of a second, and neither the command line nor the window may wait for it.
"""
