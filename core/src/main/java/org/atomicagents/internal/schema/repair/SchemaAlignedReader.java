package org.atomicagents.internal.schema.repair;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.lenient.ExtractionResult;
import org.atomicagents.internal.json.lenient.JsonCandidate;
import org.atomicagents.internal.json.lenient.JsonExtractor;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.ViolationOrder;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.ReadResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Mends a text to valid JSON of a type, where it can mean one thing only.
 *
 * <p>It makes no values: what it writes goes through the strict decoder, so that a value can only
 * come out of valid JSON. Of several JSON texts the one is taken that fits best:
 *
 * <ol>
 *   <li>one that has a key of the type, or stands without the object around it, before one that is
 *       empty or speaks of something else;
 *   <li>one with the fewest violations;
 *   <li>one at the lowest cost: 1 for each extra key left out, each thing unwrapped, each single
 *       value made a list. How a text is written costs nothing: quotes and commas say nothing of
 *       what is meant. Where it stands decides only between two that say the same.
 * </ol>
 *
 * <p>Cost never chooses between two answers: two without violations that differ are a violation if
 * both have a key of the type, or one is empty, or they cost the same. So is one beside another
 * that has keys of the type and is cut off or can't be read.
 */
public final class SchemaAlignedReader<T> {
  // Each is read as a whole; a text of brackets has as many as characters.
  private static final int MAX_CANDIDATES = 100;

  private final TypeNode root;
  private final String text;
  private final FinishReason reason;
  private final Function<String, ReadResult<T>> decoder;

  /**
   * An alignment of a text.
   *
   * @param decoder reads valid JSON
   */
  public SchemaAlignedReader(
      TypeNode root, String text, FinishReason reason, Function<String, ReadResult<T>> decoder) {
    this.root = root;
    this.text = text;
    this.reason = reason;
    this.decoder = decoder;
  }

  /** The value, or what is in its way; null if there is nothing in the text to read. */
  @Nullable
  public ReadResult<T> read() {
    if (isQuotedTextWithBrackets()) {
      return null;
    }
    ExtractionResult reading = JsonExtractor.read(text);
    if (reading.rejectionReason() != null) {
      var violation = new Violation("$", "a JSON object", "one " + reading.rejectionReason());
      return new ReadResult<>(null, List.of(violation), List.of(), text);
    }
    String inner = embeddedJson(reading.candidates());
    if (inner != null) {
      return new SchemaAlignedReader<>(root, inner, reason, decoder).read();
    }
    List<JsonCandidate> hopeful =
        reading.candidates().stream().filter(each -> !isIrrelevant(each)).toList();
    if (hopeful.size() > MAX_CANDIDATES) {
      var violation = new Violation("$", "one answer", "more than " + MAX_CANDIDATES);
      return new ReadResult<>(null, List.of(violation), List.of(), text);
    }
    var fits = new ArrayList<RepairCandidate<T>>();
    for (JsonCandidate candidate : hopeful) {
      RepairCandidate<T> fit = repairCandidate(candidate);
      if (fit != null) {
        fits.add(fit);
      }
    }
    if (fits.isEmpty()) {
      return null;
    }
    RepairCandidate<T> best = fits.stream().min(RepairCandidate.bestFirst()).orElseThrow();
    return result(best, fits, reading.hasThinking());
  }

  /** Whether all is one text in quotes, in which brackets are a part of what is said. */
  private boolean isQuotedTextWithBrackets() {
    if (!text.stripLeading().startsWith("\"")) {
      return false;
    }
    try (JsonParser parser = JsonIo.parser(text)) {
      parser.nextToken();
      String said = parser.getString().strip();
      return parser.nextToken() == null
          && !isBracketed(said)
          && (said.indexOf('[') >= 0 || said.indexOf('{') >= 0);
    } catch (JacksonException e) {
      return false;
    }
  }

  /** JSON that stands as a text in quotes; null if there is none. */
  private static @Nullable String embeddedJson(List<JsonCandidate> candidates) {
    return candidates.size() == 1
            && candidates.getFirst().value() instanceof LenientValue.StringValue said
            && said.ambiguity() == null
            && isBracketed(said.value().strip())
        ? said.value()
        : null;
  }

  // A text that merely begins with a bracket is a text.
  private static boolean isBracketed(String text) {
    return (text.startsWith("{") && text.endsWith("}"))
        || (text.startsWith("[") && text.endsWith("]"));
  }

