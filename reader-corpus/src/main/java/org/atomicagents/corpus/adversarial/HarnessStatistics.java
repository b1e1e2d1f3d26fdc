package org.atomicagents.corpus.adversarial;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts of verdicts, the outputs to look at, and a sample of repaired ones. Not thread-safe. */
public final class HarnessStatistics {
  private static final int MAX_PER_VERDICT = 2_000;

  private final Map<AcceptanceVerdict, Integer> counts = new EnumMap<>(AcceptanceVerdict.class);
  private final Map<AcceptanceVerdict, List<JudgedOutput>> outputs =
      new EnumMap<>(AcceptanceVerdict.class);
  private int total;
  private int repaired;

  /** Counts an output. */
  public void add(JudgedOutput judged) {
    total++;
    repaired += judged.repairs().isEmpty() ? 0 : 1;
    counts.merge(judged.verdict(), 1, Integer::sum);
    List<JudgedOutput> kept = outputs.computeIfAbsent(judged.verdict(), v -> new ArrayList<>());
    boolean isOfInterest =
        judged.verdict() != AcceptanceVerdict.REFUSED
            && (judged.verdict() != AcceptanceVerdict.RIGHT || !judged.repairs().isEmpty());
    if (isOfInterest && kept.size() < MAX_PER_VERDICT) {
      kept.add(judged);
    }
  }

  /** Returns the number of outputs with a verdict. */
  public int count(AcceptanceVerdict verdict) {
    return counts.getOrDefault(verdict, 0);
  }

  /** Returns the first outputs with a verdict. */
  public List<JudgedOutput> outputs(AcceptanceVerdict verdict) {
    return List.copyOf(outputs.getOrDefault(verdict, List.of()));
  }

  /** Returns the number of all outputs. */
  public int total() {
    return total;
  }

  /** Returns the rates per 1,000 outputs as a Markdown table. */
  public String table() {
    int accepted =
        total
            - count(AcceptanceVerdict.REFUSED)
            - count(AcceptanceVerdict.FALSE_REFUSAL)
            - count(AcceptanceVerdict.FAILED);
    var table = new StringBuilder("| outcome | per 1,000 outputs |\n|---|---|\n");
    row(table, "accepted", accepted);
    row(table, "accepted with repairs", repaired);
    row(table, "refused, although the answer was clear", count(AcceptanceVerdict.FALSE_REFUSAL));
    row(table, "doubted by the independent check", count(AcceptanceVerdict.DOUBTED));
    row(table, "wrong", count(AcceptanceVerdict.WRONG));
    row(table, "failed", count(AcceptanceVerdict.FAILED));
    return table.toString();
  }

  private void row(StringBuilder table, String outcome, int count) {
    table.append("| %s | %.2f |%n".formatted(outcome, total == 0 ? 0 : 1_000.0 * count / total));
  }
}
