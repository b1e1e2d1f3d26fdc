package org.atomicagents.internal.schema.repair;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.lenient.JsonCandidate;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.message.Repair;

/** Reports the text that is removed around the JSON of a response, or added to it. */
final class SurroundingText {
  private final String text;

  SurroundingText(String text) {
    this.text = text;
  }

  /** Returns the repairs around a candidate. */
  List<Repair> repairsOf(JsonCandidate candidate, boolean hasThinking) {
    var repairs = new ArrayList<Repair>();
    String json = textOf(candidate.value());
    if (hasThinking) {
      repairs.add(createRepair(Repair.Kind.THINKING, text, json));
    }
    switch (candidate.context()) {
      case FENCE -> repairs.add(createRepair(Repair.Kind.CODE_FENCE, text, json));
      case PROSE -> repairs.add(createRepair(Repair.Kind.PROSE, text, json));
      case ENTIRE_TEXT -> {}
    }
    if (candidate.value() instanceof ArrayValue && !json.startsWith("[")) {
      repairs.add(createRepair(Repair.Kind.LIST, json, "[" + json + "]"));
    }
    return repairs;
  }

  /** Returns the repairs around JSON that is embedded in a string. */
  List<Repair> repairsOfEmbedded(String json, JsonCandidate string, boolean hasThinking) {
    List<Repair> repairs = repairsOf(string, hasThinking);
    repairs.add(createRepair(Repair.Kind.QUOTES, textOf(string.value()), json));
    return repairs;
  }

  private String textOf(LenientValue value) {
    return text.substring(value.start(), Math.min(value.end(), text.length()));
  }

  private static Repair createRepair(Repair.Kind kind, String before, String after) {
    return new Repair(
        "$", kind, ValueDescription.truncate(before), ValueDescription.truncate(after));
  }
}
