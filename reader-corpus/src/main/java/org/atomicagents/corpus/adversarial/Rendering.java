package org.atomicagents.corpus.adversarial;

import java.util.function.Function;

/** A way in which an answer is written, such as JSON, a Python dictionary or a Markdown table. */
record Rendering(TruthEffect effect, String label, Function<DraftNode, String> writer) {
  String write(DraftNode draft) {
    return writer.apply(draft);
  }
}