  // A text without any JSON in it is best told of by the parser; [1] may be a footnote.
  private boolean isIrrelevant(JsonCandidate candidate) {
    return !(root instanceof RecordNode record && RootWrapper.isWrapper(record))
        && (ScalarRepairer.isScalar(candidate.value())
            || (candidate.location() == JsonCandidate.CandidateContext.PROSE
                && candidate.value() instanceof LenientValue.ArrayValue items
                && items.elements().stream().allMatch(ScalarRepairer::isScalar)));
  }

  private @Nullable RepairCandidate<T> repairCandidate(JsonCandidate candidate) {
    var aligner = new ValueRepairer(text, reason);
    String json;
    try {
      aligner.repairRoot(root, candidate.value());
      json = aligner.context.json();
    } catch (JacksonException e) {
      return null;
    }
    ReadResult<T> decoded = decoder.apply(json);
    aligner.context.repairs.addAll(decoded.repairs());
    List<Violation> violations =
        new ViolationOrder(root)
            .sort(mergeViolations(aligner.context.violations, decoded.violations()));
    return new RepairCandidate<>(candidate, json, decoded.value(), aligner, violations);
  }

  /** The decoder's, with ours in the place of those that say less. */
  private static List<Violation> mergeViolations(List<Violation> ours, List<Violation> decoded) {
    var merged = new LinkedHashSet<Violation>();
    for (Violation each : decoded) {
      List<Violation> known = ours.stream().filter(it -> covers(it.path(), each.path())).toList();
      merged.addAll(known.isEmpty() ? List.of(each) : known);
    }
    merged.addAll(ours);
    return List.copyOf(merged);
  }

  // What stands at or below a place of which something was said already.
  private static boolean covers(String known, String path) {
    return path.startsWith(known)
        && (path.length() == known.length() || ".[".indexOf(path.charAt(known.length())) >= 0);
  }

  private ReadResult<T> result(
      RepairCandidate<T> best, List<RepairCandidate<T>> all, boolean hasThinking) {
    List<Violation> violations = best.violations;
    if (violations.isEmpty()) {
      violations = ambiguityViolations(best, all);
    }
    var repairs = new ArrayList<>(surroundingTextRepairs(best, hasThinking));
    repairs.addAll(best.repairer.context.repairs);
    List<Repair> told = repairs.subList(0, Math.min(repairs.size(), RepairContext.MAX_REPAIRS));
    return violations.isEmpty()
        ? new ReadResult<>(best.value, List.of(), told, best.json)
        : new ReadResult<>(null, violations, told, best.json);
  }

  private List<Violation> ambiguityViolations(
      RepairCandidate<T> best, List<RepairCandidate<T>> all) {
    for (RepairCandidate<T> other : all) {
      if (other.violations.isEmpty()
          && !other.json.equals(best.json)
          && best.isAmbiguousWith(other)) {
        return List.of(
            new Violation(
                "$",
                "one answer",
                "two that fit equally well: "
                    + ValueDescription.truncate(best.json)
                    + " and "
                    + ValueDescription.truncate(other.json)));
      }
      if (!other.violations.isEmpty()
          && other.repairer.hasUnreadablePart()
          && (other.repairer.hasKnownKey() || !best.repairer.hasKnownKey())) {
        return List.of(
            new Violation("$", "one answer", "another one that is cut off or can't be read"));
      }
    }
    return List.of();
  }

  private List<Repair> surroundingTextRepairs(RepairCandidate<T> best, boolean hasThinking) {
    var repairs = new ArrayList<Repair>();
    if (hasThinking) {
      repairs.add(createRepair(Repair.Kind.THINKING, best));
    }
    switch (best.candidate.location()) {
      case FENCE -> repairs.add(createRepair(Repair.Kind.CODE_FENCE, best));
      case PROSE -> repairs.add(createRepair(Repair.Kind.PROSE, best));
      case WHOLE -> {}
    }
    return repairs;
  }

  private Repair createRepair(Repair.Kind kind, RepairCandidate<T> best) {
    LenientValue value = best.candidate.value();
    String part = text.substring(value.start(), Math.min(value.end(), text.length()));
    return new Repair("$", kind, ValueDescription.truncate(text), ValueDescription.truncate(part));
  }
}
