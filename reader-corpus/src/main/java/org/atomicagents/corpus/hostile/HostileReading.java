package org.atomicagents.corpus.hostile;

import org.atomicagents.corpus.CorpusType;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Strictness;

/** The lenient reading of one adversarial text. */
public final class HostileReading {
  private final CompiledSchema<?> schema;
  private final String text;

  private HostileReading(CompiledSchema<?> schema, String text) {
    this.schema = schema;
    this.text = text;
  }

  /** Returns the reading of a text of about the given length. */
  public static HostileReading of(HostileText text, int length) {
    return new HostileReading(
        CompiledSchema.of(CorpusType.named(text.type()).schema()), text.ofLength(length));
  }

  /** Returns the number of characters of the text. */
  public int length() {
    return text.length();
  }

  /** Reads the entire text. */
  public void readText() {
    decode(ReadingBudget.unlimited());
  }

  /** Reads the entire text and returns the number of steps. */
  public long steps() {
    ReadingBudget budget = ReadingBudget.unlimited();
    decode(budget);
    return budget.steps();
  }

  private void decode(ReadingBudget budget) {
    schema.decode(text, Strictness.LENIENT, FinishReason.STOP, budget);
  }

  /** Reads the text character by character, with a snapshot of the value after each. */
  public void readDeltas() {
    IncrementalDecoder<?> decoder = schema.incremental(Strictness.LENIENT);
    var delta = new char[1];
    for (int i = 0; i < text.length(); i++) {
      delta[0] = text.charAt(i);
      decoder.feed(delta, 0, 1);
      decoder.snapshot();
    }
  }
}
